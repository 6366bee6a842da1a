#include "experiments/bench/interval_coverage.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "experiments/statistics/bootstrap.h"
#include "experiments/statistics/improvement.h"
#include "experiments/statistics/interquartile_mean.h"
#include "experiments/statistics/mean_interval.h"
#include "experiments/statistics/quantiles.h"

namespace saccade {
namespace {

double normal_below(double x) {
  return std::erfc(-x / std::sqrt(2.0)) / 2;
}

constexpr double kCap = 0.5, kSpread = 0.1, kFailures = 0.2;

/// Scores in equal steps of probability, ascending: integrals are means over them.
Scores quantiles(const ScoreDistribution& distribution) {
  constexpr int kSteps = 4000;
  Scores scores;
  for (int i = 0; i < kSteps; ++i) {
    double low = -20, high = 1000;
    for (int k = 0; k < 60; ++k) {
      const double middle = (low + high) / 2;
      (distribution.share_below(middle) < (i + 0.5) / kSteps ? low : high) = middle;
    }
    scores.push_back(high);
  }
  return scores;
}

Scores moved(Scores scores, double by) {
  for (double& score : scores) score += by;
  return scores;
}

Scores draw(const ScoreDistribution& distribution, std::size_t runs, Rng& rng) {
  Scores scores;
  for (std::size_t i = 0; i < runs; ++i) scores.push_back(distribution.draw(rng));
  return scores;
}

using Interval = std::optional<ConfidenceInterval>;

/// Counts, by quantity and method, how often intervals hold the true value.
class CoverageCount {
 public:
  CoverageCount(std::string distribution, std::size_t runs, int simulations)
      : distribution_(std::move(distribution)), runs_(runs), simulations_(simulations) {}

  void add(const std::string& quantity, const std::string& method, bool is_used,
           const Interval& interval, double truth) {
    auto found = std::find_if(counts_.begin(), counts_.end(), [&](const IntervalCoverage& count) {
      return count.quantity == quantity && count.method == method;
    });
    if (found == counts_.end()) {
      counts_.push_back({quantity, method, is_used, distribution_, runs_});
      found = std::prev(counts_.end());
    }
    found->coverage += interval && interval->low <= truth && truth <= interval->high;
  }

  std::vector<IntervalCoverage> result() const {
    std::vector<IntervalCoverage> shares = counts_;
    for (IntervalCoverage& share : shares) share.coverage /= simulations_;
    return shares;
  }

 private:
  std::string distribution_;
  std::size_t runs_;
  int simulations_;
  std::vector<IntervalCoverage> counts_;  // `coverage` counts until the end.
};

double task_mean(const TaskScores& tasks) {
  Scores means;
  for (const Scores& scores : tasks) means.push_back(mean_score(scores));
  return mean_score(means);
}

/// True values of one to several tasks that are distributed as in `scores` (see quantiles).
struct Truth {
  double mean, iqm, improvement;
};

Truth truth_of(const TaskScores& scores, double shift) {
  std::vector<Estimate> improvements;
  for (const Scores& task : scores) {
    improvements.push_back({improvement_probability(moved(task, shift), task)});
  }
  return {task_mean(scores), interquartile_mean(scores), mean_improvement(improvements).value};
}

void add_averages(const TaskScores& drawn, const std::string& suffix, const Truth& truth,
                  CoverageCount& count) {
  double runs = 0;
  for (const Scores& scores : drawn) runs = static_cast<double>(scores.size());
  const std::string mean = "mean" + suffix, iqm = "iqm" + suffix;
  const Scores means = bootstrap(drawn, task_mean);
  count.add(mean, "Student t", true, mean_estimate(drawn).ci95, truth.mean);
  count.add(mean, "percentile bootstrap", false, percentile_interval(means), truth.mean);
  count.add(mean, "expanded percentile", false, percentile_interval(means, expanded_tail(runs)),
            truth.mean);
  const Scores middles = bootstrap(drawn, interquartile_mean);
  count.add(iqm, "Yuen t and percentile", true, iqm_estimate(drawn).ci95, truth.iqm);
  count.add(iqm, "Yuen t", false, yuen_interval(drawn), truth.iqm);
  count.add(iqm, "percentile bootstrap", false, percentile_interval(middles), truth.iqm);
  count.add(iqm, "expanded percentile", false, percentile_interval(middles, expanded_tail(runs)),
            truth.iqm);
}

double mean_share(const TaskScores& x, const TaskScores& y) {
  double sum = 0;
  for (std::size_t t = 0; t < x.size(); ++t) sum += improvement_probability(x[t], y[t]);
  return sum / static_cast<double>(x.size());
}

/// Both groups are drawn anew, each within its tasks.
ConfidenceInterval resampled_improvement(const TaskScores& x, const TaskScores& y) {
  TaskScores both = x;
  both.insert(both.end(), y.begin(), y.end());
  const auto split = static_cast<std::ptrdiff_t>(x.size());
  return percentile_interval(bootstrap(
      both,
      [split](const TaskScores& drawn) {
        return mean_share({drawn.begin(), drawn.begin() + split},
                          {drawn.begin() + split, drawn.end()});
      },
      kResamples / 4));
}

void add_improvements(const TaskScores& x, const TaskScores& y, const std::string& suffix,
                      const Truth& truth, CoverageCount& count) {
  const std::string quantity = "improvement" + suffix;
  std::vector<Estimate> used, plain;
  for (std::size_t t = 0; t < x.size(); ++t) {
    used.push_back(improvement_estimate(x[t], y[t]));
    plain.push_back(
        {used.back().value, newcombe_interval(used.back().value, static_cast<double>(x[t].size()),
                                              static_cast<double>(y[t].size()), 1.959964)});
  }
  count.add(quantity, "Newcombe, Student t", true, mean_improvement(used).ci95, truth.improvement);
  count.add(quantity, "Newcombe, normal", false, mean_improvement(plain).ci95, truth.improvement);
  count.add(quantity, "percentile bootstrap", false, resampled_improvement(x, y),
            truth.improvement);
}

/// How far the other group's scores are moved: in the middle of the distributions, about one of its
/// deviations.
constexpr double kShift = 0.8;

std::vector<IntervalCoverage> simulate(const std::vector<ScoreDistribution>& tasks,
                                       const std::string& name, const std::string& suffix,
                                       std::size_t runs, int simulations) {
  TaskScores exact;
  for (const ScoreDistribution& task : tasks) exact.push_back(quantiles(task));
  const Truth truth = truth_of(exact, kShift);
  CoverageCount count(name, runs, simulations);
  Rng rng(derive_seed({runs, tasks.size()}));
  for (int i = 0; i < simulations; ++i) {
    TaskScores x, y;
    for (const ScoreDistribution& task : tasks) {
      y.push_back(draw(task, runs, rng));
      x.push_back(moved(draw(task, runs, rng), kShift));
    }
    add_averages(y, suffix, truth, count);
    add_improvements(x, y, suffix, truth, count);
  }
  return count.result();
}

}  // namespace

const std::vector<ScoreDistribution>& score_distributions() {
  static const std::vector<ScoreDistribution> kAll = {
      {"normal", [](Rng& rng) { return rng.normal(); }, normal_below},
      {"exponential", [](Rng& rng) { return -std::log1p(-rng.uniform()); },
       [](double x) { return x > 0 ? -std::expm1(-x) : 0; }},
      {"lognormal", [](Rng& rng) { return std::exp(rng.normal()); },
       [](double x) { return x > 0 ? normal_below(std::log(x)) : 0; }},
      {"capped", [](Rng& rng) { return std::min(rng.normal(), kCap); },
       [](double x) { return x < kCap ? normal_below(x) : 1; }},
      {"one in five fails",
       [](Rng& rng) {
         const double centre = rng.uniform() < kFailures ? 0 : 1;
         return centre + kSpread * rng.normal();
       },
       [](double x) {
         return kFailures * normal_below(x / kSpread) +
                (1 - kFailures) * normal_below((x - 1) / kSpread);
       }},
  };
  return kAll;
}

std::vector<IntervalCoverage> measure_coverage(std::size_t runs, int simulations) {
  std::vector<IntervalCoverage> all;
  const auto append = [&all](const std::vector<IntervalCoverage>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const ScoreDistribution& distribution : score_distributions()) {
    append(simulate({distribution}, distribution.name, "", runs, simulations));
  }
  const auto& each = score_distributions();
  append(simulate({each[0], each[1], each[4]}, "normal, exponential, one in five fails",
                  " of 3 tasks", runs, simulations));
  return all;
}

}  // namespace saccade

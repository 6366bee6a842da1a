#include "experiments/explain/faithfulness.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "experiments/explain/verdict.h"
#include "experiments/statistics/bootstrap.h"

namespace saccade {
namespace {

/// A sum and what it is divided by, of one episode.
struct Part {
  double sum = 0;
  double weight = 0;
};

double ratio_of(double sum, double weight) {
  return weight > 1e-9 ? sum / weight : 0;
}

/// The ratio of sums over episodes, which are drawn anew for the interval.
Estimate ratio_estimate(const std::vector<Part>& parts) {
  const auto ratio = [&parts](const Scores& drawn) {
    double sum = 0, weight = 0;
    for (const double index : drawn) {
      sum += parts[static_cast<std::size_t>(index)].sum;
      weight += parts[static_cast<std::size_t>(index)].weight;
    }
    return ratio_of(sum, weight);
  };
  Scores indices;
  for (std::size_t i = 0; i < parts.size(); ++i) indices.push_back(static_cast<double>(i));
  Estimate estimate{ratio(indices)};
  if (parts.size() < 2) return estimate;
  const Scores values =
      bootstrap({indices}, [&ratio](const TaskScores& drawn) { return ratio(drawn.front()); });
  estimate.ci95 = percentile_interval(values, expanded_tail(static_cast<double>(parts.size())));
  return estimate;
}

/// Which moments belong together: those of one episode, or each by itself where there is one
/// episode alone.
std::vector<std::size_t> groups_of(std::span<const DecisionMoment> moments) {
  std::map<std::uint64_t, std::size_t> episodes;
  std::vector<std::size_t> groups;
  for (const DecisionMoment& moment : moments) {
    groups.push_back(episodes.try_emplace(moment.seed, episodes.size()).first->second);
  }
  if (episodes.size() > 1) return groups;
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = i;
  return groups;
}

const MethodOutcome* find_method(const std::vector<MethodOutcome>& methods,
                                 const std::string& name) {
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [&](const MethodOutcome& m) { return m.ranking.method == name; });
  return found == methods.end() ? nullptr : &*found;
}

double deletion_of(const MethodOutcome& method) {
  return area_under(method.curves.deletion.divergence);
}
double insertion_of(const MethodOutcome& method) {
  return area_under(method.curves.insertion.divergence);
}

/// By how much an order is better than a random one.
double advantage(const MethodOutcome& method, const MethodOutcome& random) {
  return deletion_of(method) - deletion_of(random) + insertion_of(random) - insertion_of(method);
}

/// Sums one method over moments.
class MethodSums {
 public:
  explicit MethodSums(std::size_t groups)
      : agreement_(groups), deletion_(groups), insertion_(groups), gain_(groups) {}

  void add(const MethodOutcome& method, const MomentOutcome& moment, std::size_t group) {
    const auto add_to = [group](std::vector<Part>& parts, double sum, double weight) {
      parts[group].sum += sum;
      parts[group].weight += weight;
    };
    const MethodOutcome& random = *find_method(moment.methods, kRandomMethod);
    const MethodOutcome& truth = *find_method(moment.methods, kLeaveOneOutMethod);
    add_to(agreement_, method.agreement, 1);
    add_to(deletion_, deletion_of(method), 1);
    add_to(insertion_, insertion_of(method), 1);
    add_to(gain_, advantage(method, random), advantage(truth, random));
    curves_.deletion.add(method.curves.deletion, 1);
    curves_.insertion.add(method.curves.insertion, 1);
    ++moments_;
  }

  MethodScore score(const std::string& name) const {
    MethodScore score{name,
                      ratio_estimate(agreement_),
                      ratio_estimate(deletion_),
                      ratio_estimate(insertion_),
                      ratio_estimate(gain_),
                      {}};
    score.curves.deletion.add(curves_.deletion, 1 / moments_);
    score.curves.insertion.add(curves_.insertion, 1 / moments_);
    return score;
  }

 private:
  std::vector<Part> agreement_, deletion_, insertion_, gain_;  // [groups]
  RemovalCurves curves_;
  double moments_ = 0;
};

/// The scores of the methods, or the heads, in the order in which they come first.
std::vector<MethodScore> scores_of(std::span<const MomentOutcome> outcomes,
                                   const std::vector<std::size_t>& groups,
                                   std::vector<MethodOutcome> MomentOutcome::*list) {
  const std::size_t count = *std::max_element(groups.begin(), groups.end()) + 1;
  std::vector<std::pair<std::string, MethodSums>> sums;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (const MethodOutcome& method : outcomes[i].*list) {
      auto found = std::find_if(sums.begin(), sums.end(), [&](const auto& entry) {
        return entry.first == method.ranking.method;
      });
      if (found == sums.end()) {
        found = sums.insert(sums.end(), {method.ranking.method, MethodSums(count)});
      }
      found->second.add(method, outcomes[i], groups[i]);
    }
  }
  std::vector<MethodScore> scores;
  for (const auto& [name, sum] : sums) scores.push_back(sum.score(name));
  return scores;
}

}  // namespace

const MethodScore* Faithfulness::find(const std::string& method) const {
  for (const std::vector<MethodScore>* list : {&methods, &heads}) {
    for (const MethodScore& score : *list) {
      if (score.method == method) return &score;
    }
  }
  return nullptr;
}

const MethodScore* Faithfulness::best() const {
  const MethodScore* best = nullptr;
  for (const MethodScore& score : methods) {
    if (score.method == kLeaveOneOutMethod) continue;
    if (best == nullptr || score.gain.value > best->gain.value) best = &score;
  }
  return best;
}

Faithfulness judge(std::span<const DecisionMoment> moments,
                   std::span<const MomentOutcome> outcomes) {
  if (outcomes.empty()) {
    return no_verdict(
        "There is nothing to rank: at no moment did an agent see two entities or more beside "
        "itself.");
  }
  const std::vector<std::size_t> groups = groups_of(moments);
  Faithfulness found;
  found.moments = outcomes.size();
  found.methods = scores_of(outcomes, groups, &MomentOutcome::methods);
  found.heads = scores_of(outcomes, groups, &MomentOutcome::heads);
  std::vector<Part> randomised(*std::max_element(groups.begin(), groups.end()) + 1);
  std::vector<Part> yardstick(randomised.size());
  double error = 0, difference = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    randomised[groups[i]].sum += outcomes[i].randomised_agreement;
    yardstick[groups[i]].sum += advantage(*find_method(outcomes[i].methods, kLeaveOneOutMethod),
                                          *find_method(outcomes[i].methods, kRandomMethod));
    randomised[groups[i]].weight += 1;
    yardstick[groups[i]].weight += 1;
    error += outcomes[i].error;
    difference += std::abs(outcomes[i].difference);
    found.entities += static_cast<double>(outcomes[i].entities.size());
  }
  found.entities /= static_cast<double>(outcomes.size());
  found.randomised = ratio_estimate(randomised);
  found.yardstick = ratio_estimate(yardstick);
  found.completeness_error = ratio_of(error, difference);
  reach_verdict(found);
  return found;
}

Faithfulness no_verdict(const std::string& sentence) {
  Faithfulness found;
  found.sentence = sentence;
  return found;
}

}  // namespace saccade

// Statistics of few runs against SciPy.  The numbers were computed by SciPy 1.16 as told beside
// them, with x = [3.1, 4.7, 2.2, 9.8, 5.0], y = [1.0, 2.5, 4.9, 0.3], import numpy as np and from
// scipy import stats.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "experiments/statistics/bootstrap.h"
#include "experiments/statistics/improvement.h"
#include "experiments/statistics/interquartile_mean.h"
#include "experiments/statistics/mean_interval.h"
#include "experiments/statistics/performance_profile.h"
#include "experiments/statistics/quantiles.h"

namespace saccade {
namespace {

const Scores kX = {3.1, 4.7, 2.2, 9.8, 5.0};
const Scores kY = {1.0, 2.5, 4.9, 0.3};

void check_interval(const std::optional<ConfidenceInterval>& found, double low, double high) {
  REQUIRE(found);
  CHECK(found->low == Approx(low).epsilon(1e-9));
  CHECK(found->high == Approx(high).epsilon(1e-9));
}

void check_same(const Estimate& a, const Estimate& b) {
  CHECK(a.value == b.value);
  REQUIRE(a.ci95.has_value() == b.ci95.has_value());
  if (!a.ci95) return;
  CHECK(a.ci95->low == b.ci95->low);
  CHECK(a.ci95->high == b.ci95->high);
}

void check_scaled(const Estimate& a, const Estimate& b, double factor, double offset) {
  CHECK(b.value == Approx(factor * a.value + offset));
  REQUIRE(a.ci95);
  check_interval(b.ci95, factor * a.ci95->low + offset, factor * a.ci95->high + offset);
}

TaskScores scaled(TaskScores tasks, double factor, double offset) {
  for (Scores& scores : tasks) {
    for (double& score : scores) score = factor * score + offset;
  }
  return tasks;
}

Scores squares(int count) {
  Scores scores;
  for (int i = count - 1; i >= 0; --i) scores.push_back(i * i);
  return scores;
}

}  // namespace

TEST_CASE("Quantiles are those of SciPy") {
  CHECK(student_quantile(0.975, 4) == Approx(2.7764451051977934).epsilon(1e-12));  // t.ppf(.975, 4)
  CHECK(student_quantile(0.975, 2.5) == Approx(3.5746548420036817).epsilon(1e-12));  // of 2.5
  CHECK(student_quantile(0.3, 7) == Approx(-0.5491096579472854).epsilon(1e-12));     // t.ppf(.3, 7)
  CHECK(beta_quantile(0.025, 4, 2) == Approx(0.2835820638819105).epsilon(1e-12));    // beta.ppf
}

TEST_CASE("The mean's interval is Student's, and Welch's over several tasks") {
  // stats.t.interval(.95, 4, np.mean(x), stats.sem(x))
  const Estimate one = mean_estimate({kX});
  CHECK(one.value == Approx(4.96));
  check_interval(one.ci95, 1.309634547887733, 8.610365452112267);
  // df = stats.ttest_ind(x, y, equal_var=False).df; v = var(x, ddof=1) / 5 + var(y, ddof=1) / 4
  // stats.t.interval(.95, df, (np.mean(x) + np.mean(y)) / 2, np.sqrt(v) / 2)
  const Estimate two = mean_estimate({kX, kY});
  CHECK(two.value == Approx(3.5675));
  check_interval(two.ci95, 1.597052405293714, 5.537947594706286);
}

TEST_CASE("The interquartile mean is scipy.stats.trim_mean(..., 0.25), over all tasks together") {
  const std::vector<std::pair<int, double>> wanted = {
      {1, 0}, {2, 0.5}, {3, 5.0 / 3}, {4, 2.5}, {5, 14.0 / 3}, {7, 11}, {8, 13.5}, {11, 29}};
  for (const auto& [count, value] : wanted) {
    CHECK(interquartile_mean({squares(count)}) == Approx(value));
  }
  // rliable.metrics.aggregate_iqm: stats.trim_mean([[1, 2, 3, 10], [4, 0, 7, 6]], .25, axis=None)
  CHECK(interquartile_mean({{1, 4}, {2, 0}, {3, 7}, {10, 6}}) == Approx(3.75));
}

TEST_CASE("Yuen's interval has the standard error of SciPy's trimmed t test") {
  // z = np.array([2, 3, 5, 7, 11, 13, 17, 40]); u = stats.ttest_ind(z, z + 100, trim=.25,
  // equal_var=False); se = 100 / abs(u.statistic) / np.sqrt(2)
  // stats.trim_mean(z, .25) -+ stats.t.ppf(.975, 3) * se
  check_interval(yuen_interval({{2, 3, 5, 7, 11, 13, 17, 40}}), -0.3688682460647641,
                 18.368868246064764);
}

TEST_CASE("Yuen's interval over several tasks adds their variances") {
  // Kept are 3, 4, 11 and 12 of eight. Winsorised: 3, 3, 3, 4 and 11, 12, 12, 12, each of variance
  // 1/4. Their squared errors are 4 / 4 / 4^2 = 1/16 with one degree of freedom, together 1/8 with
  // two; times 7 * 4 / (8 * 3).
  check_interval(yuen_interval({{1, 2, 3, 4}, {11, 12, 13, 20}}), 5.856897348067893,
                 9.143102651932107);
}

TEST_CASE("The interval of the interquartile mean holds Yuen's and the bootstrap's") {
  const TaskScores tasks = {{2, 3, 5, 7, 11, 13, 17, 40}};
  const ConfidenceInterval drawn = percentile_interval(bootstrap(tasks, interquartile_mean));
  const Estimate found = iqm_estimate(tasks);
  CHECK(drawn.high > 18.4);  // The outlier at 40 is in a quarter or more of some resamples.
  check_interval(found.ci95, -0.3688682460647641, drawn.high);
  // A middle half that is equal has no winsorised variance, but the resamples have a spread.
  const Estimate capped = iqm_estimate({{500, 500, 500, 500, 100}});
  REQUIRE(capped.ci95);
  CHECK(capped.value == 500);
  CHECK(capped.ci95->low < 400);
  CHECK(capped.ci95->high == 500);
}

TEST_CASE("Equal runs have no interval, also where their mean is rounded") {
  CHECK_FALSE(mean_estimate({{0.1, 0.1, 0.1}}).ci95);
  CHECK_FALSE(iqm_estimate({{0.1, 0.1, 0.1}}).ci95);
}

TEST_CASE("Tiny and huge scores have an interval or none, and nothing fails") {
  const Estimate tiny = mean_estimate({{1e-90, 2e-90, 3e-90}});
  REQUIRE(tiny.ci95);
  CHECK(tiny.ci95->low < 2e-90);
  CHECK(tiny.ci95->high > 2e-90);
  CHECK_FALSE(mean_estimate({{1e160, 2e160, 3e160}}).ci95);
}

TEST_CASE("The probability of improvement is the Mann-Whitney measure, ties counted by half") {
  // stats.mannwhitneyu(x, y, alternative='greater').statistic / 20
  CHECK(improvement_estimate(kX, kY).value == Approx(0.8));
  CHECK(improvement_estimate(kY, kX).value == Approx(0.2));
  CHECK(improvement_estimate({1, 2}, {1, 2}).value == 0.5);
  CHECK(improvement_estimate({1, 1}, {1, 0}).value == Approx(0.75));
}

TEST_CASE("The interval of the probability of improvement solves Newcombe's equation") {
  // V = lambda t: t * (1 - t) * (1 + k * (1 - t) / (2 - t) + k * t / (1 + t)) / (m * n), with
  // k = (m + n) / 2 - 1; scipy.optimize.brentq(lambda t: p - t - q * np.sqrt(V(t)), 1e-12, p)
  const double normal = 1.959963984540054;
  check_interval(newcombe_interval(1, 5, 5, normal), 0.642702823931043, 1);
  check_interval(newcombe_interval(0.75, 10, 12, normal), 0.5023004154225176, 0.8929911649691412);
  // With the variance of stats.brunnermunzel, ((P - .5) / statistic)**2 = 0.02875, where it is the
  // larger one: max(..., 0.02875 / (P * (1 - P))); q = stats.t.ppf(.975, 7)
  check_interval(improvement_estimate(kX, kY).ci95, 0.329032281775909, 0.9702623875715802);
  // q = stats.t.ppf(.975, 8).  All runs win, and yet it is not certain.
  check_interval(improvement_estimate({6, 7, 8, 9, 10}, {1, 2, 3, 4, 5}).ci95, 0.56244446039882, 1);
  check_interval(improvement_estimate({1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}).ci95, 0,
                 1 - 0.56244446039882);
}

TEST_CASE("Over tasks the probability of improvement is a mean with a narrower interval") {
  const Estimate mean =
      mean_improvement({{0.8, ConfidenceInterval{0.5, 0.9}}, {0.6, ConfidenceInterval{0.2, 0.8}}});
  CHECK(mean.value == Approx(0.7));
  check_interval(mean.ci95, 0.7 - 0.25, 0.7 + std::sqrt(0.01 + 0.04) / 2);
  CHECK_FALSE(mean_improvement({{0.8, ConfidenceInterval{0.5, 0.9}}, {0.6}}).ci95);
}

TEST_CASE("A performance profile steps down at each score, with the exact binomial interval") {
  const Scores at = profile_scores({{1, 2}, {2, 3}});
  CHECK(at == Scores{0.9, 1, 2, 3});
  const std::vector<ProfilePoint> profile = performance_profile({1, 2}, at);
  CHECK(profile[0].share.value == 1);
  CHECK(profile[1].share.value == 0.5);
  CHECK(profile[2].share.value == 0);
  check_interval(share_estimate(4, 5).ci95, 0.28358206388191054, 0.9949492366205319);
  check_interval(share_estimate(5, 5).ci95, 0.47817624989501856, 1);  // stats.binomtest(5, 5)
}

TEST_CASE("Where there is no interval, it is absent") {
  CHECK_FALSE(mean_estimate({{3}}).ci95);
  CHECK_FALSE(iqm_estimate({{3}}).ci95);
  CHECK_FALSE(mean_estimate({{3, 4}, {3}}).ci95);
  CHECK_FALSE(iqm_estimate({{3, 4}, {3}}).ci95);
  CHECK_FALSE(improvement_estimate({3}, {1, 2}).ci95);
  CHECK_FALSE(share_estimate(1, 1).ci95);
  // Equal runs do not say how much others would differ.
  CHECK_FALSE(mean_estimate({{500, 500, 500}}).ci95);
  CHECK_FALSE(iqm_estimate({{500, 500, 500}}).ci95);
}

TEST_CASE("The order of the runs changes no bit") {
  Scores other = {5.0, 9.8, 2.2, 3.1, 4.7};
  do {
    check_same(mean_estimate({kX, kY}), mean_estimate({other, kY}));
    check_same(iqm_estimate({kX, kY}), iqm_estimate({other, kY}));
    check_same(improvement_estimate(kX, kY), improvement_estimate(other, kY));
  } while (std::next_permutation(other.begin(), other.begin() + 3));
}

TEST_CASE("Other units of the scores change the units of the intervals") {
  const TaskScores tasks = {kX, kY};
  for (const double factor : {0.01, 3.0}) {
    const TaskScores other = scaled(tasks, factor, -7);
    check_scaled(mean_estimate(tasks), mean_estimate(other), factor, -7);
    check_scaled(iqm_estimate(tasks), iqm_estimate(other), factor, -7);
    CHECK(improvement_estimate(tasks[0], tasks[1]).ci95->low ==
          improvement_estimate(other[0], other[1]).ci95->low);
  }
}

TEST_CASE("Quantiles of resamples are interpolated as by numpy.quantile") {
  const Scores values = {1, 2, 4, 8};
  CHECK(quantile_of(values, 0.025) == Approx(1.075));
  CHECK(quantile_of(values, 0.5) == Approx(3));
  CHECK(quantile_of(values, 0.9) == Approx(6.8));
  CHECK(quantile_of(values, 1) == 8);
  // stats.norm.cdf(-np.sqrt(5 / 4) * stats.t.ppf(.975, 4))
  CHECK(expanded_tail(5) == Approx(0.0009541005518824907));
}

TEST_CASE("The bootstrap draws within tasks") {
  const auto first_task = [](const TaskScores& tasks) { return mean_score(tasks[0]); };
  const Scores means = bootstrap({{1, 2}, {100, 200}}, first_task, 200);
  CHECK(means.front() == 1);
  CHECK(means.back() == 2);
  CHECK(means == bootstrap({{2, 1}, {100, 200}}, first_task, 200));
}

}  // namespace saccade

#include "experiments/explain/explanation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace saccade {
namespace {

constexpr std::size_t kTellingMoments = 10;
constexpr int kApart = 10;
constexpr int kCountEpisodes = 10;

/// The largest divergence that one entity alone makes.
double peak_of(const MomentOutcome& outcome) {
  for (const MethodOutcome& method : outcome.methods) {
    if (method.ranking.method != kLeaveOneOutMethod) continue;
    return *std::max_element(method.ranking.scores.begin(), method.ranking.scores.end());
  }
  return 0;
}

bool is_near(const DecisionMoment& a, const DecisionMoment& b) {
  return a.seed == b.seed && a.agent == b.agent && std::abs(a.step - b.step) < kApart;
}

void judge_all(const PolicySet& policies, Explanation& found) {
  const std::vector<DecisionMoment> moments = found.played.moments_of();
  if (policies.config().encoder.kind == nn::EncoderKind::kMlp) {
    found.faithfulness = no_verdict(
        "Nothing can be taken away: policy.encoder = \"mlp\" reads a fixed number of rows.");
    found.of_kinds.assign(policies.size(), found.faithfulness);
    return;
  }
  found.outcomes = explain_moments(policies, moments, {.threads = found.plan.threads});
  found.faithfulness = judge(moments, found.outcomes);
  for (std::size_t kind = 0; kind < policies.size(); ++kind) {
    std::vector<MomentOutcome> own;
    for (std::size_t i = 0; i < moments.size(); ++i) {
      if (moments[i].kind == kind) own.push_back(found.outcomes[i]);
    }
    found.of_kinds.push_back(judge(found.played.moments_of(kind), own));
  }
  found.telling = most_telling(found.played.moments, found.outcomes, kTellingMoments);
}

}  // namespace

Explanation explain_policy(const PolicySet& policies, const ExperimentConfig& config,
                           const RegisteredEnvironments& environments, const ExplainPlan& plan,
                           const std::filesystem::path& folder) {
  const EnvironmentFactory factory = environment_factory(config, environments);
  Explanation found;
  found.env = config.env_id;
  found.plan = plan;
  found.played = play_episodes(policies, factory(), plan.episodes, plan.seed, plan.moments);
  judge_all(policies, found);
  found.importance =
      measure_importance(policies, factory, found.played,
                         {.episodes = plan.episodes, .seed = plan.seed, .threads = plan.threads});
  found.counts = study_counts(policies, config, environments,
                              std::min(plan.episodes, kCountEpisodes), plan.seed, plan.threads);
  found.formation = trace_formation(
      folder, policies, factory,
      {.episodes = std::min(plan.episodes, 4), .seed = plan.seed, .threads = plan.threads});
  return found;
}

std::vector<std::size_t> most_telling(const std::vector<SampledMoment>& moments,
                                      const std::vector<MomentOutcome>& outcomes,
                                      std::size_t count) {
  std::vector<std::size_t> order(outcomes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return peak_of(outcomes[a]) > peak_of(outcomes[b]);
  });
  std::vector<std::size_t> chosen;
  for (const std::size_t i : order) {
    if (chosen.size() == count) break;
    const bool apart = std::none_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
      return is_near(moments[i].moment, moments[other].moment);
    });
    if (apart) chosen.push_back(i);
  }
  return chosen;
}

}  // namespace saccade

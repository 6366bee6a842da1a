#include "experiments/explain/importance.h"

#include <algorithm>
#include <utility>

#include "experiments/explain/permuted_features.h"
#include "experiments/statistics/mean_interval.h"

namespace saccade {
namespace {

/// The rows of a type in all observations, [rows x features].
std::vector<float> rows_of(const std::vector<Observation>& observations, std::size_t type) {
  std::vector<float> rows;
  for (const Observation& seen : observations) {
    const std::vector<float>& features = seen.rows()[type].features;
    rows.insert(rows.end(), features.begin(), features.end());
  }
  return rows;
}

/// What can be permuted: first whole types, then features.
struct PermutedVariant {
  Permutation permutation;
  FeatureWorth worth;
};

void add_variants(const AgentKind& kind, std::size_t number, KindAttention& attention,
                  std::vector<PermutedVariant>& types, std::vector<PermutedVariant>& features) {
  const std::vector<Observation> observations = attention.observations.take();
  for (std::size_t t = 0; t < kind.observation.types.size(); ++t) {
    const EntityType& type = kind.observation.types[t];
    const std::vector<float> rows = rows_of(observations, t);
    if (type.critic_only || rows.empty()) continue;
    const std::string name = attention.prefix + type.name;
    types.push_back({{number, t, {}, rows}, {name, "", {}}});
    for (std::size_t k = 0; k < type.features.size(); ++k) {
      features.push_back({{number, t, k, rows}, {name, type.features[k], {}}});
    }
  }
}

Scores returns_of(const Evaluation& evaluation) {
  Scores returns;
  for (const EpisodeSummary& episode : evaluation.episodes) {
    returns.push_back(episode.mean_return());
  }
  return returns;
}

}  // namespace

Importance measure_importance(const PolicySet& policies, const EnvironmentFactory& factory,
                              PlayedEpisodes& played, const ImportancePlan& plan) {
  std::vector<PermutedVariant> types, features;
  for (std::size_t k = 0; k < played.kinds.size(); ++k) {
    add_variants(policies.kinds()[k], k, played.kinds[k], types, features);
  }
  const EnvironmentSpec spec = factory()->spec();
  EvaluationPlan evaluation{.episodes = plan.episodes, .seed = plan.seed, .threads = plan.threads};
  const auto played_decisions = std::max<std::int64_t>(played.decisions(), 1);
  const auto variants = static_cast<std::int64_t>(types.size() + features.size() + 1);
  const std::int64_t wanted =
      plan.steps * static_cast<std::int64_t>(played.returns.size()) / (played_decisions * variants);
  evaluation.episodes =
      static_cast<int>(std::min<std::int64_t>(std::max<std::int64_t>(wanted, 2), plan.episodes));
  const Scores before = returns_of(evaluate(&policies, factory, spec, evaluation));
  const auto measure = [&](std::vector<PermutedVariant>& list) {
    std::vector<FeatureWorth> worths;
    for (PermutedVariant& variant : list) {
      const EnvironmentFactory permuted = [&] {
        return std::make_unique<PermutedFeatures>(factory(), variant.permutation);
      };
      Scores drops = returns_of(evaluate(&policies, permuted, spec, evaluation));
      for (std::size_t i = 0; i < drops.size(); ++i) drops[i] = before[i] - drops[i];
      variant.worth.drop = mean_estimate({drops});
      worths.push_back(variant.worth);
    }
    return worths;
  };
  Importance found{evaluation.episodes, mean_score(before), {}, {}};
  found.types = measure(types);
  found.features = measure(features);
  return found;
}

}  // namespace saccade

#include "experiments/explain/formation.h"

#include <algorithm>
#include <cmath>

#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/explain/played_episodes.h"

namespace saccade {
namespace {

/// Of long runs with all checkpoints kept: so many, evenly spread, the last one among them.
constexpr std::size_t kMostCheckpoints = 24;

std::vector<std::int64_t> steps_to_measure(const std::filesystem::path& folder) {
  std::vector<std::int64_t> all = checkpoint_steps(folder);
  if (all.size() <= kMostCheckpoints) return all;
  std::vector<std::int64_t> some;
  for (std::size_t i = 0; i < kMostCheckpoints; ++i) {
    some.push_back(all[i * (all.size() - 1) / (kMostCheckpoints - 1)]);
  }
  return some;
}

/// Shares and spread in the last layer, over the kinds by their decisions.
void add_attention(const PlayedEpisodes& played, FormationPoint& point) {
  const auto all = static_cast<double>(std::max<std::int64_t>(played.decisions(), 1));
  for (const KindAttention& kind : played.kinds) {
    if (!kind.summary || kind.summary->layers().empty()) continue;
    const AttentionSummary& summary = *kind.summary;
    const double weight = static_cast<double>(summary.decisions()) / all / summary.heads();
    const int layer = static_cast<int>(summary.layers().size()) - 1;
    for (int type = 0; type < static_cast<int>(kind.types.size()); ++type) {
      double share = 0;
      for (int head = 0; head < summary.heads(); ++head) {
        share += weight * summary.attention(layer, head, type).share;
      }
      point.shares.emplace_back(kind.types[static_cast<std::size_t>(type)], share);
    }
    for (int head = 0; head < summary.heads(); ++head) {
      point.spread += weight * summary.spread(layer, head);
    }
  }
  double most = 0;
  for (const auto& [type, share] : point.shares) {
    if (type == "self" || type.ends_with(".self") || share <= most) continue;
    most = share;
    point.type = type;
  }
}

}  // namespace

FormationPoint measure_formation(const PolicySet& policies, const EnvironmentFactory& factory,
                                 const FormationPlan& plan) {
  const PlayedEpisodes played =
      play_episodes(policies, factory(), plan.episodes, plan.seed, plan.moments);
  FormationPoint point;
  point.return_mean = mean_score(played.returns);
  add_attention(played, point);
  const std::vector<DecisionMoment> moments = played.moments_of();
  if (policies.config().encoder.kind != nn::EncoderKind::kAttention || moments.empty()) {
    return point;
  }
  const Faithfulness found = judge(
      moments,
      explain_moments(policies, moments, {.randomised_policies = 0, .threads = plan.threads}));
  const MethodScore* attention = found.find(kAttentionMethod);
  point.agreement = attention->agreement;
  point.gain = attention->gain;
  point.deletion = attention->deletion;
  point.insertion = attention->insertion;
  return point;
}

std::vector<FormationPoint> trace_formation(const std::filesystem::path& folder,
                                            const PolicySet& policies,
                                            const EnvironmentFactory& factory,
                                            const FormationPlan& plan) {
  std::vector<FormationPoint> points;
  for (const std::int64_t step : steps_to_measure(folder)) {
    try {
      PolicySet then(policies.kinds(), policies.config(), 0);
      then.load(read_checkpoint(checkpoint_path(folder, step)).tensors);
      points.push_back(measure_formation(then, factory, plan));
      points.back().step = step;
    } catch (const Error&) {
      continue;  // A damaged one does not keep the others from being shown.
    }
  }
  return points;
}

}  // namespace saccade

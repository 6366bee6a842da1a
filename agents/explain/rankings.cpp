#include "agents/explain/rankings.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace saccade {
namespace {

// [entities] Which token each entity is.
std::vector<std::size_t> tokens_of(const AttentionWeights& attention,
                                   std::span<const EntityPlace> entities) {
  std::vector<std::size_t> tokens;
  for (const EntityPlace& entity : entities) {
    const auto first =
        std::find(attention.types.begin(), attention.types.end(), static_cast<int>(entity.type));
    tokens.push_back(static_cast<std::size_t>(first - attention.types.begin()) + entity.row);
  }
  return tokens;
}

// The weights of one head of one layer, [tokens].
std::span<const float> head_weights(const AttentionWeights& attention, int layer, int head) {
  const std::size_t tokens = attention.ids.size();
  const auto slot = static_cast<std::size_t>(layer * attention.heads + head);
  return std::span(attention.weights).subspan(slot * tokens, tokens);
}

bool shows_entities(const AttentionWeights& attention, int layer,
                    const std::vector<std::size_t>& tokens) {
  const std::size_t first = static_cast<std::size_t>(layer) * attention.ids.size();
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](std::size_t token) { return attention.shown[first + token] != 0; });
}

}  // namespace

std::vector<Ranking> attention_rankings(const AttentionWeights& attention,
                                        std::span<const EntityPlace> entities) {
  if (attention.blocks == 0) return {};
  Ranking weights{kAttentionMethod, {}}, rollout{kRolloutMethod, {}};
  for (const std::size_t token : tokens_of(attention, entities)) {
    double sum = 0;
    for (int head = 0; head < attention.heads; ++head) {
      sum += static_cast<double>(head_weights(attention, attention.blocks - 1, head)[token]);
    }
    weights.scores.push_back(sum / attention.heads);
    rollout.scores.push_back(static_cast<double>(attention.rollout[token]));
  }
  return {std::move(weights), std::move(rollout)};
}

std::vector<Ranking> head_rankings(const AttentionWeights& attention,
                                   std::span<const EntityPlace> entities) {
  std::vector<Ranking> rankings;
  const std::vector<std::size_t> tokens = tokens_of(attention, entities);
  for (int layer = 0; layer < attention.blocks; ++layer) {
    if (!shows_entities(attention, layer, tokens)) continue;
    const std::string& name = attention.layers[static_cast<std::size_t>(layer)];
    for (int head = 0; head < attention.heads; ++head) {
      Ranking& ranking =
          rankings.emplace_back(Ranking{fmt::format("{} head {}", name, head + 1), {}});
      for (const std::size_t token : tokens) {
        ranking.scores.push_back(static_cast<double>(head_weights(attention, layer, head)[token]));
      }
    }
  }
  return rankings;
}

Ranking leave_one_out_ranking(std::span<const DecisionChange> changes) {
  Ranking ranking{kLeaveOneOutMethod, {}};
  for (const DecisionChange& change : changes) ranking.scores.push_back(change.divergence);
  return ranking;
}

std::vector<Ranking> gradient_rankings(const FeatureAttribution& attribution) {
  const auto sizes = [](const char* method, const std::vector<double>& parts) {
    Ranking ranking{method, {}};
    for (const double part : parts) ranking.scores.push_back(std::abs(part));
    return ranking;
  };
  return {sizes(kGradientMethod, attribution.gradient_input),
          sizes(kIntegratedMethod, attribution.integrated)};
}

std::vector<Ranking> nearest_ranking(const Observation& seen,
                                     std::span<const EntityPlace> entities) {
  const Vec2 self = seen.rows()[0].positions[0];
  Ranking ranking{kNearestMethod, {}};
  bool any = false;
  for (const EntityPlace& entity : entities) {
    const Vec2 place = seen.rows()[entity.type].positions[entity.row];
    const double distance =
        std::hypot(static_cast<double>(place.x - self.x), static_cast<double>(place.y - self.y));
    any = any || std::isfinite(distance);
    ranking.scores.push_back(std::isfinite(distance) ? -distance
                                                     : std::numeric_limits<double>::lowest());
  }
  return any ? std::vector{std::move(ranking)} : std::vector<Ranking>{};
}

Ranking random_ranking(std::size_t entities) {
  return {kRandomMethod, std::vector<double>(entities)};
}

std::vector<KeptEntities> each_left_out(std::size_t count) {
  std::vector<KeptEntities> subsets(count, KeptEntities(count, 1));
  for (std::size_t i = 0; i < count; ++i) subsets[i][i] = 0;
  return subsets;
}

}  // namespace saccade

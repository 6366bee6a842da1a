#include "experiments/header/plan/header_needs.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "agents/heads/continuous/continuous_kinds.h"
#include "experiments/export/known_kinds.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {

namespace {

using Needs = std::set<std::string, std::less<>>;

void add(Needs& needs, std::string_view condition, bool holds) {
  if (holds) needs.emplace(condition);
}

template <class Head>
bool has_head(const ExportedPolicy& policy) {
  const auto& heads = policy.kind.action.heads;
  return std::any_of(heads.begin(), heads.end(),
                     [](const ActionHead& head) { return std::holds_alternative<Head>(head); });
}

void add_encoder(const nn::EncoderConfig& encoder, Needs& needs) {
  using nn::EncoderKind;
  add(needs, "tokens", encoder.kind != EncoderKind::kMlp);
  add(needs, "attention", encoder.kind == EncoderKind::kAttention);
  add(needs, "mean_pool", encoder.kind == EncoderKind::kMeanPool);
  add(needs, "max_pool", encoder.kind == EncoderKind::kMaxPool);
  add(needs, "embedding_mlp",
      encoder.kind != EncoderKind::kMlp && encoder.embedding == nn::EmbeddingKind::kMlp);
  add(needs, "relu", encoder.activation == nn::Activation::kRelu);
  add(needs, "gelu", encoder.activation == nn::Activation::kGelu);
  add(needs, "tanh", encoder.activation != nn::Activation::kRelu);
}

/// Of the encoder `attention`: how tokens are weighed.
void add_attention(const nn::EncoderConfig& encoder, bool crosses, Needs& needs) {
  const nn::AttentionConfig& config = encoder.attention;
  const std::string_view kind = config.kind->name;
  const bool folded = config.kind->scores_are_products;
  const bool attends = !folded || crosses || encoder.self_attention_blocks > 0;
  add(needs, "folded", folded);
  add(needs, "attend", attends);
  add(needs, "additive", kind == "additive");
  add(needs, "cosine", kind == "cosine");
  add(needs, "linear_attention", kind == "linear");
  add(needs, "dot_scores", attends && kind != "additive");
  add(needs, "scaled", attends && kind != "additive" && kind != "cosine");
  add(needs, "top_k", config.kind->keeps_k);
  add(needs, "near", config.kind->is_local);
  add(needs, "within", config.kind->is_local && config.radius > 0);
  add(needs, "nearest", config.kind->is_local && config.radius <= 0);
  const bool some = config.kind->keeps_k || config.kind->is_local;
  add(needs, "some_seen", some);
  add(needs, "marks", config.kind->keeps_k || (config.kind->is_local && config.radius <= 0));
  add(needs, "all_seen", !some && kind != "linear");
  add(needs, "pair_bias", config.pair_bias);
  add(needs, "pair_value", config.pair_value);
  add(needs, "pairs", config.pair_bias || config.pair_value);
  add(needs, "velocities", config.pair_bias || config.pair_value);
  using nn::PositionKind;
  add(needs, "learned_index", encoder.position.kind == PositionKind::kLearnedIndex);
  add(needs, "sinusoidal", encoder.position.kind == PositionKind::kSinusoidal);
  add(needs, "fourier", encoder.position.kind == PositionKind::kFourier);
  add(needs, "motion", nn::needs_motion(encoder));
}

void add_frame(const ExportedPolicy& policy, Needs& needs) {
  const ObservationFrame frame = policy.config.frame;
  if (frame == ObservationFrame::kWorld) return;
  add(needs, "moved", true);
  if (frame != ObservationFrame::kPose) return;
  add(needs, "pose", true);
  for (const EntityType& type : policy.kind.observation.types) {
    for (const Geometry& group : type.geometry) add(needs, "angle_of", group.features.size() == 1);
  }
  add(needs, "turned_rays", !policy.kind.observation.rays.empty());
}

void add_memory(const PolicyConfig& config, Needs& needs) {
  const std::string_view kind = config.memory.kind->name;
  add(needs, "memory", config.memory.kind != nn::default_memory_kind());
  add(needs, "gru", kind == "gru");
  add(needs, "lstm", kind == "lstm");
  add(needs, "recurrent", kind == "gru" || kind == "lstm");
  add(needs, "attention_memory", config.memory.kind->attends);
}

void add_continuous(const HeadConfig& config, Needs& needs) {
  const std::string_view kind = config.continuous.distribution->name;
  const bool has_deviation = config.continuous.distribution->has_deviation;
  add(needs, "gaussian", kind == "gaussian");
  add(needs, "tanh_gaussian", kind == "tanh_gaussian");
  add(needs, "beta", kind == "beta");
  add(needs, "gsde", has_deviation && config.continuous.deviation == Deviation::kGsde);
  add(needs, "state_deviation", has_deviation && config.continuous.deviation == Deviation::kState);
}

}  // namespace

std::set<std::string, std::less<>> header_needs(const ExportedPolicy& policy,
                                                const HeaderOptions& options) {
  Needs needs;
  const PolicyConfig& config = policy.config;
  check_known_kinds(config, "--header");
  const ObservationSpace& space = policy.kind.observation;
  const bool sensors = !space.rays.empty() || !space.images.empty();
  add_encoder(config.encoder, needs);
  if (needs.count("attention") > 0)
    add_attention(config.encoder, sensors && config.encoder.fusion == nn::Fusion::kCross, needs);
  add_frame(policy, needs);
  add_memory(config, needs);
  if (has_head<ContinuousHead>(policy)) add_continuous(config.heads, needs);
  add(needs, "normalise", config.normalise_observations);
  add(needs, "rays", !space.rays.empty());
  add(needs, "images", !space.images.empty());
  add(needs, "select", has_head<SelectEntityHead>(policy));
  add(needs, "choices", has_head<SelectEntityHead>(policy) || has_head<CategoricalHead>(policy));
  add(needs, "numbers", has_head<ContinuousHead>(policy));
  add(needs, "vectors",
      needs.count("select") > 0 && needs.count("attention") > 0 && needs.count("folded") == 0);
  add(needs, "central", options.value && config.critic == CriticScope::kCentral);
  add(needs, "norms",
      needs.count("tokens") > 0 || needs.count("central") > 0 ||
          needs.count("attention_memory") > 0);
  return needs;
}

}  // namespace saccade

#include "agents/policy/network_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "agents/frame/frame_checks.h"
#include "agents/heads/continuous/continuous_kinds.h"
#include "envs/core/error.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

void check_ranges(const nn::EncoderConfig& encoder) {
  const nn::AttentionConfig& attention = encoder.attention;
  const auto want = [](bool holds, const char* thing, auto found, const char* wanted) {
    if (!holds) throw Error(fmt::format("{}: found {}, wanted {}", thing, found, wanted));
  };
  want(attention.k >= 1, "policy.attention.k", attention.k, "at least 1");
  want(attention.neighbours >= 1, "policy.attention.neighbours", attention.neighbours,
       "at least 1");
  want(attention.radius >= 0, "policy.attention.radius", attention.radius, "0 or more");
  want(attention.dropout >= 0 && attention.dropout < 1, "policy.attention.dropout",
       attention.dropout, "a probability below 1");
  want(encoder.position.wavelength > 0, "policy.position_wavelength", encoder.position.wavelength,
       "more than 0");
}

// What is configured must have an effect, or the run would not be what its configuration says:
// where it has none, an option keeps its default, and `reason` says why.
template <class Value>
void check_effect(bool has_effect, const char* option, Value found, Value standard,
                  const std::string& reason) {
  if (has_effect || found == standard) return;
  throw Error(fmt::format("{}: found {}, wanted {}: {}", option, found, standard, reason));
}

void check_attention_effects(const nn::AttentionConfig& attention) {
  const nn::AttentionConfig standard;
  const nn::AttentionKind& kind = *attention.kind;
  const std::string name = kind.name;
  const auto check = [&](bool has_effect, const char* option, auto member,
                         const std::string& reason) {
    check_effect(has_effect, option, attention.*member, standard.*member, reason);
  };
  using Config = nn::AttentionConfig;
  check(kind.scales, "policy.attention.scale", &Config::scale,
        "the scores of " + name + " are never scaled");
  check(kind.keeps_k, "policy.attention.k", &Config::k, name + " keeps all scores");
  check(kind.is_local, "policy.attention.neighbours", &Config::neighbours,
        name + " sees all tokens");
  check(kind.is_local, "policy.attention.radius", &Config::radius, name + " sees all tokens");
  check(attention.radius == 0, "policy.attention.neighbours", &Config::neighbours,
        "the radius decides what a query sees");
  check(kind.scores_pairs, "policy.attention.dropout", &Config::dropout,
        name + " forms no weights that could be dropped");
  check(kind.scores_pairs, "policy.attention.pair_bias", &Config::pair_bias,
        name + " has no scores that a bias could be added to");
  check(kind.scores_pairs, "policy.attention.pair_value", &Config::pair_value,
        name + " forms no weights by which what pairs add could be mixed");
}

void check_position_effects(const nn::PositionConfig& position) {
  constexpr nn::PositionConfig kStandard;
  const bool fourier = position.kind == nn::PositionKind::kFourier;
  check_effect(fourier, "policy.position_relative", position.relative, kStandard.relative,
               "only fourier takes places");
  check_effect(fourier, "policy.position_wavelength", position.wavelength, kStandard.wavelength,
               "only fourier has wavelengths");
}

// Of an encoder that does not attend.
void check_no_attention(const nn::EncoderConfig& encoder) {
  const auto want = [](bool holds, const std::string& found) {
    if (!holds) throw Error(fmt::format("{}, wanted policy.encoder = attention for that", found));
  };
  const nn::AttentionConfig standard;
  const nn::AttentionConfig& attention = encoder.attention;
  want(attention.kind == standard.kind,
       fmt::format("policy.attention.kind: found {}", attention.kind->name));
  want(attention.scale, "policy.attention.scale: found false");
  want(attention.dropout == 0, "policy.attention.dropout: found more than 0");
  want(!attention.pair_bias, "policy.attention.pair_bias: found true");
  want(!attention.pair_value, "policy.attention.pair_value: found true");
  want(encoder.position.kind == nn::PositionKind::kNone, "policy.position: found an encoding");
  want(encoder.fusion == nn::Fusion::kJoint, "policy.fusion: found cross");
}

void check_encoder(const nn::EncoderConfig& encoder) {
  if (encoder.width < 1) {
    throw Error(fmt::format("policy.width: found {}, wanted at least 1", encoder.width));
  }
  if (encoder.mlp_ratio < 1) {
    throw Error(fmt::format("policy.mlp_ratio: found {}, wanted at least 1", encoder.mlp_ratio));
  }
  if (encoder.kind == nn::EncoderKind::kMlp && encoder.embedding != nn::EmbeddingKind::kLinear) {
    throw Error(
        "policy.embedding: found mlp, wanted linear: the encoder mlp reads the features of all "
        "entities side by side and makes no vector of each");
  }
  check_ranges(encoder);
  check_attention_effects(encoder.attention);
  check_position_effects(encoder.position);
  if (encoder.kind != nn::EncoderKind::kAttention) return check_no_attention(encoder);
  if (encoder.self_attention_blocks < 0) {
    throw Error(fmt::format("policy.attention.self_blocks: found {}, wanted 0 or more",
                            encoder.self_attention_blocks));
  }
  if (encoder.heads < 1 || encoder.width % encoder.heads != 0) {
    throw Error(fmt::format("policy.attention.heads: found {}, wanted a divisor of the width {}",
                            encoder.heads, encoder.width));
  }
}

void check_fusion(const ObservationSpace& observation, const nn::EncoderConfig& encoder) {
  if (encoder.fusion == nn::Fusion::kJoint) return;
  if (!observation.rays.empty() || !observation.images.empty()) return;
  throw Error(
      "policy.fusion: found cross, wanted joint: the environment gives neither rays nor images "
      "that "
      "entities could query");
}

void check_image_patch(const ObservationSpace& observation, int patch) {
  if (patch < 1) throw Error(fmt::format("policy.image_patch: found {}, wanted at least 1", patch));
  for (const ImageModality& image : observation.images) {
    const int most = std::min(image.height, image.width);
    if (patch <= most) continue;
    throw Error(fmt::format(
        "policy.image_patch: found {}, wanted 1 to {}: the image '{}' has {} x {} pixels", patch,
        most, image.name, image.height, image.width));
  }
}

// What to add to the command line, or to change in a file, instead of the encoder mlp.
constexpr const char* kOtherEncoder =
    "another encoder: --set policy.encoder=attention (or mean_pool, max_pool)";

// Of a sensor, which is `kind`: rays or image.
template <class Modality>
void check_always_there(const Modality& modality, const char* kind) {
  if (!modality.optional) return;
  throw Error(
      fmt::format("policy.encoder mlp: found the {} '{}' that some observations lack, wanted one "
                  "that all have, or {}",
                  kind, modality.name, kOtherEncoder));
}

// In the agent's own frame there is no place in the world.
void check_places(const PolicyConfig& config) {
  if (config.frame == ObservationFrame::kWorld || config.encoder.position.relative) return;
  throw Error(
      fmt::format("policy.position_relative: found false, wanted true: with policy.frame = {} "
                  "places are seen from the agent",
                  name_of(config.frame)));
}

void check_fixed_counts(const ObservationSpace& observation) {
  for (std::size_t t = 1; t < observation.types.size(); ++t) {
    const EntityType& type = observation.types[t];
    if (type.fixed_count < 0) {
      throw Error(fmt::format(
          "policy.encoder mlp: found a varying number of '{}' entities (with wrap.flicker every "
          "number varies), wanted fixed counts, or {}",
          type.name, kOtherEncoder));
    }
  }
  for (const RayModality& rays : observation.rays) check_always_there(rays, "rays");
  for (const ImageModality& image : observation.images) check_always_there(image, "image");
}

void check_memory(const PolicyConfig& config) {
  const nn::MemoryConfig& memory = config.memory;
  const nn::MemoryConfig standard;
  const bool remembers = memory.kind != standard.kind;
  check_effect(memory.kind->attends, "policy.memory_length", memory.length, standard.length,
               "only the memory attention holds a number of vectors");
  check_effect(memory.kind->attends, "policy.memory_heads", memory.heads, standard.heads,
               "only the memory attention has heads");
  check_effect(remembers, "policy.memory_sequence", config.memory_sequence,
               PolicyConfig{}.memory_sequence, "there is no memory to train");
  if (memory.length < 1) {
    throw Error(fmt::format("policy.memory_length: found {}, wanted at least 1", memory.length));
  }
  if (config.memory_sequence < 1) {
    throw Error(
        fmt::format("policy.memory_sequence: found {}, wanted at least 1", config.memory_sequence));
  }
  if (!memory.kind->attends) return;
  if (memory.heads < 1 || config.encoder.width % memory.heads != 0) {
    throw Error(fmt::format("policy.memory_heads: found {}, wanted a divisor of the width {}",
                            memory.heads, config.encoder.width));
  }
}

void check_hidden(const char* key, const std::vector<int>& widths) {
  for (const int width : widths) {
    if (width < 1)
      throw Error(fmt::format("{}: found {}, wanted widths of at least 1", key, width));
  }
}

void check_critic(const ObservationSpace& observation, bool separate_value) {
  for (const EntityType& type : observation.types) {
    if (!type.critic_only || separate_value) continue;
    throw Error(fmt::format(
        "policy.separate_value: found false, wanted true: '{}' entities are for the critic alone, "
        "which needs an encoder of its own",
        type.name));
  }
}

void check_gsde(const ContinuousConfig& found) {
  constexpr ContinuousConfig kNone{.distribution = nullptr};
  const bool is_gsde = found.deviation == Deviation::kGsde;
  check_effect(is_gsde, "policy.continuous.noise_every", found.noise_every, kNone.noise_every,
               "only the deviation gsde holds its noise");
  check_effect(is_gsde, "policy.continuous.learn_features", found.learn_features,
               kNone.learn_features, "only the deviation gsde is a function of features");
  if (found.noise_every >= 0) return;
  throw Error(
      fmt::format("policy.continuous.noise_every: found {}, wanted 0 or more", found.noise_every));
}

void check_central(const PolicyConfig& config) {
  const nn::EncoderConfig& encoder = config.encoder;
  check_effect(encoder.kind != nn::EncoderKind::kMlp || config.critic == CriticScope::kCentral,
               "policy.mlp_ratio", encoder.mlp_ratio, nn::EncoderConfig{}.mlp_ratio,
               "the hidden layer of the encoder mlp is as wide as its width");
  if (config.critic != CriticScope::kCentral) return;
  if (config.parameters == ParameterSharing::kSeparate) {
    throw Error(
        "policy.critic: found central, wanted own with policy.parameters = separate: each agent is "
        "a kind of its own then, and a central critic sees those of its kind");
  }
  if (encoder.heads >= 1 && encoder.width % encoder.heads == 0) return;
  throw Error(fmt::format(
      "policy.attention.heads: found {}, wanted a divisor of the width {}: with policy.critic = "
      "central agents attend to each other",
      encoder.heads, encoder.width));
}

void check_continuous(const HeadConfig& heads) {
  const ContinuousKind& kind = *heads.continuous.distribution;
  const std::string reason = std::string(kind.name) + " has no deviation of its own";
  if (!std::isfinite(heads.initial_log_std)) {
    throw Error("policy.initial_log_std: found a value that is not finite");
  }
  check_effect(kind.has_deviation, "policy.initial_log_std", heads.initial_log_std,
               HeadConfig{}.initial_log_std, reason);
  check_gsde(heads.continuous);
  const Deviation deviation = heads.continuous.deviation;
  if (kind.has_deviation || deviation == Deviation::kLearned) return;
  throw Error(fmt::format("policy.continuous.deviation: found {}, wanted learned: {}",
                          name_of(deviation), reason));
}

}  // namespace

void check_network(const ObservationSpace& observation, const ActionSpace& action,
                   const PolicyConfig& config) {
  if (observation.types.empty()) throw Error("observation space: found no entity type");
  if (action.heads.empty()) throw Error("action space: found no head, wanted at least one");
  check_encoder(config.encoder);
  check_fusion(observation, config.encoder);
  check_image_patch(observation, config.image_patch);
  check_frame(observation, config.frame);
  check_places(config);
  if (config.encoder.kind == nn::EncoderKind::kMlp) check_fixed_counts(observation);
  check_memory(config);
  check_critic(observation, config.separate_value);
  check_central(config);
  check_hidden("policy.actor_hidden", config.actor_hidden);
  check_hidden("policy.critic_hidden", config.critic_hidden);
  if (!(config.value_gain >= 0) || !std::isfinite(config.value_gain)) {
    throw Error(fmt::format("policy.value_gain: found {}, wanted a finite number of at least 0",
                            config.value_gain));
  }
  check_continuous(config.heads);
}

}  // namespace saccade

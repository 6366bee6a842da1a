// The table of kinds of attention, and the options around them, for tests that walk both: a kind
// that is added is then tested as the others are.
#pragma once

#include <vector>

#include "nn/attention/attention_kinds.h"

namespace saccade::testing {

/// For GENERATE(from_range(...)).
inline std::vector<const nn::AttentionKind*> every_attention_kind() {
  std::vector<const nn::AttentionKind*> kinds;
  for (const nn::AttentionKind& kind : nn::attention_kinds()) kinds.push_back(&kind);
  return kinds;
}

/// Those that have one of the traits.
inline std::vector<const nn::AttentionKind*> attention_kinds_with(
    bool nn::AttentionKind::*const trait) {
  std::vector<const nn::AttentionKind*> kinds = every_attention_kind();
  std::erase_if(kinds, [trait](const nn::AttentionKind* kind) { return !(kind->*trait); });
  return kinds;
}

struct AttentionOption {
  const char* name;                     ///< Of the key in policy.attention.
  bool nn::AttentionKind::*has_effect;  ///< The trait of kinds to which it makes a difference.
  void (*change)(nn::AttentionConfig&);
};

/// What only some kinds heed, set to something other than the default.
inline std::vector<AttentionOption> attention_options() {
  using Kind = nn::AttentionKind;
  using Config = nn::AttentionConfig;
  return {{"scale", &Kind::scales, [](Config& config) { config.scale = false; }},
          {"k", &Kind::keeps_k, [](Config& config) { config.k = 2; }},
          {"neighbours", &Kind::is_local, [](Config& config) { config.neighbours = 2; }},
          {"radius", &Kind::is_local, [](Config& config) { config.radius = 1.5F; }},
          {"pair_bias", &Kind::scores_pairs, [](Config& config) { config.pair_bias = true; }},
          {"pair_value", &Kind::scores_pairs, [](Config& config) { config.pair_value = true; }},
          {"dropout", &Kind::scores_pairs, [](Config& config) { config.dropout = 0.5F; }}};
}

}  // namespace saccade::testing

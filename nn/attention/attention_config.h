// What can be chosen about attention, positions and the fusion of sensors.
#pragma once

namespace saccade::nn {

/// See attention_kinds.h.
struct AttentionKind;
const AttentionKind* default_attention_kind();

struct AttentionConfig {
  const AttentionKind* kind = default_attention_kind();
  bool scale = true;        ///< Scores divided by sqrt(d_k); for the kinds with dot products.
  int k = 8;                ///< top_k: scores kept.
  int neighbours = 8;       ///< local: keys of a query, itself included, unless `radius` is given.
  float radius = 0;         ///< local: keys within this distance, world units; 0: by `neighbours`.
  bool pair_bias = false;   ///< A learned term of each score from geometry; not for linear.
  bool pair_value = false;  ///< A learned term of what is mixed from the same; not for linear.
  float dropout = 0;        ///< Of weights, when masks are asked for, in [0, 1); not for linear.
};

/// What is added to the embedding of a token to say where it stands.
enum class PositionKind {
  kNone,
  kLearnedIndex,  ///< A learned vector per index within the token's type (Gehring et al. 2017).
  kSinusoidal,    ///< Sines and cosines of that index (Vaswani et al. 2017).
  kFourier,       ///< A learned map of sines and cosines of its place (Tancik et al. 2020).
};

struct PositionConfig {
  PositionKind kind = PositionKind::kNone;
  bool relative = true;   ///< kFourier: of the place as seen from the agent, else in the world.
  float wavelength = 64;  ///< kFourier: the longest, world units; each further one is half as long.
};

/// How the tokens of sensors (rays, image patches) meet those of entities.
enum class Fusion {
  kJoint,  ///< All in one set.
  kCross,  ///< Entities query them once by cross-attention, and are then alone.
};

}  // namespace saccade::nn

// What can be chosen about attention, positions and the fusion of sensors.
#pragma once

namespace saccade::nn {

enum class AttentionKind {
  kDotProduct,  ///< softmax(q k^T / sqrt(d_k)) v (Vaswani et al. 2017).
  kAdditive,    ///< scores v^T tanh(q + k) (Bahdanau et al. 2015).
  kLinear,      ///< phi(q) (phi(k)^T v), phi = elu + 1 (Katharopoulos et al. 2020).
  kTopK,        ///< Dot product, of which each query keeps its k largest scores.
  kLocal,       ///< Dot product with the nearest keys by position.
};

struct AttentionConfig {
  AttentionKind kind = AttentionKind::kDotProduct;
  bool scale = true;       ///< Scores divided by sqrt(d_k); for the kinds with dot products.
  int k = 8;               ///< kTopK: scores kept.
  int neighbours = 8;      ///< kLocal: keys of a query, itself included, unless `radius` is given.
  float radius = 0;        ///< kLocal: keys within this distance, world units; 0: by `neighbours`.
  bool pair_bias = false;  ///< A learned term of each score from geometry; not for kLinear.
  float dropout = 0;       ///< Of weights, when masks are asked for, in [0, 1); not for kLinear.
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

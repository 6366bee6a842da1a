// Entities, rays and patches of images become rows of features, and these vectors.
#pragma once

#include <cstddef>

#include "experiments/header/code/rows.h"
#include "experiments/header/code/sizes.h"

namespace saccade::header_code {

//@if normalise
struct Normalisation {
  const float* mean;
  const float* scale;  // 1 / deviation
};

/// features <- (features - mean) / deviation, within kClip.
inline void normalise_features(const Normalisation& by, std::size_t n, float* features) {
  for (std::size_t i = 0; i < n; ++i) {
    const float value = (features[i] - by.mean[i]) * by.scale[i];
    const float below = value < kClip ? value : kClip;
    features[i] = below > -kClip ? below : -kClip;
  }
}
//@end

//@if tokens
struct EmbeddingWeights {
  const float *weight, *bias;     // [features x kWidth], [kWidth]
                                  //@if embedding_mlp
  const float *gain, *norm_bias;  // [kWidth]
  //@end
};

/// Vectors x [count x kWidth] of tokens of one type; read(i, row) writes the features of token i.
template <std::size_t kFeatures, class Read>
inline void embed(std::size_t count, const Read& read, const EmbeddingWeights& embedding,
                  float* x) {
  constexpr std::size_t kAtOnce = 4;
  for (std::size_t first = 0; first < count; first += kAtOnce, x += kAtOnce * kWidth) {
    const std::size_t rows = count - first < kAtOnce ? count - first : kAtOnce;
    float features[kAtOnce * (kFeatures > 0 ? kFeatures : 1)];
    for (std::size_t r = 0; r < rows; ++r) read(first + r, features + r * kFeatures);
    linear<kFeatures, kWidth>(features, rows, embedding.weight, embedding.bias, x);
    //@if embedding_mlp
    for (std::size_t i = 0; i < rows * kWidth; ++i) x[i] = activate(x[i]);
    layer_norm<kWidth>(x, rows, embedding.gain, embedding.norm_bias, x);
    //@end
  }
}
//@end

//@if rays
/// Distance / range, what was hit ("nothing" first), waves [6] of the ray's angle.
template <std::size_t kKinds>
inline void read_ray(float distance, float range, int hit, const float* waves, float* features) {
  features[0] = distance / range;
  for (std::size_t kind = 0; kind <= kKinds; ++kind) features[1 + kind] = 0;
  const bool is_kind = hit >= 0 && static_cast<std::size_t>(hit) < kKinds;
  features[1 + (is_kind ? static_cast<std::size_t>(hit) + 1 : 0)] = 1;
  for (std::size_t i = 0; i < 6; ++i) features[2 + kKinds + i] = waves[i];
}
//@end

//@if images
/// Sizes of an image that is cut into square patches.
template <std::size_t kImageHeight, std::size_t kImageWidth, std::size_t kImageChannels,
          std::size_t kImagePatch>
struct Patches {
  static constexpr std::size_t kHeight = kImageHeight, kImageCols = kImageWidth;
  static constexpr std::size_t kChannels = kImageChannels, kSide = kImagePatch;
  static constexpr std::size_t kRows = (kHeight + kSide - 1) / kSide;
  static constexpr std::size_t kCols = (kImageCols + kSide - 1) / kSide;
  static constexpr std::size_t kPixels = kSide * kSide * kChannels;

  /// The pixels of patch `token`, 0 beyond the edge, and waves [12] of its place.
  static void read(const float* pixels, std::size_t token, const float* waves, float* features) {
    const std::size_t top = token / kCols * kSide, left = token % kCols * kSide;
    for (std::size_t row = top; row < top + kSide; ++row) {
      for (std::size_t col = left; col < left + kSide; ++col) {
        const bool inside = row < kHeight && col < kImageCols;
        for (std::size_t c = 0; c < kChannels; ++c) {
          *features++ = inside ? pixels[(row * kImageCols + col) * kChannels + c] : 0.0F;
        }
      }
    }
    for (std::size_t i = 0; i < 12; ++i) *features++ = waves[12 * token + i];
  }

  /// Of a patch's centre from the image's, in pixels, y upwards.
  static float right_of_centre(std::size_t token) {
    return (static_cast<float>((2 * (token % kCols) + 1) * kSide) -
            static_cast<float>(kImageCols)) *
           0.5F;
  }
  static float above_centre(std::size_t token) {
    const std::size_t row = token / kCols;
    return (static_cast<float>(kHeight) - static_cast<float>((2 * row + 1) * kSide)) * 0.5F;
  }
};
//@end

}  // namespace saccade::header_code

// What an observation gives a network: tokens of several types, first the entities, then those of
// the sensors: one per ray of a fan, one per patch of an image.
//
// A sensor's tokens carry their place (angle in the fan, row and column in the image) as features
// beside what was measured there.  Followed by the linear embedding of their type this is the sum
// of a patch embedding and a position embedding (Dosovitskiy et al. 2021), the latter a learned map
// of Fourier features.
#pragma once

#include <string>
#include <vector>

#include "agents/frame/agent_frame.h"
#include "envs/core/observation.h"
#include "envs/core/observation_space.h"
#include "nn/layers/embedding.h"

namespace saccade {

/// One type of token as a network has it, and what its numbers mean.
struct TokenSpec : nn::TokenType {
  std::vector<std::string> features{};  ///< [width] One name per feature.
  bool critic_only = false;             ///< As the entity type says.
};

/// The tokens that observations of `space` give: the entity types, then the rays, then the images
/// in patches of `image_patch` x `image_patch` pixels.
std::vector<TokenSpec> token_types(const ObservationSpace& space, int image_patch);

/// Appends a motion (x, y, velocity x, velocity y).
void append_motion(Vec2 position, Vec2 velocity, std::vector<float>& motion);

/// The tokens of a fan of rays, one per ray: distance / range, what was hit as a one-hot vector
/// (nothing included), and cos and sin of 1, 2 and 4 times the ray's angle relative to the heading.
class RayTokens {
 public:
  explicit RayTokens(const RayModality& rays);

  int count() const { return count_; }
  int width() const;  ///< Features of a token.

  /// Appends [count x width] features.
  void append_features(const Observation::Rays& rays, std::vector<float>& features) const;
  /// Replaces the angles in features [count x width], which are relative to the fan's heading
  /// (rad), by those relative to the agent's.
  void rotate(float heading, const AgentPose& pose, std::span<float> features) const;
  /// Appends [count x 4] motions: a token is where its ray ends, seen from `origin`.
  void append_motions(const Observation::Rays& rays, Vec2 origin,
                      std::vector<float>& motions) const;

 private:
  int count_;
  float range_;
  std::size_t kinds_;         // Of hits, none included.
  std::vector<float> place_;  // [count x kRayPlace] cosines and sines of the angle.
};

/// The tokens of an image, patch by patch from the top left: the pixels of the patch (0 beyond the
/// image's edge), then cos and sin of pi u, 2 pi u and 4 pi u for its row and for its column, where
/// u in (0, 1) is the centre of the patch.
class PatchTokens {
 public:
  PatchTokens(const ImageModality& image, int patch);

  int count() const { return rows_ * cols_; }
  int width() const;  ///< Features of a token.

  /// Appends [count x width] features.
  void append_features(const Observation::Image& image, std::vector<float>& features) const;
  /// Appends [count x 4] motions: a token is at the centre of its patch, seen from `origin`.
  void append_motions(const Observation::Image& image, Vec2 origin,
                      std::vector<float>& motions) const;

 private:
  void append_pixels(const std::vector<float>& pixels, int row, int col,
                     std::vector<float>& features) const;

  int patch_;
  int height_;
  int width_;
  int channels_;
  float half_pixel_;  // World units.
  int rows_;          // Of patches, as is cols_.
  int cols_;
  std::vector<float> place_;  // [count x kPatchPlace]
};

}  // namespace saccade

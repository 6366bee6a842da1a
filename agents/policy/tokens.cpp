#include "agents/policy/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace saccade {
namespace {

constexpr std::array<int, 3> kHarmonics = {1, 2, 4};
constexpr std::size_t kRayPlace = 2 * kHarmonics.size();
constexpr std::size_t kPatchPlace = 4 * kHarmonics.size();

int divided_up(int size, int part) {
  return (size + part - 1) / part;
}

void append_waves(double angle, std::vector<float>& place) {
  for (const int harmonic : kHarmonics) {
    place.push_back(static_cast<float>(std::cos(harmonic * angle)));
    place.push_back(static_cast<float>(std::sin(harmonic * angle)));
  }
}

void append_wave_names(const std::string& prefix, std::vector<std::string>& names) {
  for (const int harmonic : kHarmonics) {
    names.push_back(fmt::format("{}cos_{}", prefix, harmonic));
    names.push_back(fmt::format("{}sin_{}", prefix, harmonic));
  }
}

// Appends row `token` of a table of places.
void append_place(const std::vector<float>& places, std::size_t width, int token,
                  std::vector<float>& features) {
  const auto begin = places.begin() + static_cast<std::ptrdiff_t>(width) * token;
  features.insert(features.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
}

TokenSpec ray_type(const RayModality& rays) {
  TokenSpec type{{rays.name, RayTokens(rays).width(), rays.optional ? -1 : rays.count, true},
                 {"distance", "hit_none"}};
  for (const std::string& hit : rays.hits) type.features.push_back("hit_" + hit);
  append_wave_names("angle_", type.features);
  return type;
}

TokenSpec patch_type(const ImageModality& image, int patch) {
  const PatchTokens tokens(image, patch);
  TokenSpec type{{image.name, tokens.width(), image.optional ? -1 : tokens.count(), true}};
  for (int row = 0; row < patch; ++row) {
    for (int col = 0; col < patch; ++col) {
      for (const std::string& channel : image.channels) {
        type.features.push_back(fmt::format("{}_{}_{}", channel, row, col));
      }
    }
  }
  append_wave_names("row_", type.features);
  append_wave_names("column_", type.features);
  return type;
}

}  // namespace

std::vector<TokenSpec> token_types(const ObservationSpace& space, int image_patch) {
  std::vector<TokenSpec> types;
  for (const EntityType& type : space.types) {
    const int count = types.empty() ? 1 : type.fixed_count;
    types.push_back({{type.name, static_cast<int>(type.features.size()), count, false},
                     type.features,
                     type.critic_only});
  }
  for (const RayModality& rays : space.rays) types.push_back(ray_type(rays));
  for (const ImageModality& image : space.images) types.push_back(patch_type(image, image_patch));
  return types;
}

void append_motion(Vec2 position, Vec2 velocity, std::vector<float>& motion) {
  motion.insert(motion.end(), {position.x, position.y, velocity.x, velocity.y});
}

RayTokens::RayTokens(const RayModality& rays)
    : count_(rays.count), range_(rays.range), kinds_(rays.hits.size() + 1) {
  for (int i = 0; i < count_; ++i) append_waves(2 * std::numbers::pi * i / count_, place_);
}

int RayTokens::width() const {
  return static_cast<int>(1 + kinds_ + kRayPlace);
}

void RayTokens::append_features(const Observation::Rays& rays, std::vector<float>& features) const {
  for (int i = 0; i < count_; ++i) {
    const auto ray = static_cast<std::size_t>(i);
    features.push_back(rays.distances[ray] / range_);
    features.resize(features.size() + kinds_, 0.0F);
    features[features.size() - kinds_ + static_cast<std::size_t>(rays.hits[ray] + 1)] = 1;
    append_place(place_, kRayPlace, i, features);
  }
}

void RayTokens::rotate(float heading, const AgentPose& pose, std::span<float> features) const {
  const double fan = static_cast<double>(heading);
  const double angle =
      std::remainder(fan - std::atan2(pose.sine, pose.cosine), 2 * std::numbers::pi);
  for (std::size_t h = 0; h < kHarmonics.size(); ++h) {
    const double c = std::cos(kHarmonics[h] * angle);
    const double s = std::sin(kHarmonics[h] * angle);
    const auto stride = static_cast<std::size_t>(width());
    for (std::size_t at = stride - kRayPlace + 2 * h; at < features.size(); at += stride) {
      const double along = static_cast<double>(features[at]);
      const double across = static_cast<double>(features[at + 1]);
      features[at] = static_cast<float>(c * along - s * across);
      features[at + 1] = static_cast<float>(s * along + c * across);
    }
  }
}

void RayTokens::append_motions(const Observation::Rays& rays, Vec2 origin,
                               std::vector<float>& motions) const {
  const float c = std::cos(rays.heading);
  const float s = std::sin(rays.heading);
  for (std::size_t i = 0; i < rays.distances.size(); ++i) {
    const float along = place_[i * kRayPlace];  // Cosine and sine of the angle to the heading.
    const float across = place_[i * kRayPlace + 1];
    const float distance = rays.distances[i];
    const Vec2 end{rays.origin.x - origin.x + distance * (c * along - s * across),
                   rays.origin.y - origin.y + distance * (s * along + c * across)};
    append_motion(end, kNowhere, motions);
  }
}

PatchTokens::PatchTokens(const ImageModality& image, int patch)
    : patch_(patch),
      height_(image.height),
      width_(image.width),
      channels_(static_cast<int>(image.channels.size())),
      half_pixel_(image.pixel_size / 2),
      rows_(divided_up(height_, patch)),
      cols_(divided_up(width_, patch)) {
  for (int row = 0; row < rows_; ++row) {
    for (int col = 0; col < cols_; ++col) {
      append_waves(std::numbers::pi * (row + 0.5) / rows_, place_);
      append_waves(std::numbers::pi * (col + 0.5) / cols_, place_);
    }
  }
}

int PatchTokens::width() const {
  return patch_ * patch_ * channels_ + static_cast<int>(kPatchPlace);
}

void PatchTokens::append_features(const Observation::Image& image,
                                  std::vector<float>& features) const {
  for (int token = 0; token < count(); ++token) {
    append_pixels(image.pixels, token / cols_ * patch_, token % cols_ * patch_, features);
    append_place(place_, kPatchPlace, token, features);
  }
}

// Of the patch whose top left pixel is (row, col).
void PatchTokens::append_pixels(const std::vector<float>& pixels, int row, int col,
                                std::vector<float>& features) const {
  const int inside = channels_ * std::min(patch_, width_ - col);
  for (int r = row; r < row + patch_; ++r) {
    const std::size_t end = features.size() + static_cast<std::size_t>(channels_ * patch_);
    if (r < height_) {
      const auto begin =
          pixels.begin() + static_cast<std::ptrdiff_t>(channels_) * (r * width_ + col);
      features.insert(features.end(), begin, begin + inside);
    }
    features.resize(end, 0.0F);
  }
}

void PatchTokens::append_motions(const Observation::Image& image, Vec2 origin,
                                 std::vector<float>& motions) const {
  const auto centre = [this](int patch_index, int size) {
    return static_cast<float>((2 * patch_index + 1) * patch_ - size) * half_pixel_;
  };
  for (int token = 0; token < count(); ++token) {
    append_motion({image.origin.x - origin.x + centre(token % cols_, width_),
                   image.origin.y - origin.y - centre(token / cols_, height_)},
                  kNowhere, motions);
  }
}

}  // namespace saccade

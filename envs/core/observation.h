// What one agent sees at one moment: entities as rows of features per type, readings of sensors
// (fans of rays, images), and action masks.
//
// Nothing is padded: an observation of three entities takes three rows, one of three hundred takes
// three hundred.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "envs/core/error.h"
#include "envs/core/observation_space.h"

namespace saccade {

struct ActionSpace;

/// The position of an entity that has none; a velocity that is not known.
inline constexpr Vec2 kNowhere{std::numeric_limits<float>::quiet_NaN(),
                               std::numeric_limits<float>::quiet_NaN()};

/// What one agent sees at one moment: rows of features per entity type, readings of sensors, and
/// action masks.
class Observation {
 public:
  struct Rows {
    int width = 0;                ///< Features per row.
    std::vector<float> features;  ///< [count x width], row after row.
    std::vector<EntityId> ids;    ///< [count], unique in the observation.
    std::vector<Vec2> positions;  ///< [count], in world units; kNowhere if it has none.
    /// [count], in world units per second; kNowhere if it is not known.
    std::vector<Vec2> velocities;
    std::string type;  ///< Name of the type, for messages.

    int count() const { return static_cast<int>(ids.size()); }
  };

  /// What a fan of rays measured; see RayModality.
  struct Rays {
    bool present = false;
    Vec2 origin;                   ///< Where the rays begin, world units.
    float heading = 0;             ///< Of ray 0, rad.
    std::vector<float> distances;  ///< [count] in [0, range].
    std::vector<int> hits;         ///< [count] index into the modality's hits; -1: nothing.
  };

  /// See ImageModality.
  struct Image {
    bool present = false;
    Vec2 origin;                ///< The point of the world at the image's centre.
    std::vector<float> pixels;  ///< [height x width x channels], the top row first.
  };

  Observation() = default;
  /// Empty, for these spaces; defined in action_space.h.
  Observation(const ObservationSpace& space, const ActionSpace& actions);

  /// Removes all rows, readings and masks; capacity stays.
  void clear() {
    for (Rows& rows : rows_) {
      rows.features.clear();
      rows.ids.clear();
      rows.positions.clear();
      rows.velocities.clear();
    }
    for (Rays& rays : rays_) {
      rays.present = false;
      rays.distances.clear();
      rays.hits.clear();
    }
    for (Image& image : images_) {
      image.present = false;
      image.pixels.clear();
    }
    for (auto& mask : masks_) mask.clear();
    std::fill(skipped_.begin(), skipped_.end(), std::uint8_t{0});
  }

  /// Whether not even the agent itself is there, as when it is absent.
  bool is_empty() const { return !rows_.empty() && rows_[0].ids.empty(); }

  /// Appends an entity of the given type.  Throws Error when there is no such type or the number of
  /// features is wrong.
  void add(int type, EntityId id, std::span<const float> features, Vec2 position = kNowhere,
           Vec2 velocity = kNowhere) {
    Rows& rows = declared(rows_, type, "entity type");
    if (features.size() != static_cast<std::size_t>(rows.width)) {
      throw Error("entity type " + rows.type + ": found " + std::to_string(features.size()) +
                  " features, wanted " + std::to_string(rows.width));
    }
    rows.features.insert(rows.features.end(), features.begin(), features.end());
    rows.ids.push_back(id);
    rows.positions.push_back(position);
    rows.velocities.push_back(velocity);
  }
  void add(int type, EntityId id, std::initializer_list<float> features, Vec2 position = kNowhere,
           Vec2 velocity = kNowhere) {
    add(type, id, std::span<const float>(features.begin(), features.size()), position, velocity);
  }

  /// Gives what the fan of rays measured from `origin`, ray 0 pointing at `heading` (rad):
  /// `distances` [count] in [0, range] and, for each, an index into the modality's hits, or -1 when
  /// there is nothing within range; its distance is then the range.
  void set_rays(int modality, Vec2 origin, float heading, std::span<const float> distances,
                std::span<const int> hits) {
    Rays& rays = declared(rays_, modality, "rays");
    rays.present = true;
    rays.origin = origin;
    rays.heading = heading;
    rays.distances.assign(distances.begin(), distances.end());
    rays.hits.assign(hits.begin(), hits.end());
  }

  /// Gives an image centred on `origin`: `pixels` [height x width x channels], the top row first.
  void set_image(int modality, Vec2 origin, std::span<const float> pixels) {
    Image& image = declared(images_, modality, "image");
    image.present = true;
    image.origin = origin;
    image.pixels.assign(pixels.begin(), pixels.end());
  }

  /// Says which choices of a masked head are allowed: 1 allowed, 0 not; one value per choice.
  void set_mask(int head, std::span<const std::uint8_t> allowed) {
    declared(masks_, head, "action head").assign(allowed.begin(), allowed.end());
  }

  /// Says that an optional head takes no part in this step: it needs no mask, and its numbers in
  /// the action are to be ignored.
  void skip_head(int head) {
    declared(masks_, head, "action head").clear();
    skipped_[static_cast<std::size_t>(head)] = 1;
  }

  /// Leaves no mask and no head to act with, as at an episode's end.
  void skip_all_heads() {
    for (auto& mask : masks_) mask.clear();
    std::fill(skipped_.begin(), skipped_.end(), std::uint8_t{1});
  }

  /// Whether the head takes part in this step.
  bool has_head(std::size_t head) const { return skipped_[head] == 0; }

  const std::vector<Rows>& rows() const { return rows_; }
  const std::vector<Rays>& rays() const { return rays_; }
  const std::vector<Image>& images() const { return images_; }
  /// [heads]; empty for a head without mask and for one that is skipped.
  const std::vector<std::vector<std::uint8_t>>& masks() const { return masks_; }

 private:
  template <class Part>
  static Part& declared(std::vector<Part>& parts, int index, const char* what) {
    const auto count = static_cast<int>(parts.size());
    if (index >= 0 && index < count) return parts[static_cast<std::size_t>(index)];
    throw Error(std::string(what) + ": found number " + std::to_string(index) + ", wanted one of " +
                std::to_string(count) + " that are declared, counted from 0");
  }

  std::vector<Rows> rows_;
  std::vector<Rays> rays_;
  std::vector<Image> images_;
  std::vector<std::vector<std::uint8_t>> masks_;
  std::vector<std::uint8_t> skipped_;  // [heads] 1: takes no part.
};

}  // namespace saccade

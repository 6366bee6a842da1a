// What a network reads of many observations: tokens and masks, packed one after the other.
//
// Ids stay behind, and so do positions and velocities unless they are asked for.  Any run of
// consecutive samples can be handed to a network without copying.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "agents/critic/teams.h"
#include "agents/frame/agent_frame.h"
#include "agents/heads/policy_head.h"
#include "agents/policy/tokens.h"
#include "agents/state/bytes.h"
#include "agents/state/ragged.h"
#include "envs/core/error.h"
#include "envs/core/observation.h"
#include "nn/layers/entity_sets.h"

namespace saccade {

/// A run of samples as a network takes it.  Keep one and refill it: it owns no features.
template <class T>
struct NetworkInput {
  int samples = 0;
  std::vector<nn::EntityRows<T>> types;
  std::vector<MaskView> masks;  ///< [heads]
  /// [samples] What attention dropout draws from; empty: nothing is dropped.
  std::vector<std::uint64_t> dropout_seeds{};
  const T* origins = nullptr;  ///< See nn::EntitySets.
  /// Of a policy with memory: what the samples of the first step remember, [.. x state_width], ...
  const T* states = nullptr;
  /// ... and how samples follow each other, as nn::SequenceBatch has it; empty: all stand at one
  /// step.
  std::vector<std::int32_t> step_offsets{};
  /// Of a central critic: who is seen together; empty: each agent is alone.  They hold all samples.
  Teams teams{};

  nn::EntitySets<T> sets() const {
    return {samples, types, dropout_seeds.empty() ? nullptr : dropout_seeds.data(), origins};
  }
};

class FeatureBatch {
 public:
  /// Holds the tokens that `token_types` tells of in a frame, and with them their motion if
  /// `with_motion`, as seen from the agent: far from the world's origin a place has not enough
  /// digits to compare distances.  An agent without a place sees from (0, 0).
  FeatureBatch(const ObservationSpace& space, const ActionSpace& actions, int image_patch,
               bool with_motion = false, ObservationFrame frame = ObservationFrame::kWorld)
      : frame_(space, frame),
        rays_(space.rays.begin(), space.rays.end()),
        actions_(actions),
        masks_(actions.heads.size()) {
    const auto add_type = [this](int width) { types_.emplace_back().width = width; };
    for (const EntityType& type : space.types) add_type(static_cast<int>(type.features.size()));
    for (const RayTokens& rays : rays_) add_type(rays.width());
    for (const ImageModality& image : space.images) {
      add_type(images_.emplace_back(image, image_patch).width());
    }
    if (!with_motion) return;
    motions_.resize(types_.size());
    for (Ragged<float>& motion : motions_) motion.width = nn::kMotionWidth;
    origins_.width = 2;
  }

  int size() const { return size_; }
  /// Tokens of all samples together, or of samples [first, first + count).
  int rows() const { return rows(0, size_); }
  int rows(int first, int count) const {
    int rows = 0;
    for (const Ragged<float>& type : types_) {
      const std::int32_t* offsets = type.offsets.data() + first;
      rows += offsets[count] - offsets[0];
    }
    return rows;
  }
  int type_count() const { return static_cast<int>(types_.size()); }

  /// Removes all samples; capacity stays.
  void clear() {
    size_ = 0;
    for (Ragged<float>& type : types_) type.clear();
    for (Ragged<float>& motion : motions_) motion.clear();
    origins_.clear();
    for (Ragged<std::uint8_t>& mask : masks_) mask.clear();
  }

  void append(const Observation& observation) {
    const std::size_t entities = observation.rows().size();
    const Vec2 origin = origin_of(observation);
    if (!motions_.empty()) origins_.append(std::array{origin.x, origin.y}, 1);
    for (std::size_t t = 0; t < entities; ++t) append_entities(observation.rows()[t], origin, t);
    for (std::size_t i = 0; i < rays_.size(); ++i) {
      append_reading(rays_[i], observation.rays()[i], origin, entities + i);
    }
    for (std::size_t i = 0; i < images_.size(); ++i) {
      append_reading(images_[i], observation.images()[i], origin, entities + rays_.size() + i);
    }
    for (std::size_t h = 0; h < masks_.size(); ++h) {
      if (!observation.has_head(h)) {
        // Nothing is allowed of a head that is absent.
        none_.assign(
            static_cast<std::size_t>(std::max(choice_count(actions_.heads[h], observation), 1)), 0);
      }
      const std::vector<std::uint8_t>& allowed =
          observation.has_head(h) ? observation.masks()[h] : none_;
      masks_[h].append(allowed, static_cast<std::int32_t>(allowed.size()));
    }
    if (frame_.moves()) to_agent(observation);
    ++size_;
  }

  /// Appends one sample of another batch that was made alike.
  void append(const FeatureBatch& from, int sample) {
    for (std::size_t t = 0; t < types_.size(); ++t) types_[t].append_one(from.types_[t], sample);
    for (std::size_t t = 0; t < motions_.size(); ++t) {
      motions_[t].append_one(from.motions_[t], sample);
    }
    if (!motions_.empty()) origins_.append_one(from.origins_, sample);
    for (std::size_t h = 0; h < masks_.size(); ++h) masks_[h].append_one(from.masks_[h], sample);
    ++size_;
  }

  /// All samples, for another process.
  void pack(Packer& out) const {
    out.add(size_);
    for_each_array(*this, [&out](const auto& rows) { rows.pack(out); });
  }
  /// Becomes a batch that was made alike and packed.
  void unpack(Unpacker& in) {
    in.take(size_);
    for_each_array(*this, [&in](auto& rows) { rows.unpack(in); });
  }

  /// Brings a sample on its way into the cache.
  void prefetch(int sample) const {
    for (const Ragged<float>& type : types_) {
      constexpr std::size_t kLine = 64 / sizeof(float);
      const std::size_t end = type.begin_of(sample + 1);
      for (std::size_t i = type.begin_of(sample); i < end; i += kLine) {
        __builtin_prefetch(type.values.data() + i);
      }
    }
  }

  /// The rows of a type in samples [first, first + count), [rows x width].
  std::span<float> features(int type, int first, int count) {
    Ragged<float>& rows = types_[static_cast<std::size_t>(type)];
    const std::size_t begin = rows.begin_of(first);
    return {rows.values.data() + begin, rows.begin_of(first + count) - begin};
  }

  /// Shows samples [first, first + count) to a network; valid until the batch changes.
  void view(int first, int count, NetworkInput<float>& input) const {
    input.samples = count;
    input.types.clear();
    for (std::size_t t = 0; t < types_.size(); ++t) {
      const Ragged<float>& type = types_[t];
      input.types.push_back({type.values.data(), type.width, type.offsets.data() + first,
                             motions_.empty() ? nullptr : motions_[t].values.data()});
    }
    input.origins = motions_.empty() ? nullptr : origins_.values.data() + origins_.begin_of(first);
    input.masks.clear();
    for (const Ragged<std::uint8_t>& mask : masks_) {
      input.masks.push_back({mask.values.data(), mask.offsets.data() + first});
    }
  }

 private:
  // `self` is this batch, const or not.
  template <class Batch, class Call>
  static void for_each_array(Batch& self, const Call& call) {
    for (auto& type : self.types_) call(type);
    for (auto& motion : self.motions_) call(motion);
    call(self.origins_);
    for (auto& mask : self.masks_) call(mask);
  }

  static Vec2 origin_of(const Observation& observation) {
    const Observation::Rows& self = observation.rows()[0];
    const Vec2 place = self.positions.empty() ? kNowhere : self.positions[0];
    return std::isfinite(place.x) && std::isfinite(place.y) ? place : Vec2{0, 0};
  }

  void append_entities(const Observation::Rows& rows, Vec2 origin, std::size_t type) {
    types_[type].append(rows.features, rows.count());
    if (motions_.empty()) return;
    std::vector<float>& motions = motions_[type].at_end();
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      const Vec2 place = rows.positions[i];
      append_motion({place.x - origin.x, place.y - origin.y}, rows.velocities[i], motions);
    }
    motions_[type].end_sample(rows.count());
  }

  // A sensor without reading gives no tokens.
  template <class Tokens, class Reading>
  void append_reading(const Tokens& tokens, const Reading& reading, Vec2 origin, std::size_t type) {
    const int count = reading.present ? tokens.count() : 0;
    if (count > 0) tokens.append_features(reading, types_[type].at_end());
    types_[type].end_sample(count);
    if (motions_.empty()) return;
    if (count > 0) tokens.append_motions(reading, origin, motions_[type].at_end());
    motions_[type].end_sample(count);
  }

  // Moves the sample that was just appended into the agent's frame.
  void to_agent(const Observation& observation) {
    const AgentPose pose = frame_.pose_of(observation);
    const auto latest = [this](Ragged<float>& rows) {
      const std::size_t begin = rows.begin_of(size_);
      return std::span(rows.values).subspan(begin, rows.used() - begin);
    };
    const std::size_t entities = observation.rows().size();
    for (std::size_t t = 0; t < entities; ++t) frame_.to_agent(t, pose, latest(types_[t]));
    if (!frame_.rotates()) return;
    for (std::size_t i = 0; i < rays_.size(); ++i) {
      const Observation::Rays& rays = observation.rays()[i];
      if (rays.present) rays_[i].rotate(rays.heading, pose, latest(types_[entities + i]));
    }
    for (Ragged<float>& motion : motions_) rotate_motions(pose, latest(motion));
  }

  int size_ = 0;
  AgentFrame frame_;
  std::vector<RayTokens> rays_;
  std::vector<PatchTokens> images_;
  ActionSpace actions_;
  std::vector<Ragged<float>> types_;    // [token types]
  std::vector<Ragged<float>> motions_;  // [token types], or none when not asked for.
  Ragged<float> origins_;               // A row per sample, or none when not asked for.
  std::vector<Ragged<std::uint8_t>> masks_;
  std::vector<std::uint8_t> none_;  // Scratch of append.
};

}  // namespace saccade

#include "render/overlay.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/palette.h"

namespace saccade::render {
namespace {

constexpr float kTurn = 2 * std::numbers::pi_v<float>;

struct Spot {  // an anchor in pixels
  Vec2 center;
  float radius;
};

Spot to_pixels(const Anchor& anchor, const WorldTransform& transform) {
  return {transform(anchor.center), anchor.radius * transform.scale()};
}

// The arc over `share` of a circle that begins after `start`, both in turns, clockwise from the
// top.
std::vector<Vec2> arc(Vec2 center, float radius, float start, float share) {
  const int pieces = std::max(static_cast<int>(share * std::clamp(radius, 16.0F, 64.0F)), 3);
  std::vector<Vec2> points;
  for (int i = 0; i <= pieces; ++i) {
    const float angle =
        kTurn * (start + share * static_cast<float>(i) / static_cast<float>(pieces) - 0.25F);
    points.push_back({center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)});
  }
  return points;
}

// A curve from edge to edge that bows sideways by `bow` pixels; empty when the two touch.
std::vector<Vec2> beam_path(const Spot& from, const Spot& to, float bow) {
  constexpr int kPieces = 24;
  const float dx = to.center.x - from.center.x;
  const float dy = to.center.y - from.center.y;
  const float length = std::hypot(dx, dy);
  const float begin = from.radius / std::max(length, 1.0F);
  const float end = 1 - to.radius / std::max(length, 1.0F);
  if (begin >= end) return {};
  std::vector<Vec2> points;
  for (int i = 0; i <= kPieces; ++i) {
    const float t = begin + (end - begin) * static_cast<float>(i) / static_cast<float>(kPieces);
    const float side = 4 * t * (1 - t) * bow / length;
    points.push_back({from.center.x + t * dx - side * dy, from.center.y + t * dy + side * dx});
  }
  return points;
}

class Overlay {
 public:
  Overlay(Drawing& drawing, std::span<const Strand> strands, float unit)
      : drawing_(drawing), strands_(strands), mean_(mean_weights(strands)), px_(unit / 14) {}

  void beams(std::size_t entity, const Spot& agent, const Spot& target) {
    const auto count = static_cast<float>(strands_.size());
    for (std::size_t s = 0; s < strands_.size(); ++s) {
      const float power = strength(strands_[s].weights[entity], mean_.size());
      if (power <= 0.02F) continue;
      const float bow = (static_cast<float>(s) - (count - 1) / 2) * 7 * px_;
      const float width = (1.0F + 4.5F * power) * px_;
      drawing_.push_back(Stroke{.points = beam_path(agent, target, bow),
                                .width_from = width / 2,
                                .width_to = width,
                                .from = faded(strands_[s].color, 0.05F + 0.35F * power),
                                .to = faded(strands_[s].color, 0.2F + 0.9F * power)});
    }
  }

  void ring(std::size_t entity, const Spot& spot) {
    const float power = strength(mean_[entity], mean_.size());
    if (power <= 0.02F) return;
    const float width = (1.2F + 5 * power) * px_;
    const float radius = spot.radius + 2.5F * px_ + width / 2;
    float start = 0;
    for (const Strand& strand : strands_) {
      const float share = strand.weights[entity] / (mean_[entity] * count());
      const Color color = faded(strand.color, 0.25F + 0.9F * power);
      if (share > 0.01F) {
        drawing_.push_back(
            Stroke{arc(spot.center, radius, start, share), width, width, color, color});
        glow(spot.center, radius + width / 2, start, share, faded(strand.color, 0.28F * power),
             power);
      }
      start += share;
    }
  }

 private:
  float count() const { return static_cast<float>(strands_.size()); }

  // Rings that fade outwards.
  void glow(Vec2 center, float radius, float start, float share, Color color, float power) {
    constexpr int kRings = 6;
    const float width = (1 + 2.2F * power) * px_;
    for (int i = 0; i < kRings; ++i) {
      const float out = static_cast<float>(i) + 0.5F;
      const Color faint = faded(color, 1 - out / static_cast<float>(kRings));
      drawing_.push_back(
          Stroke{arc(center, radius + out * width, start, share), width, width, faint, faint});
    }
  }

  Drawing& drawing_;
  std::span<const Strand> strands_;
  std::vector<float> mean_;
  float px_;  // one pixel of the picture at unit 14
};

}  // namespace

void draw_overlay(Drawing& drawing, std::span<const EntityId> ids, std::span<const Strand> strands,
                  const Anchors& anchors, const WorldTransform& transform, float unit) {
  if (strands.empty() || ids.empty()) return;
  Overlay overlay(drawing, strands, unit);
  const auto agent = anchors.find(ids[0]);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = anchors.find(ids[i]);
    if (found == anchors.end()) continue;
    const Spot spot = to_pixels(found->second, transform);
    if (i > 0 && agent != anchors.end()) {
      overlay.beams(i, to_pixels(agent->second, transform), spot);
    }
    overlay.ring(i, spot);
  }
}

}  // namespace saccade::render

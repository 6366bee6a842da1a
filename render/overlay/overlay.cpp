#include "render/overlay/overlay.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <utility>

#include "envs/core/observation.h"
#include "render/draw/palette.h"

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
  const int pieces =
      std::max(static_cast<int>(share * std::clamp(4.5F * std::sqrt(radius), 12.0F, 64.0F)), 3);
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
  // Few, but no straight piece is half a pixel away from the curve.
  const int pieces = std::clamp(static_cast<int>(std::ceil(std::sqrt(2 * std::abs(bow)))), 1, 16);
  const float dx = to.center.x - from.center.x;
  const float dy = to.center.y - from.center.y;
  const float length = std::hypot(dx, dy);
  const float begin = from.radius / std::max(length, 1.0F);
  const float end = 1 - to.radius / std::max(length, 1.0F);
  if (begin >= end) return {};
  std::vector<Vec2> points;
  for (int i = 0; i <= pieces; ++i) {
    const float t = begin + (end - begin) * static_cast<float>(i) / static_cast<float>(pieces);
    const float side = 4 * t * (1 - t) * bow / length;
    points.push_back({from.center.x + t * dx - side * dy, from.center.y + t * dy + side * dx});
  }
  return points;
}

// The part of a square's outline over `share` of its length that begins after `start`, both in
// turns, clockwise from the top left.
std::vector<Vec2> square_part(Vec2 center, float half, float start, float share) {
  const auto at = [&](float turn) -> Vec2 {
    const float side = 4 * turn;
    const float along = half * (2 * (side - std::floor(side)) - 1);
    switch (static_cast<int>(side) % 4) {
      case 0:
        return {center.x + along, center.y - half};
      case 1:
        return {center.x + half, center.y + along};
      case 2:
        return {center.x - along, center.y + half};
      default:
        return {center.x - half, center.y - along};
    }
  };
  std::vector<Vec2> points{at(start)};
  for (float corner = std::floor(4 * start) + 1; corner < 4 * (start + share); ++corner) {
    points.push_back(at(corner / 4));
  }
  points.push_back(at(start + share));
  return points;
}

// A line from the edge of a spot to a point, `aside` pixels to its left; empty when the point is
// inside.
std::vector<Vec2> line_path(const Spot& from, Vec2 to, float aside) {
  const float dx = to.x - from.center.x;
  const float dy = to.y - from.center.y;
  const float length = std::hypot(dx, dy);
  if (length <= from.radius) return {};
  const Vec2 left{-aside * dy / length, aside * dx / length};
  const float begin = from.radius / length;
  return {{from.center.x + begin * dx + left.x, from.center.y + begin * dy + left.y},
          {to.x + left.x, to.y + left.y}};
}

class Overlay {
 public:
  Overlay(Drawing& drawing, std::span<const ColoredWeights> shown, float unit)
      : drawing_(drawing), shown_(shown), mean_(mean_weights(shown)), px_(unit / 14) {
    if (mean_.size() <= kDense) return;
    for (const ColoredWeights& one : shown) covering_.push_back(most_of(one.weights, kCovered));
  }

  // What is marked from now on is drawn fainter.
  void fade(bool fades) { faint_ = fades ? 0.15F : 1; }

  void beams(std::size_t entity, const Spot& from, const Spot& target) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (!covering_.empty() && covering_[i][entity] == 0) continue;
      const float power = power_of(shown_[i].weights[entity]);
      if (power <= kFaint) continue;
      const float width = (1.0F + 4.5F * power) * px_;
      line({.points = beam_path(from, target, 7 * px_ * aside(i)),
            .width_from = width / 2,
            .width_to = width,
            .from = faded(shown_[i].color, 0.05F + 0.35F * power),
            .to = faded(shown_[i].color, 0.2F + 0.9F * power),
            .pattern = pattern_of(i, power)});
    }
  }

  void ring(std::size_t entity, const Spot& spot) {
    const float power = power_of(mean_[entity]);
    if (power <= kFaint) return;
    const float width = (1.2F + 5 * power) * px_;
    const float radius = spot.radius + 2.5F * px_ + width / 2;
    for_each_part(entity, [&](float start, float share, Color part) {
      const Color color = faded(part, 0.25F + 0.9F * power);
      drawing_.push_back(
          Stroke{arc(spot.center, radius, start, share), width, width, color, color});
      drawing_.push_back(Halo{spot.center, radius + width / 2,
                              radius + width / 2 + 6 * (1 + 2.2F * power) * px_, start, share,
                              faded(part, 0.3F * power)});
    });
  }

  // Straight lines side by side, thinner than beams: there are many rays.
  void ray_lines(std::size_t token, const Spot& from, Vec2 end) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const float power = power_of(shown_[i].weights[token]);
      if (power <= kFaint) continue;
      const float width = (0.6F + 2.4F * power) * px_;
      line({.points = line_path(from, end, 1.6F * px_ * aside(i)),
            .width_from = width,
            .width_to = width,
            .from = faded(shown_[i].color, 0.2F * power),
            .to = faded(shown_[i].color, 0.1F + 0.9F * power),
            .pattern = pattern_of(i, power)});
    }
  }

  // A dot of one sector per colour.
  void ray_end(std::size_t token, Vec2 end) {
    const float power = power_of(mean_[token]);
    if (power <= kFaint) return;
    const float radius = (1.2F + 4 * power) * px_;
    for_each_part(token, [&](float start, float share, Color part) {
      const Color color = faded(part, 0.25F + 0.9F * power);
      drawing_.push_back(Stroke{arc(end, radius / 2, start, share), radius, radius, color, color});
    });
  }

  // Over the lines without a pattern: all of them together are drawn at once.
  void broken_lines() {
    drawing_.insert(drawing_.end(), std::make_move_iterator(broken_.begin()),
                    std::make_move_iterator(broken_.end()));
  }

  // `half`: of the side.
  void patch(std::size_t token, Vec2 center, float half) {
    const float power = power_of(mean_[token]);
    if (power <= kFaint) return;
    const float width = (0.8F + 3 * power) * px_;
    const float inner = std::max(half - width / 2 - 0.5F * px_, px_);
    for_each_part(token, [&](float start, float share, Color part) {
      const Color color = faded(part, 0.08F + 0.8F * power);
      drawing_.push_back(
          Stroke{square_part(center, inner, start, share), width, width, color, color});
    });
  }

 private:
  static constexpr float kFaint = 0.02F;     // What is weaker is left out.
  static constexpr float kFine = 0.16F;      // Lines of what is weaker are too fine for a pattern.
  static constexpr std::size_t kDense = 16;  // Tokens; of more, not all get beams.
  static constexpr float kCovered = 0.9F;    // Of the attention, by beams.

  float power_of(float weight) const { return faint_ * strength(weight, mean_.size()); }

  LinePattern pattern_of(std::size_t color, float power) const {
    return power < kFine ? LinePattern::kSolid : shown_[color].pattern;
  }

  void line(Stroke stroke) {
    stroke.pattern_scale = px_;
    (stroke.pattern == LinePattern::kSolid ? drawing_ : broken_).push_back(std::move(stroke));
  }

  // Places of the colours left and right of the middle, one apart.
  float aside(std::size_t color) const {
    return static_cast<float>(color) - (static_cast<float>(shown_.size()) - 1) / 2;
  }

  // Divides a turn among the colours by how they weigh the token: put(start, share, color).
  template <class Put>
  void for_each_part(std::size_t token, const Put& put) const {
    float start = 0;
    for (const ColoredWeights& one : shown_) {
      const auto count = static_cast<float>(shown_.size());
      const float share = one.weights[token] / (mean_[token] * count);
      if (share > 0.01F) put(start, share, one.color);
      start += share;
    }
  }

  Drawing& drawing_;
  Drawing broken_;  // Lines with a pattern.
  std::span<const ColoredWeights> shown_;
  std::vector<float> mean_;
  std::vector<std::vector<std::uint8_t>> covering_;  // [colours][tokens]; none: all get beams.
  float faint_ = 1;
  float px_;  // one pixel of the picture at unit 14
};

std::optional<Spot> find_spot(const Anchors& anchors, EntityId id,
                              const WorldTransform& transform) {
  const auto found = anchors.find(id);
  if (found == anchors.end()) return std::nullopt;
  return to_pixels(found->second, transform);
}

void mark_reading(Overlay& overlay, const AgentView& view, std::size_t token,
                  const std::optional<Spot>& from, const WorldTransform& transform) {
  const AttentionWeights& attention = view.attention;
  const Vec2 place = token < attention.positions.size() ? attention.positions[token] : kNowhere;
  if (!std::isfinite(place.x) || !std::isfinite(place.y)) return;
  const float side = view.token_types.at(static_cast<std::size_t>(attention.types[token])).side;
  if (side > 0) {
    overlay.patch(token, transform(place), side / 2 * transform.scale());
  } else {
    if (from) overlay.ray_lines(token, *from, transform(place));
    overlay.ray_end(token, transform(place));
  }
}

}  // namespace

void draw_overlay(Drawing& drawing, const AgentView& view, std::span<const ColoredWeights> shown,
                  const Anchors& anchors, const WorldTransform& transform, float unit,
                  EntityId focus, std::size_t asking) {
  const std::vector<EntityId>& ids = view.attention.ids;
  if (shown.empty() || ids.empty()) return;
  Overlay overlay(drawing, shown, unit);
  const std::optional<Spot> from = find_spot(anchors, ids[asking], transform);
  const bool focused = focus != kNoEntity && focus != ids[asking] &&
                       std::find(ids.begin(), ids.end(), focus) != ids.end();
  for (std::size_t i = 0; i < ids.size(); ++i) {  // Beneath the entities.
    overlay.fade(focused);
    if (ids[i] == kNoEntity) mark_reading(overlay, view, i, from, transform);
  }
  std::vector<std::optional<Spot>> spots;
  for (const EntityId id : ids) spots.push_back(find_spot(anchors, id, transform));
  for (std::size_t i = 0; i < ids.size() && from; ++i) {
    overlay.fade(focused && ids[i] != focus);
    if (spots[i] && i != asking) overlay.beams(i, *from, *spots[i]);
  }
  overlay.broken_lines();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    overlay.fade(focused && ids[i] != focus);
    if (spots[i]) overlay.ring(i, *spots[i]);
  }
}

void draw_patches(Drawing& drawing, const AgentView& view, std::span<const ColoredWeights> shown,
                  int type, const WorldTransform& transform, float unit) {
  Overlay overlay(drawing, shown, unit);
  for (std::size_t i = 0; i < view.attention.types.size(); ++i) {
    if (view.attention.types[i] == type) mark_reading(overlay, view, i, std::nullopt, transform);
  }
}

}  // namespace saccade::render

#include "envs/hide/hide_layout.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace saccade {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kDoorwayMargin = 0.5F;  // Least length of wall beside a doorway, m.
constexpr float kGap = 0.1F;            // Wanted between things that begin side by side, m.

enum Region { kAnywhere, kInRoom, kOutside };

float draw(Rng& rng, float low, float high) {
  return static_cast<float>(rng.uniform(static_cast<double>(low), static_cast<double>(high)));
}

float distance_to_wall(const HideWall& wall, b2Vec2 point) {
  const b2Vec2 reach{kHideWallHalf, kHideWallHalf};
  const b2Vec2 low = b2Min(wall.from, wall.to) - reach;
  const b2Vec2 high = b2Max(wall.from, wall.to) + reach;
  return b2Distance(point, b2Clamp(point, low, high));
}

// Places discs of a layout one after the other, each free of what stands already.
class Placer {
 public:
  Placer(HideLayout& layout, const HideSettings& settings, Rng& rng)
      : layout_(layout), has_room_(settings.has_room), rng_(rng) {}

  /// Of some tries the first that is free; in a crowd the one with the most space around.
  b2Vec2 place(Region region, float radius) {
    constexpr int kTries = 100;
    b2Vec2 best = b2Vec2_zero;
    float most = -std::numeric_limits<float>::infinity();
    for (int i = 0; i < kTries && most < 0; ++i) {
      const b2Vec2 candidate = draw_point(has_room_ ? region : kAnywhere, radius);
      const float clear = clearance(candidate, radius);
      if (clear <= most) continue;
      best = candidate;
      most = clear;
    }
    placed_.push_back({best, radius});
    return best;
  }

 private:
  struct Disc {
    b2Vec2 center;
    float radius;
  };

  b2Vec2 draw_point(Region region, float radius) {
    const float reach = layout_.half - radius;
    const float x = draw(rng_, -reach, reach), y = draw(rng_, -reach, reach);
    if (region == kAnywhere) return {x, y};
    // The room is the quarter where x > 0 and y < 0; the others are outside.
    if (region == kInRoom) return {(x + reach) / 2 + kHideWallHalf, (y - reach) / 2};
    if (x > 0 && y < 0) return {-x, y};
    return {x, y};
  }

  // Negative when something stands too near, m.
  float clearance(b2Vec2 point, float radius) const {
    float least = std::numeric_limits<float>::infinity();
    for (const HideWall& wall : layout_.walls) {
      least = std::min(least, distance_to_wall(wall, point) - radius);
    }
    for (const Disc& disc : placed_) {
      least = std::min(least, b2Distance(point, disc.center) - radius - disc.radius - kGap);
    }
    return least;
  }

  HideLayout& layout_;
  bool has_room_;
  Rng& rng_;
  std::vector<Disc> placed_;
};

// A wall of the room from `from` to `to`, with a doorway or without.
void add_room_wall(HideLayout& layout, b2Vec2 from, b2Vec2 to, bool has_doorway, Rng& rng) {
  if (!has_doorway) {
    layout.walls.push_back({from, to});
    return;
  }
  const b2Vec2 along = 1 / layout.half * (to - from);
  const float side = kHideDoorway / 2 + kHideWallHalf;  // From its middle to the walls' lines.
  const float margin = side + kDoorwayMargin;
  const float middle = draw(rng, margin, layout.half - margin);
  layout.walls.push_back({from, from + (middle - side) * along});
  layout.walls.push_back({from + (middle + side) * along, to});
}

void add_room(HideLayout& layout, const HideSettings& settings, Rng& rng) {
  const int doorways = draw_count(rng, settings.doorways);
  const bool only_left = rng.integers(0, 2) == 0;
  add_room_wall(layout, {0, -layout.half}, {0, 0}, doorways == 2 || only_left, rng);
  add_room_wall(layout, {0, 0}, {layout.half, 0}, doorways == 2 || !only_left, rng);
}

}  // namespace

std::vector<HideWall> hide_outer_walls(float half) {
  const float edge = half + kHideWallHalf;
  return {{{-edge, -edge}, {edge, -edge}},
          {{edge, -edge}, {edge, edge}},
          {{edge, edge}, {-edge, edge}},
          {{-edge, edge}, {-edge, -edge}}};
}

HideLayout make_hide_layout(const HideSettings& settings, Rng& rng) {
  HideLayout layout{.half = settings.arena / 2};
  layout.walls = hide_outer_walls(layout.half);
  if (settings.has_room) add_room(layout, settings, rng);
  Placer placer(layout, settings, rng);
  const int boxes = draw_count(rng, settings.boxes);
  for (int i = 0; i < boxes; ++i) {
    const b2Vec2 place = placer.place(kInRoom, kHideBoxHalf * std::numbers::sqrt2_v<float>);
    layout.boxes.push_back({place, draw(rng, 0, kPi / 2)});
  }
  const Region start = settings.hiders_in_room ? kInRoom : kAnywhere;
  for (int i = 0; i < settings.hiders + settings.seekers; ++i) {
    const b2Vec2 place = placer.place(i < settings.hiders ? start : kOutside, kHideAgentRadius);
    layout.agents.push_back({place, draw(rng, -kPi, kPi)});
  }
  return layout;
}

}  // namespace saccade

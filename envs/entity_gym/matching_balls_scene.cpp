#include "envs/entity_gym/matching_balls_scene.h"

#include <algorithm>
#include <string>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr Color kTable{24, 27, 33};
constexpr Color kFelt{36, 44, 52};
constexpr Color kSocket{24, 29, 35};
constexpr Color kRail{88, 70, 54};
constexpr Color kGroove{46, 37, 30};

constexpr std::array<Color, kBallColors> kColors = {kOrange, kSkyBlue,    kGreen,
                                                    kYellow, kVermillion, kPurple};
constexpr float kRadius = 0.42F;

// A tray of rows below each other; the rack has as many places as the tray has balls of one colour
// at most.
struct TrayLayout {
  int columns, rows;
  double half_width;
  double rack_spacing;

  explicit TrayLayout(const BallTray& tray) {
    const auto count = static_cast<int>(tray.balls.size());
    columns = std::max(4, std::min(count, 8));
    while (count > columns * (columns + 2) / 2) ++columns;
    rows = (count + columns - 1) / columns;
    half_width = columns / 2.0 + 0.3;
    const int places = std::max(tray.goal + 1, static_cast<int>(tray.rack.size()));
    rack_spacing = std::min(0.92, 2 * (half_width - 0.6) / std::max(1, places - 1));
  }

  Vec2 socket(std::size_t ball) const {
    const auto row = static_cast<int>(ball) / columns, column = static_cast<int>(ball) % columns;
    return point(column - (columns - 1) / 2.0, rows - 0.5 - row);
  }
  Vec2 place(int number) const { return point(-half_width + 0.6 + rack_spacing * number, -1.2); }
};

void draw_tray(const BallTray& tray, const TrayLayout& layout, Scene& scene) {
  const double half = layout.half_width;
  outline(scene.add(box(-half, -0.3, half, layout.rows + 0.3), kFelt), kRail, 0.1F);
  for (std::size_t i = 0; i < tray.balls.size(); ++i) {
    scene.add(Circle{layout.socket(i), kRadius + 0.03F}, kSocket);
  }
}

void draw_ball(Vec2 at, Color color, EntityId id, Scene& scene) {
  add_part(scene, Circle{{at.x + 0.04F, at.y - 0.06F}, kRadius}, faded(kInk, 0.6), id);
  outline(scene.add(Circle{at, kRadius}, color, id), faded(kInk, 0.45), 0.04F);
  add_part(scene, Circle{{at.x - 0.14F, at.y + 0.15F}, 0.11F}, faded(kWhite, 0.65), id);
}

// A groove with a mark for each ball of the most frequent colour.
void draw_rack(const BallTray& tray, const TrayLayout& layout, Scene& scene) {
  const double half = layout.half_width;
  outline(scene.add(box(-half, -1.85, half, -0.6), kRail, kRackId), kInk, 0.05F);
  add_part(scene, box(-half + 0.08, -1.74, half - 0.08, -0.71), kGroove, kRackId);
  for (int place = 0; place < tray.goal; ++place) {
    add_part(scene, Circle{layout.place(place), 0.1F}, faded(kSilver, 0.3), kRackId);
  }
}

void draw_cross(Vec2 at, Scene& scene) {
  const float d = 0.3F;
  for (const float width : {0.2F, 0.11F}) {
    const Color color = width > 0.15F ? kInk : kWhite;
    scene.add(Line{{at.x - d, at.y - d}, {at.x + d, at.y + d}, width}, color);
    scene.add(Line{{at.x - d, at.y + d}, {at.x + d, at.y - d}, width}, color);
  }
}

void draw_score(const BallTray& tray, Scene& scene) {
  const int matching = static_cast<int>(tray.rack.size()) - (tray.mismatch ? 1 : 0);
  scene.add(
      Text{point(0, -2.3), std::to_string(matching) + " of " + std::to_string(tray.goal), 0.4F},
      faded(kWhite, 0.85));
}

}  // namespace

void draw_balls(const BallTray& tray, Scene& scene) {
  const TrayLayout layout(tray);
  scene.min = point(-layout.half_width - 0.4, -2.7);
  scene.max = point(layout.half_width + 0.4, layout.rows + 0.7);
  scene.background = kTable;
  draw_tray(tray, layout, scene);
  draw_rack(tray, layout, scene);
  const auto show = [&](std::size_t ball, Vec2 at) {
    draw_ball(at, kColors[static_cast<std::size_t>(tray.balls[ball].color)],
              kFirstBallId + static_cast<EntityId>(ball), scene);
  };
  for (std::size_t i = 0; i < tray.balls.size(); ++i) {
    if (!tray.balls[i].taken) show(i, layout.socket(i));
  }
  int number = 0;
  for (const std::size_t ball : tray.rack) show(ball, layout.place(number++));
  if (tray.mismatch) draw_cross(layout.place(number - 1), scene);
  draw_score(tray, scene);
}

}  // namespace saccade

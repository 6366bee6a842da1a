#include "envs/grid/box_world_scene.h"

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr Color kTile{40, 44, 53};
constexpr Color kBorder{17, 19, 24};

/// Brighter than what the agent sees, so that it shows on a dark ground.
Color shown(int colour) {
  const std::array<int, 3> rgb = box_colour(colour);
  const auto channel = [](int value) {
    return static_cast<std::uint8_t>(20 + (value - 350) * 2 / 3);
  };
  return {channel(rgb[0]), channel(rgb[1]), channel(rgb[2])};
}

Pose pose_of(BoxCell cell) {
  const Vec2 place = cell_place(cell);
  return {static_cast<double>(place.x), static_cast<double>(place.y)};
}

void draw_room(Scene& scene) {
  constexpr double kSize = BoxLevel::kSize;
  scene.min = point(-1, -1);
  scene.max = point(kSize + 1, kSize + 1);
  scene.background = kInk;
  outline(scene.add(box(-0.95, -0.95, kSize + 0.95, kSize + 0.95), kBorder), faded(kEdge, 0.5),
          0.05F);
  scene.add(box(0, 0, kSize, kSize), kInk);
  for (int column = 0; column < BoxLevel::kSize; ++column) {
    for (int row = 0; row < BoxLevel::kSize; ++row) {
      scene.add(box(column + 0.03, row + 0.03, column + 0.97, row + 0.97), kTile);
    }
  }
}

/// A bow with a hole, a shaft and two teeth.
void draw_key(const Pose& at, double size, Color color, EntityId id, Scene& scene) {
  const Pose key{at.x, at.y, 0.7};
  const auto part = [&](auto shape) -> SceneShape& {
    return add_part(scene, std::move(shape), color, id);
  };
  part(key.box(-0.05 * size, -0.05 * size, 0.4 * size, 0.05 * size));
  part(key.box(0.2 * size, -0.19 * size, 0.27 * size, 0));
  part(key.box(0.33 * size, -0.22 * size, 0.4 * size, 0));
  part(Circle{key.at(-0.2 * size, 0), static_cast<float>(0.2 * size)});
  add_part(scene, Circle{key.at(-0.2 * size, 0), static_cast<float>(0.085 * size)}, kTile, id);
}

void draw_gem(const Pose& at, EntityId id, Scene& scene) {
  add_part(scene, at.polygon({{-0.34, 0.12}, {-0.18, 0.3}, {0.18, 0.3}, {0.34, 0.12}, {0, -0.34}}),
           kWhite, id);
  add_part(scene, at.polygon({{-0.34, 0.12}, {-0.12, 0.12}, {0, -0.34}}), faded(kSkyBlue, 0.55),
           id);
  add_part(scene, at.polygon({{0.12, 0.12}, {0.34, 0.12}, {0, -0.34}}), faded(kSkyBlue, 0.8), id);
  add_part(scene, at.polygon({{-0.12, 0.12}, {0.12, 0.12}, {0.18, 0.3}, {-0.18, 0.3}}),
           faded(kSkyBlue, 0.25), id);
}

/// A padlock.
void draw_lock(const Pose& at, Color color, EntityId id, Scene& scene) {
  scene.add(at.box(-0.42, -0.42, 0.42, 0.42), faded(color, 0.28), id);
  add_part(scene, Circle{at.at(0, 0.1), 0.22F}, color, id);
  add_part(scene, Circle{at.at(0, 0.1), 0.13F}, kTile, id);
  add_part(scene, at.box(-0.3, -0.34, 0.3, 0.1), color, id);
  add_part(scene, Circle{at.at(0, -0.08), 0.08F}, kInk, id);
  add_part(scene, at.box(-0.035, -0.24, 0.035, -0.08), kInk, id);
}

void draw_item(const BoxWorldWorld& world, int index, Scene& scene) {
  const BoxItem& item = world.level().items[static_cast<std::size_t>(index)];
  const EntityId id = box_content_id(index);
  const Pose place = pose_of(item.place);
  if (item.is_locked) {
    const Color color = shown(world.colour(item.lock));
    outline(scene.add(place.box(-0.47, -0.47, 1.47, 0.47), faded(kInk, 0.5)), faded(color, 0.75),
            0.05F);
    draw_lock(pose_of(item.lock_place()), color, box_lock_id(index), scene);
  }
  if (item.is_taken) return;
  const Color color = item.is_gem() ? kWhite : shown(world.colour(item.content));
  scene.add(place.box(-0.42, -0.42, 0.42, 0.42), faded(color, 0.14), id);
  if (item.is_gem()) return draw_gem(place, id, scene);
  draw_key(place, 0.95, color, id, scene);
}

/// A round body; what it holds is on its back, and in the corner as the original shows it.
void draw_agent(const BoxWorldWorld& world, Scene& scene) {
  const Pose at = pose_of(world.agent());
  add_part(scene, Circle{at.at(0, 0), 0.56F}, faded(kSkyBlue, 0.13), kBoxAgentId);
  outline(scene.add(Circle{at.at(0, 0), 0.4F}, kInk, kBoxAgentId), kWhite, 0.06F);
  if (world.held() < 0) {
    for (const double x : {-0.13, 0.13}) {
      add_part(scene, Circle{at.at(x, 0.06), 0.07F}, kWhite, kBoxAgentId);
    }
    return;
  }
  const int key = world.level().items[static_cast<std::size_t>(world.held())].content;
  const Color color = shown(world.colour(key));
  const EntityId id = box_content_id(world.held());
  scene.add(Circle{at.at(0, 0), 0.33F}, faded(color, 0.3), id);
  draw_key(at, 0.62, color, id, scene);
  const Pose corner{-0.5, BoxLevel::kSize + 0.5};
  add_part(scene, corner.box(-0.4, -0.4, 0.4, 0.4), faded(color, 0.3), id);
  draw_key(corner, 0.9, color, id, scene);
}

}  // namespace

Vec2 cell_place(BoxCell cell) {
  return point(cell.column - 0.5, BoxLevel::kSize + 0.5 - cell.row);
}

// The colours of pycolab's example: hues at equal distances, as it rounds them.
std::array<int, 3> box_colour(int colour) {
  constexpr std::array<std::array<int, 3>, BoxLevel::kKeys> kColours = {
      {{700, 350, 350}, {700, 454, 350}, {700, 559, 350}, {700, 664, 350}, {629, 700, 350},
       {524, 700, 350}, {420, 700, 350}, {350, 700, 384}, {350, 700, 490}, {350, 700, 595},
       {350, 700, 700}, {350, 594, 700}, {350, 490, 700}, {350, 384, 700}, {419, 350, 700},
       {524, 350, 700}, {630, 350, 700}, {700, 350, 665}, {700, 350, 559}, {700, 350, 455}}};
  return kColours[static_cast<std::size_t>(colour)];
}

void draw_box_world(const BoxWorldWorld& world, Scene& scene) {
  draw_room(scene);
  const int count = static_cast<int>(world.level().items.size());
  for (int item = 0; item < count; ++item) draw_item(world, item, scene);
  draw_agent(world, scene);
}

}  // namespace saccade

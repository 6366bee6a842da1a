#include "envs/entity_gym/treasure_hunt_scene.h"

#include <algorithm>
#include <string>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;
using Cell = TreasureWorld::Cell;

constexpr double kHalf = TreasureWorld::kReach + 0.5;
constexpr double kInner = TreasureWorld::kPlaceReach + 0.5;
constexpr Color kSea{18, 26, 34};
constexpr Color kGrass{32, 43, 41};
constexpr Color kMeadow{39, 52, 47};
constexpr Color kGridLine{235, 255, 245, 11};
constexpr Color kPit{20, 20, 22};
constexpr Color kChest{128, 82, 40};
constexpr Color kLid{158, 106, 54};
constexpr Color kGold{247, 205, 70};
constexpr Color kLeather{92, 62, 40};
constexpr Color kSkin{236, 196, 160};

Pose in(Cell cell) {
  return {static_cast<double>(cell.x), static_cast<double>(cell.y), 0};
}

void draw_island(Scene& scene) {
  outline(scene.add(box(-kHalf, -kHalf, kHalf, kHalf), kGrass), faded(kGreen, 0.35), 0.12F);
  scene.add(box(-kInner, -kInner, kInner, kInner), kMeadow);
  for (int line = -TreasureWorld::kReach; line < TreasureWorld::kReach; ++line) {
    const double at = line + 0.5;
    scene.add(Line{point(at, -kHalf), point(at, kHalf), 0.04F}, kGridLine);
    scene.add(Line{point(-kHalf, at), point(kHalf, at), 0.04F}, kGridLine);
  }
}

// Steps that fade behind the hunter.
void draw_steps(const TreasureWorld& world, Scene& scene) {
  constexpr std::size_t kLongest = 40;
  const std::vector<Cell>& trail = world.trail();
  for (std::size_t i = trail.size() - std::min(trail.size(), kLongest); i < trail.size(); ++i) {
    const double fresh = 1 - static_cast<double>(trail.size() - i) / (kLongest + 1);
    add_part(scene, Circle{in(trail[i]).at(0, 0), 0.13F}, faded(kSkyBlue, 0.45 * fresh),
             TreasureWorld::kHunterId);
  }
}

// A chest with gold in it.
void draw_treasure(const TreasureWorld::Thing& treasure, Scene& scene) {
  const Pose place = in(treasure.cell);
  const EntityId id = treasure.id;
  add_part(scene, Circle{place.at(0, 0), 0.72F}, faded(kGold, 0.1), id);
  outline(scene.add(place.box(-0.38, -0.34, 0.38, 0.06), kChest, id), kInk, 0.04F);
  outline(add_part(scene, place.polygon({{-0.38, 0.2}, {0.38, 0.2}, {0.3, 0.42}, {-0.3, 0.42}}),
                   kLid, id),
          kInk, 0.04F);
  add_part(scene, place.polygon({{-0.36, 0.04}, {0.36, 0.04}, {0.3, 0.22}, {-0.3, 0.22}}), kGold,
           id);
  add_part(scene, place.box(-0.08, -0.2, 0.08, 0.02), kGold, id);
}

// A pit with stakes; sprung, it is lit.
void draw_trap(const TreasureWorld::Thing& trap, bool is_sprung, Scene& scene) {
  const Pose place = in(trap.cell);
  const EntityId id = trap.id;
  if (is_sprung) add_part(scene, Circle{place.at(0, 0), 1.1F}, faded(kVermillion, 0.35), id);
  outline(scene.add(Circle{place.at(0, 0), 0.45F}, kPit, id), kVermillion, 0.07F);
  for (const double x : {-0.22, 0.0, 0.22}) {
    const double tall = x == 0 ? 0.32 : 0.2;
    add_part(scene, place.polygon({{x - 0.1, -0.24}, {x + 0.1, -0.24}, {x, tall}}), kSilver, id);
  }
}

// Seen from above at a slant: a hat over a face and a blue coat.
void draw_hunter(Cell cell, Scene& scene) {
  const Pose place = in(cell);
  const EntityId id = TreasureWorld::kHunterId;
  outline(scene.add(Circle{place.at(0, 0), 0.42F}, kSkyBlue, id), kWhite, 0.05F);
  add_part(scene, place.polygon({{-0.28, -0.3}, {0.28, -0.3}, {0.16, 0.05}, {-0.16, 0.05}}), kBlue,
           id);
  add_part(scene, Circle{place.at(0, 0.06), 0.18F}, kSkin, id);
  add_part(scene, place.box(-0.32, 0.12, 0.32, 0.2), kLeather, id);
  add_part(scene, place.polygon({{-0.19, 0.18}, {0.19, 0.18}, {0.13, 0.38}, {-0.13, 0.38}}),
           kLeather, id);
}

// A coin for each treasure, golden once it is found.
void draw_purse(const TreasureWorld& world, Scene& scene) {
  const int total = world.total();
  const double spacing = std::min(0.9, 2 * (kHalf - 1) / std::max(1, total - 1));
  for (int i = 0; i < total; ++i) {
    const Vec2 at = point(spacing * (i - (total - 1) / 2.0), -kHalf - 1);
    outline(scene.add(Circle{at, 0.34F}, i < world.found() ? kGold : kGround),
            i < world.found() ? kWhite : kEdge, 0.06F);
  }
}

}  // namespace

void draw_treasure_hunt(const TreasureWorld& world, Scene& scene) {
  scene.min = point(-kHalf - 0.8, -kHalf - 1.8);
  scene.max = point(kHalf + 0.8, kHalf + 0.8);
  scene.background = kSea;
  draw_island(scene);
  draw_steps(world, scene);
  for (const auto& trap : world.traps()) draw_trap(trap, trap.cell == world.hunter(), scene);
  for (const auto& treasure : world.treasures()) draw_treasure(treasure, scene);
  draw_hunter(world.hunter(), scene);
  draw_purse(world, scene);
}

}  // namespace saccade

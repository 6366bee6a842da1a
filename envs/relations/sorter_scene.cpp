#include "envs/relations/sorter_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kPi = 3.14159265358979323846;
constexpr double kView = 1.42;
constexpr Color kTable{26, 29, 38};
constexpr Color kSocket{38, 43, 55};

double angle_of(int tile, int count) {
  return kPi / 2 - 2 * kPi * tile / count;
}

/// Radius of a tile: neighbours leave a gap.
double tile_radius(int count) {
  return count < 3 ? 0.27 : std::min(0.27, 0.82 * std::sin(kPi / count));
}

/// Where the way passes before a tile.
Vec2 stand(int tile, int count) {
  const double reach = 1 - tile_radius(count) - 0.13;
  const double angle = angle_of(tile, count);
  return point(reach * std::cos(angle), reach * std::sin(angle));
}

/// From deep violet (0) by teal to yellow (1).
Color ramp(double share) {
  constexpr std::array<Color, 5> kStops = {
      {{112, 82, 190}, {66, 120, 200}, {38, 166, 154}, {122, 202, 92}, {250, 222, 70}}};
  const double at = std::clamp(share, 0.0, 1.0) * (kStops.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(at), kStops.size() - 2);
  const double part = at - static_cast<double>(low);
  const auto mix = [part](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + part * (b - a)));
  };
  const Color a = kStops[low], b = kStops[low + 1];
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}

std::string label(const SorterWorld& world, float number) {
  const auto value = static_cast<double>(number);
  if (!world.settings().real) return std::to_string(std::lround(value * world.settings().highest));
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

void draw_table(Scene& scene) {
  scene.min = point(-kView, -kView);
  scene.max = point(kView, kView);
  scene.background = {17, 19, 25};
  outline(scene.add(Circle{{0, 0}, 1.38F}, kTable), faded(kEdge, 0.45), 0.012F);
  outline(scene.add(Circle{{0, 0}, 1}, faded(kTable, 0)), faded(kEdge, 0.35), 0.008F);
  scene.add(Circle{{0, 0}, 0.035F}, faded(kEdge, 0.6));
}

/// The way from tile to tile, in the colour of where it leads.
void draw_path(const SorterWorld& world, Scene& scene) {
  Vec2 from{0, 0};
  for (const int tile : world.path()) {
    const Vec2 to = stand(tile, world.count());
    const auto number = static_cast<double>(world.tiles()[static_cast<std::size_t>(tile)].number);
    scene.add(Line{from, to, 0.05F}, faded(ramp(number), 0.16));
    scene.add(Line{from, to, 0.016F}, faded(ramp(number), 0.9));
    scene.add(Circle{to, 0.026F}, ramp(number));
    from = to;
  }
}

/// A socket in which a disc lies whose area is the number.
void draw_tile(const SorterWorld& world, int index, EntityId id, Scene& scene) {
  const SorterWorld::Tile& tile = world.tiles()[static_cast<std::size_t>(index)];
  const double radius = tile_radius(world.count());
  const auto number = static_cast<double>(tile.number);
  const Vec2 place = tile_place(index, world.count());
  const Color color = ramp(number);
  const double glow = tile.visited ? 0.42 : 1;
  const double rim = tile.visited ? 0.85 : 0.4;
  SceneShape& socket = scene.add(Circle{place, static_cast<float>(radius)}, kSocket, id);
  outline(socket, faded(tile.visited ? color : kEdge, rim), static_cast<float>(0.07 * radius));
  const double share = 0.12 + 0.76 * std::sqrt(number);
  add_part(scene, Circle{place, static_cast<float>(share * radius)}, faded(color, glow), id);
  const bool bright = number > 0.5 && !tile.visited;
  const float height = static_cast<float>(radius) * (world.settings().real ? 0.5F : 0.66F);
  add_part(scene, Text{place, label(world, tile.number), height},
           bright ? kInk : faded(kWhite, tile.visited ? 0.75 : 1), id);
}

void draw_mistake(const SorterWorld& world, Scene& scene) {
  if (world.mistake() < 0) return;
  const Vec2 place = tile_place(world.mistake(), world.count());
  const double radius = 1.12 * tile_radius(world.count());
  outline(scene.add(Circle{place, static_cast<float>(radius)}, faded(kVermillion, 0.25)),
          kVermillion, 0.025F);
  const Pose cross{static_cast<double>(place.x), static_cast<double>(place.y)};
  const double arm = 0.66 * radius;
  const auto width = static_cast<float>(0.1 * radius);
  scene.add(Line{cross.at(-arm, -arm), cross.at(arm, arm), width}, faded(kVermillion, 0.85));
  scene.add(Line{cross.at(-arm, arm), cross.at(arm, -arm), width}, faded(kVermillion, 0.85));
}

/// A dart that points at the tile that was visited last.
void draw_agent(const SorterWorld& world, Scene& scene) {
  const Vec2 place = sorter_place(world);
  const double angle =
      world.path().empty() ? kPi / 2 : angle_of(world.path().back(), world.count());
  const Pose dart{static_cast<double>(place.x), static_cast<double>(place.y), angle};
  add_part(scene, Circle{place, 0.13F}, faded(kSkyBlue, 0.16), kSorterId);
  outline(scene.add(Circle{place, 0.085F}, kBlue, kSorterId), kWhite, 0.014F);
  add_part(scene, dart.polygon({{0.062, 0}, {-0.036, 0.044}, {-0.016, 0}}), kWhite, kSorterId);
  add_part(scene, dart.polygon({{0.062, 0}, {-0.016, 0}, {-0.036, -0.044}}), kSilver, kSorterId);
}

}  // namespace

Vec2 tile_place(int tile, int count) {
  return point(std::cos(angle_of(tile, count)), std::sin(angle_of(tile, count)));
}

Vec2 sorter_place(const SorterWorld& world) {
  return world.path().empty() ? Vec2{0, 0} : stand(world.path().back(), world.count());
}

void draw_sorter(const SorterWorld& world, bool visited_are_seen, Scene& scene) {
  draw_table(scene);
  if (world.is_sorted()) {
    outline(scene.add(Circle{{0, 0}, 1.38F}, faded(kGreen, 0.1)), faded(kGreen, 0.8), 0.02F);
  }
  draw_path(world, scene);
  for (int tile = 0; tile < world.count(); ++tile) {
    const bool seen = visited_are_seen || !world.tiles()[static_cast<std::size_t>(tile)].visited;
    draw_tile(world, tile, seen ? kFirstTileId + tile : kNoEntity, scene);
  }
  draw_mistake(world, scene);
  draw_agent(world, scene);
}

}  // namespace saccade

#include "envs/relations/relay_scene.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kColumn = 2.3;  // From one column to the next.
constexpr double kRow = 1.42;
constexpr float kToken = 0.62F;  // Radius: so far reaches whatever is looked at.
constexpr Color kWall{24, 28, 38};
constexpr Color kCard{41, 47, 61};
constexpr Color kOff{17, 20, 27};
constexpr Color kWood{74, 62, 58};

double row_place(const RelayWorld& world, int row) {
  return kRow * (0.5 * (world.settings().doors - 1) - row);
}

/// The colour in which a key is drawn wherever it occurs, which is none of what the agent sees.
/// Hues go round by the golden angle, so that those of one episode are far apart.
Color hue(int number) {
  const double turn = 6 * std::fmod(0.08 + 0.618033988749895 * number, 1.0);
  const auto channel = [turn](double shift) {
    const double k = std::fmod(shift + turn, 6.0);
    const double share = std::clamp(std::min(k, 4 - k), 0.0, 1.0);
    return static_cast<std::uint8_t>(std::lround(250 - 165 * share));
  };
  return {channel(5), channel(3), channel(1)};
}

Color hue_of(const RelayWorld& world, const RelayKey& key) {
  int number = 0;
  for (const RelayWorld::Message& message : world.messages()) {
    if (message.key == key) return hue(number);
    ++number;
  }
  for (const RelayKey& door : world.doors()) {
    if (door == key) return hue(number);
    ++number;
  }
  return kSilver;
}

/// A key as a pattern in two rows: the more positive a number, the brighter its cell.
void draw_key(const RelayWorld& world, const RelayKey& key, Vec2 center, double width, EntityId id,
              Scene& scene) {
  const Color color = hue_of(world, key);
  const int columns = (static_cast<int>(key.size()) + 1) / 2;
  const double cell = width / std::max(columns, 3);
  const double left = static_cast<double>(center.x) - 0.5 * cell * columns;
  const double frame = 0.12 * cell;
  add_part(scene,
           box(left - frame, static_cast<double>(center.y) - cell - frame,
               left + columns * cell + frame, static_cast<double>(center.y) + cell + frame),
           faded(color, 0.35), id);
  for (int i = 0; i < static_cast<int>(key.size()); ++i) {
    const double x = left + cell * (i % columns);
    const int row = i / columns;
    const double y = static_cast<double>(center.y) - row * cell;
    const double gap = 0.07 * cell;
    const double share = 0.5 + 0.5 * static_cast<double>(key[static_cast<std::size_t>(i)]);
    const Polygon square = box(x + gap, y + gap, x + cell - gap, y + cell - gap);
    add_part(scene, square, kOff, id);
    add_part(scene, square, faded(color, 0.06 + 0.94 * share), id);
  }
}

void draw_room(const RelayWorld& world, Scene& scene) {
  const double half = 0.5 * kRow * std::max(world.settings().doors, 2) + 0.35;
  const double right = kColumn * (world.settings().hops_max + 1) + 1.1;
  scene.min = point(-1.15, -half);
  scene.max = point(right, half);
  scene.background = {14, 16, 22};
  scene.add(box(-1.05, -half + 0.1, right - 0.1, half - 0.1), kWall);
  for (int column = 0; column <= world.settings().hops_max; ++column) {
    const double x = kColumn * (column + 0.5);
    scene.add(Line{point(x, -half + 0.3), point(x, half - 0.3), 0.012F}, faded(kEdge, 0.22));
  }
}

Color shine(const RelayWorld& world) {
  return world.chosen_door() == world.open_door() ? kGreen : kYellow;
}

/// The way from the agent to the open door, once a door was chosen.
void draw_chain(const RelayWorld& world, Scene& scene) {
  if (world.chosen_door() < 0) return;
  const Color color = shine(world);
  std::vector<Vec2> places = {runner_place(world)};
  for (const int message : world.chain()) places.push_back(message_place(world, message));
  places.push_back(door_place(world, world.open_door()));
  for (std::size_t i = 1; i < places.size(); ++i) {
    scene.add(Line{places[i - 1], places[i], 0.16F}, faded(color, 0.15));
    scene.add(Line{places[i - 1], places[i], 0.045F}, faded(color, 0.85));
  }
}

/// A disc: above the key by which the message is found, below the key that it names.
void draw_message(const RelayWorld& world, int index, Scene& scene) {
  const RelayWorld::Message& message = world.messages()[static_cast<std::size_t>(index)];
  const EntityId id = kFirstMessageId + index;
  const Vec2 place = message_place(world, index);
  const Pose disc{static_cast<double>(place.x), static_cast<double>(place.y)};
  const std::vector<int>& chain = world.chain();
  const bool shines =
      world.chosen_door() >= 0 && std::find(chain.begin(), chain.end(), index) != chain.end();
  outline(scene.add(Circle{place, kToken}, kCard, id), shines ? shine(world) : faded(kEdge, 0.8),
          shines ? 0.05F : 0.022F);
  draw_key(world, message.key, disc.at(0, 0.25), 0.72, id, scene);
  draw_key(world, message.names, disc.at(0, -0.25), 0.72, id, scene);
  add_part(scene, disc.polygon({{-0.075, 0.035}, {0.075, 0.035}, {0, -0.04}}), kSilver, id);
}

Polygon arch(const Pose& place, double half_width, double bottom, double spring) {
  Polygon shape{{place.at(half_width, bottom), place.at(half_width, spring)}};
  for (int i = 1; i < 8; ++i) {
    const double angle = 3.14159265358979323846 * i / 8;
    shape.points.push_back(
        place.at(half_width * std::cos(angle), spring + half_width * std::sin(angle)));
  }
  shape.points.push_back(place.at(-half_width, spring));
  shape.points.push_back(place.at(-half_width, bottom));
  return shape;
}

/// An arched door with its key on it; the one that was chosen stands open, or is barred.
void draw_door(const RelayWorld& world, int index, Scene& scene) {
  const EntityId id = first_door_id(world) + index;
  const Vec2 place = door_place(world, index);
  const Pose door{static_cast<double>(place.x), static_cast<double>(place.y)};
  const bool chosen = world.chosen_door() == index;
  const bool shown_open = world.chosen_door() >= 0 && world.open_door() == index;
  Color frame = faded(kEdge, 0.9);
  if (chosen) frame = kVermillion;
  if (shown_open) frame = shine(world);
  scene.add(Circle{place, kToken}, faded(kWood, 0.22), id);
  const Color leaf = chosen && shown_open ? Color{16, 104, 80} : kWood;
  outline(add_part(scene, arch(door, 0.46, -0.46, 0.06), leaf, id), frame,
          chosen || shown_open ? 0.06F : 0.03F);
  add_part(scene, arch(door, 0.38, -0.42, 0.04), faded(kInk, 0.35), id);
  draw_key(world, world.doors()[static_cast<std::size_t>(index)], door.at(0, 0.06), 0.68, id,
           scene);
  add_part(scene, Circle{door.at(0.28, -0.28), 0.045F}, kOrange, id);
  if (!chosen || shown_open) return;
  add_part(scene, Line{door.at(-0.5, -0.4), door.at(0.5, 0.4), 0.08F}, kVermillion, id);
  add_part(scene, Line{door.at(-0.5, 0.4), door.at(0.5, -0.4), 0.08F}, kVermillion, id);
}

/// A round body that carries the key on its chest.
void draw_runner(const RelayWorld& world, Scene& scene) {
  const Vec2 place = runner_place(world);
  const Pose runner{static_cast<double>(place.x), static_cast<double>(place.y)};
  add_part(scene, Circle{place, 0.74F}, faded(kSkyBlue, 0.1), kRunnerId);
  outline(scene.add(Circle{place, 0.6F}, kBlue, kRunnerId), kSkyBlue, 0.035F);
  for (const double x : {-0.2, 0.2}) {
    add_part(scene, Circle{runner.at(x, 0.34), 0.085F}, kWhite, kRunnerId);
    add_part(scene, Circle{runner.at(x + 0.025, 0.33), 0.045F}, kInk, kRunnerId);
  }
  add_part(scene, runner.box(-0.44, -0.32, 0.44, 0.16), kInk, kRunnerId);
  draw_key(world, world.own_key(), runner.at(0, -0.08), 0.76, kRunnerId, scene);
}

}  // namespace

Vec2 runner_place(const RelayWorld& /*world*/) {
  return {0, 0};
}

Vec2 message_place(const RelayWorld& world, int message) {
  const auto end = world.messages().begin() + message;
  const int level = end->level;
  const auto above =
      std::count_if(world.messages().begin(), end,
                    [level](const RelayWorld::Message& other) { return other.level == level; });
  return point(kColumn * (level + 1), row_place(world, static_cast<int>(above)));
}

Vec2 door_place(const RelayWorld& world, int door) {
  return point(kColumn * (world.settings().hops_max + 1), row_place(world, door));
}

void draw_relay(const RelayWorld& world, Scene& scene) {
  draw_room(world, scene);
  draw_chain(world, scene);
  for (int i = 0; i < static_cast<int>(world.messages().size()); ++i) draw_message(world, i, scene);
  for (int i = 0; i < static_cast<int>(world.doors().size()); ++i) draw_door(world, i, scene);
  draw_runner(world, scene);
}

}  // namespace saccade

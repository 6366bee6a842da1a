#include "envs/forage/forage_scene.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "envs/core/colors.h"

namespace saccade {
namespace {

using namespace colors;  // Shapes differ besides.

constexpr Color kOutside{13, 15, 19};
constexpr Color kFloor{28, 32, 39};
constexpr Color kGrid{255, 255, 255, 9};
constexpr Color kWall{72, 80, 94};
constexpr Color kWallEdge{112, 122, 138};
constexpr Color kShadow{8, 9, 12, 120};
constexpr Color kWood{150, 108, 66};
constexpr Color kPlank{96, 66, 38};

constexpr float kDrawnThickness = 0.6F;
constexpr float kGridSpacing = 2;  // m

using Points = std::vector<Vec2>;

Vec2 to_vec2(b2Vec2 v) {
  return {v.x, v.y};
}

Color mixed(Color a, Color b, float share) {
  const auto mix = [share](std::uint8_t x, std::uint8_t y) {
    return static_cast<std::uint8_t>(static_cast<float>(x) * (1 - share) +
                                     static_cast<float>(y) * share);
  };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b), a.a};
}

// How one entity is to be shown: what the agent does not see is faint and carries no id.
struct Look {
  EntityId id;
  float strength;

  SceneShape& add(Scene& scene, std::variant<Circle, Polygon, Line, Text> shape, Color color,
                  bool anchor = false) const {
    SceneShape& added = scene.add(std::move(shape), faded(color, strength), id);
    added.anchor = anchor;
    return added;
  }
};

Look look_of(const ForageWorld& world, EntityId id, b2Vec2 at, float radius,
             const b2Body* except = nullptr) {
  const bool hidden = world.hidden(world.agent().GetPosition(), at, radius, except);
  return hidden ? Look{kNoEntity, 0.22F} : Look{id, 1};
}

Points box(float left, float bottom, float right, float top) {
  return {{left, bottom}, {right, bottom}, {right, top}, {left, top}};
}

// A leaf with its base at `at`, pointing along `angle`.
Points leaf(b2Vec2 at, float angle, float length) {
  const b2Vec2 along = direction(angle);
  const b2Vec2 across{-along.y, along.x};
  Points points;
  for (const b2Vec2 p :
       {b2Vec2{0, 0}, {0.3F, 0.24F}, {0.6F, 0.24F}, {1, 0}, {0.6F, -0.24F}, {0.3F, -0.24F}}) {
    points.push_back(to_vec2(at + length * (p.x * along + p.y * across)));
  }
  return points;
}

void draw_floor(float half, Scene& scene) {
  scene.add(Polygon{box(-half, -half, half, half)}, kFloor);
  for (float at = -half + kGridSpacing; at < half - 0.01F; at += kGridSpacing) {
    scene.add(Line{{at, -half}, {at, half}, 0.04F}, kGrid);
    scene.add(Line{{-half, at}, {half, at}, 0.04F}, kGrid);
  }
}

void draw_walls(float half, Scene& scene) {
  const float out = half + kDrawnThickness;
  scene.add(Polygon{box(-out, half, out, out)}, kWall);
  scene.add(Polygon{box(-out, -out, out, -half)}, kWall);
  scene.add(Polygon{box(-out, -half, -half, half)}, kWall);
  scene.add(Polygon{box(half, -half, out, half)}, kWall);
  const Points inner = box(-half, -half, half, half);
  for (std::size_t i = 0; i < 4; ++i) {
    scene.add(Line{inner[i], inner[(i + 1) % 4], 0.08F}, kWallEdge);
  }
}

// The part of a convex polygon where `inside` (a signed distance) is not negative.
template <class Inside>
Points clipped(const Points& points, const Inside& inside) {
  Points kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Vec2 a = points[i];
    const Vec2 b = points[(i + 1) % points.size()];
    const float da = inside(a);
    const float db = inside(b);
    if (da >= 0) kept.push_back(a);
    if ((da < 0) == (db < 0)) continue;
    const float t = da / (da - db);
    kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
  }
  return kept;
}

Points clipped_to_arena(Points points, float half) {
  points = clipped(points, [half](Vec2 p) { return half - p.x; });
  points = clipped(points, [half](Vec2 p) { return half + p.x; });
  points = clipped(points, [half](Vec2 p) { return half - p.y; });
  return clipped(points, [half](Vec2 p) { return half + p.y; });
}

Points corners(const ForageWorld::Crate& crate, float share = 1) {
  Points points;
  const float h = crate.half * share;
  for (const b2Vec2 corner : {b2Vec2{-h, -h}, {h, -h}, {h, h}, {-h, h}}) {
    points.push_back(to_vec2(crate.body->GetWorldPoint(corner)));
  }
  return points;
}

// The ground that a crate hides: between the two corners that are outermost as seen by the agent.
void draw_shadow(const ForageWorld& world, const ForageWorld::Crate& crate, Scene& scene) {
  const b2Vec2 eye = world.agent().GetPosition();
  const b2Vec2 center = crate.body->GetPosition() - eye;
  const auto bearing = [&](Vec2 corner) {
    const b2Vec2 ray = b2Vec2{corner.x, corner.y} - eye;
    return std::atan2(b2Cross(center, ray), b2Dot(center, ray));
  };
  const Points points = corners(crate);
  const auto [right, left] = std::minmax_element(
      points.begin(), points.end(), [&](Vec2 a, Vec2 b) { return bearing(a) < bearing(b); });
  const float reach = 6 * world.half();
  const auto beyond = [&](Vec2 corner) {
    b2Vec2 ray = b2Vec2{corner.x, corner.y} - eye;
    ray.Normalize();
    return to_vec2(eye + reach * ray);
  };
  const Points shadow =
      clipped_to_arena({*right, beyond(*right), beyond(*left), *left}, world.half());
  if (shadow.size() >= 3) scene.add(Polygon{shadow}, kShadow);
}

void draw_crate(const ForageWorld& world, const ForageWorld::Crate& crate, Scene& scene) {
  const b2Body& body = *crate.body;
  const Look look = look_of(world, crate.id, body.GetPosition(), crate.half, crate.body);
  const auto at = [&](float x, float y) {
    return to_vec2(body.GetWorldPoint(crate.half * b2Vec2{x, y}));
  };
  look.add(scene, Polygon{corners(crate)}, kPlank, true);
  look.add(scene, Polygon{corners(crate, 0.92F)}, kWood);
  const float width = 0.1F * crate.half;
  look.add(scene, Line{at(-0.92F, -0.31F), at(0.92F, -0.31F), width / 2}, kPlank);
  look.add(scene, Line{at(-0.92F, 0.31F), at(0.92F, 0.31F), width / 2}, kPlank);
  look.add(scene, Line{at(-0.8F, -0.8F), at(0.8F, 0.8F), 3 * width}, mixed(kWood, kWhite, 0.12F));
  const Points frame = corners(crate, 0.84F);
  for (std::size_t i = 0; i < 4; ++i) {
    look.add(scene, Line{frame[i], frame[(i + 1) % 4], 2.2F * width}, mixed(kWood, kPlank, 0.3F));
  }
}

// A fruit with a leaf.
void draw_food(const ForageWorld& world, const ForageWorld::Morsel& morsel, Scene& scene) {
  const Look look = look_of(world, morsel.id, morsel.position, morsel.radius);
  const float r = morsel.radius;
  look.add(scene, Circle{to_vec2(morsel.position), r}, kGreen, true);
  look.add(scene, Circle{to_vec2(morsel.position + r * b2Vec2{-0.3F, 0.3F}), 0.3F * r},
           mixed(kGreen, kWhite, 0.55F));
  const b2Vec2 stem = morsel.position + r * b2Vec2{0.1F, 0.85F};
  look.add(scene, Polygon{leaf(stem, 0.7F, 1.1F * r)}, mixed(kGreen, kYellow, 0.65F));
}

// A spiky burr.
void draw_poison(const ForageWorld& world, const ForageWorld::Morsel& morsel, Scene& scene) {
  constexpr int kSpikes = 8;
  const Look look = look_of(world, morsel.id, morsel.position, morsel.radius);
  const float r = morsel.radius;
  for (int i = 0; i < kSpikes; ++i) {
    const float angle = 2 * b2_pi * (static_cast<float>(i) + 0.25F) / kSpikes;
    look.add(scene,
             Polygon{{to_vec2(morsel.position + 1.25F * r * direction(angle)),
                      to_vec2(morsel.position + 0.75F * r * direction(angle + 0.38F)),
                      to_vec2(morsel.position + 0.75F * r * direction(angle - 0.38F))}},
             kPurple);
  }
  look.add(scene, Circle{to_vec2(morsel.position), 0.8F * r}, kPurple, true);
  look.add(scene, Circle{to_vec2(morsel.position), 0.45F * r}, mixed(kPurple, kInk, 0.75F));
}

void draw_eye(const Look& look, b2Vec2 at, float gaze, float radius, Scene& scene) {
  look.add(scene, Circle{to_vec2(at), radius}, kWhite);
  look.add(scene, Circle{to_vec2(at + 0.35F * radius * direction(gaze)), 0.55F * radius}, kInk);
}

// An arrowhead; it glows and looks at its prey when chasing, and is grey while dazed.
void draw_hunter(const ForageWorld& world, const ForageWorld::Hunter& hunter, Scene& scene) {
  const b2Vec2 at = hunter.body->GetPosition();
  const Look look = look_of(world, hunter.id, at, hunter.radius);
  const float r = hunter.radius;
  if (hunter.chasing) {
    look.add(scene, Circle{to_vec2(at), 1.9F * r}, faded(kVermillion, 0.14F));
    look.add(scene, Circle{to_vec2(at), 1.5F * r}, faded(kVermillion, 0.22F));
  }
  const Color body = hunter.dazed > 0 ? mixed(kVermillion, kWallEdge, 0.75F) : kVermillion;
  Points points;
  for (const float turn : {0.0F, 2.35F, -2.35F}) {
    points.push_back(to_vec2(at + 1.3F * r * direction(hunter.heading + turn)));
  }
  SceneShape& triangle = look.add(scene, Polygon{points}, body, true);
  triangle.outline = faded(mixed(body, kInk, 0.5F), look.strength);
  triangle.outline_width = 0.07F;
  const b2Vec2 along = direction(hunter.heading);
  const b2Vec2 across{-along.y, along.x};
  for (const float side : {-0.3F, 0.3F}) {
    const b2Vec2 eye = at + r * (0.15F * along + side * across);
    if (hunter.dazed > 0) {
      look.add(scene, Circle{to_vec2(eye), 0.1F * r}, kInk);
    } else {
      draw_eye(look, eye, hunter.heading, 0.22F * r, scene);
    }
  }
}

void draw_trail(const ForageWorld& world, Scene& scene) {
  const auto& trail = world.trail();
  for (std::size_t i = 0; i < trail.size(); ++i) {
    const float fresh = 1 - static_cast<float>(i) / static_cast<float>(trail.size());
    scene.add(Circle{to_vec2(trail[i]), ForageWorld::kAgentRadius * (0.25F + 0.5F * fresh)},
              faded(kSkyBlue, 0.16F * fresh));
  }
}

void draw_agent(const ForageWorld& world, Scene& scene) {
  const Look look{ForageWorld::kAgentId, 1};
  const b2Vec2 at = world.agent().GetPosition();
  const float r = ForageWorld::kAgentRadius;
  SceneShape& body = look.add(scene, Circle{to_vec2(at), r}, kSkyBlue, true);
  body.outline = mixed(kSkyBlue, kWhite, 0.6F);
  body.outline_width = 0.07F;
  draw_eye(look, at + 0.35F * r * direction(world.heading()), world.heading(), 0.55F * r, scene);
}

// What was gained or lost rises and fades where it happened.
void draw_events(const ForageWorld& world, Scene& scene) {
  for (const ForageWorld::Event& event : world.events()) {
    if (event.reward == 0 || event.age >= ForageWorld::kEventAge) continue;
    const float age = static_cast<float>(event.age) / ForageWorld::kEventAge;
    const Color color = event.reward > 0     ? mixed(kGreen, kWhite, 0.4F)
                        : event.reward == -1 ? kPurple
                                             : mixed(kVermillion, kWhite, 0.2F);
    const std::string text = event.reward > 0 ? "+1" : std::to_string(event.reward);
    const b2Vec2 at = event.position + b2Vec2{0, 0.9F + 0.8F * age};
    SceneShape& ring = scene.add(Circle{to_vec2(event.position), 0.4F + age}, {0, 0, 0, 0});
    ring.outline = faded(color, 0.6F * (1 - age));
    ring.outline_width = 0.06F;
    scene.add(Text{to_vec2(at), text, 0.8F}, faded(color, 1 - age));
  }
}

}  // namespace

void draw_forage(const ForageWorld& world, Scene& scene) {
  const float edge = world.half() + kDrawnThickness + 0.2F;
  scene.min = {-edge, -edge};
  scene.max = {edge, edge};
  scene.background = kOutside;
  draw_floor(world.half(), scene);
  for (const auto& crate : world.crates()) draw_shadow(world, crate, scene);
  draw_walls(world.half(), scene);
  for (const auto& morsel : world.food()) draw_food(world, morsel, scene);
  for (const auto& morsel : world.poison()) draw_poison(world, morsel, scene);
  draw_trail(world, scene);
  for (const auto& crate : world.crates()) draw_crate(world, crate, scene);
  for (const auto& hunter : world.hunters()) draw_hunter(world, hunter, scene);
  draw_agent(world, scene);
  draw_events(world, scene);
}

}  // namespace saccade

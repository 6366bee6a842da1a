#include "envs/hide/hide_scene.h"

#include <array>
#include <string>

#include "envs/draw/shapes.h"
#include "envs/hide/hide_fan.h"
#include "envs/hide/hide_spaces.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr Color kNight{13, 15, 19};
constexpr Color kFloor{34, 38, 46};
constexpr Color kJoint{255, 255, 255, 10};
constexpr Color kWall{92, 101, 117};
constexpr Color kWallMiddle{140, 150, 168};
constexpr Color kWood{156, 116, 74};
constexpr Color kPlank{104, 74, 44};
constexpr Color kAlarm{255, 92, 70};
constexpr std::array<Color, 2> kTeams = {kSkyBlue, kOrange};
constexpr std::array<Color, 2> kDarkTeams = {Color{38, 92, 126}, Color{128, 84, 14}};

constexpr double kWallWidth = 2 * kHideWallHalf;

Color team_color(HideTeam team) {
  return kTeams[static_cast<std::size_t>(team)];
}

Vec2 at(b2Vec2 v) {
  return {v.x, v.y};
}

Pose pose_of(const b2Body& body) {
  const b2Vec2 place = body.GetPosition();
  return {place.x, place.y, body.GetAngle()};
}

void draw_floor(double half, Scene& scene) {
  scene.add(box(-half, -half, half, half), kFloor);
  for (double line = -half + 1; line < half - 0.01; line += 1) {
    scene.add(Line{point(line, -half), point(line, half), 0.03F}, kJoint);
    scene.add(Line{point(-half, line), point(half, line), 0.03F}, kJoint);
  }
}

void draw_walls(const HideWorld& world, Scene& scene) {
  for (std::size_t i = 0; i < world.walls().size(); ++i) {
    const HideWall& wall = world.walls()[i];
    const b2Vec2 reach{kHideWallHalf, kHideWallHalf};
    const b2Vec2 low = b2Min(wall.from, wall.to) - reach, high = b2Max(wall.from, wall.to) + reach;
    const EntityId id = hide_wall_id(world, i);
    add_part(scene, box(low.x, low.y, high.x, high.y), kWall, id);
    scene.add(Circle{at(0.5F * (low + high)), 0.07F}, kWallMiddle, id);  // Where attention points.
  }
}

void draw_sight(const HideWorld& world, std::size_t agent, Scene& scene) {
  const bool is_seeker = world.agents()[agent].team == kHideSeekers;
  const Color light = faded(team_color(world.agents()[agent].team), is_seeker ? 0.26 : 0.14);
  const Vec2 eye = at(world.agents()[agent].body->GetPosition());
  const std::vector<b2Vec2> edge = hide_fan(world, agent);
  for (std::size_t i = 0; i + 1 < edge.size(); ++i) {
    scene.add(Polygon{{eye, at(edge[i]), at(edge[i + 1])}}, light);
  }
}

// From a seeker to each hider that it sees.
void draw_finds(const HideWorld& world, std::size_t seeker, Scene& scene) {
  const Vec2 eye = at(world.agents()[seeker].body->GetPosition());
  for (std::size_t i = 0; i < world.agents().size(); ++i) {
    if (world.agents()[i].team != kHideHiders || !world.sees_agent(seeker, i)) continue;
    scene.add(Line{eye, at(world.agents()[i].body->GetPosition()), 0.07F}, faded(kAlarm, 0.8));
  }
}

// What nobody knows of carries no id.
EntityId shown_id(const HideWorld& world, std::size_t box, bool all_is_known) {
  if (all_is_known) return hide_box_id(world, box);
  for (std::size_t i = 0; i < world.agents().size(); ++i) {
    if (world.knows_box(i, box)) return hide_box_id(world, box);
  }
  return kNoEntity;
}

// Upright, however the box stands.
void draw_padlock(const b2Body& body, Color color, EntityId id, Scene& scene) {
  const b2Vec2 place = body.GetPosition();
  const Pose pose{place.x, place.y - 0.06, 0};
  outline(add_part(scene, Circle{pose.at(0, 0.1), 0.17F}, {0, 0, 0, 0}, id), kInk, 0.17F);
  outline(add_part(scene, Circle{pose.at(0, 0.1), 0.19F}, {0, 0, 0, 0}, id), color, 0.08F);
  outline(add_part(scene, pose.box(-0.3, -0.28, 0.3, 0.12), color, id), kInk, 0.05F);
  add_part(scene, Circle{pose.at(0, -0.04), 0.065F}, kInk, id);
  add_part(scene, pose.box(-0.03, -0.18, 0.03, -0.04), kInk, id);
}

void draw_box(const HideWorld& world, std::size_t number, bool all_is_known, Scene& scene) {
  const HideWorld::Box& shown = world.boxes()[number];
  const EntityId id = shown_id(world, number, all_is_known);
  const Pose pose = pose_of(*shown.body);
  const double h = kHideBoxHalf;
  const bool is_locked = shown.locked_by != kHideNobody;
  const Color wood = is_locked ? kDarkTeams[static_cast<std::size_t>(shown.locked_by)] : kWood;
  const Color rim = is_locked ? team_color(shown.locked_by) : kPlank;
  add_part(scene, pose.box(-h, -h, h, h), kInk, id);
  outline(scene.add(pose.box(-h + 0.07, -h + 0.07, h - 0.07, h - 0.07), wood, id), rim, 0.1F);
  if (is_locked) {
    draw_padlock(*shown.body, rim, id, scene);
    return;
  }
  const double e = h - 0.16;
  add_part(scene, Line{pose.at(-e, -e), pose.at(e, e), 0.13F}, kPlank, id);
  add_part(scene, Line{pose.at(-e, e), pose.at(e, -e), 0.13F}, kPlank, id);
}

// Two arms that end on the box.
void draw_grip(const HideWorld& world, std::size_t agent, Scene& scene) {
  const HideWorld::Agent& holder = world.agents()[agent];
  if (holder.held < 0) return;
  const b2Vec2 from = holder.body->GetPosition();
  const b2Body& held = *world.boxes()[static_cast<std::size_t>(holder.held)].body;
  const b2Vec2 corner{kHideBoxHalf, kHideBoxHalf};
  const b2Vec2 hand = held.GetWorldPoint(b2Clamp(held.GetLocalPoint(from), -corner, corner));
  b2Vec2 along = hand - from;
  along.Normalize();
  const b2Vec2 aside{-along.y, along.x};
  const auto id = static_cast<EntityId>(agent);
  for (const float side : {-0.24F, 0.24F}) {
    const b2Vec2 shoulder = from + side * aside, grip = hand + 0.08F * along + side * aside;
    add_part(scene, Line{at(shoulder), at(grip), 0.2F}, kInk, id);
    add_part(scene, Line{at(shoulder), at(grip), 0.12F}, team_color(holder.team), id);
    outline(add_part(scene, Circle{at(grip), 0.12F}, kWhite, id), kInk, 0.04F);
  }
}

void draw_agent(const HideWorld& world, std::size_t number, bool waits, Scene& scene) {
  const HideWorld::Agent& agent = world.agents()[number];
  const auto id = static_cast<EntityId>(number);
  const Pose pose = pose_of(*agent.body);
  const double r = kHideAgentRadius;
  const bool found = agent.team == kHideHiders && world.is_found(number) && !waits;
  if (found) {
    outline(add_part(scene, Circle{pose.at(0, 0), static_cast<float>(r) + 0.17F}, {0, 0, 0, 0}, id),
            kAlarm, 0.09F);
  }
  add_part(scene, pose.polygon({{r - 0.06, -0.2}, {r + 0.26, 0}, {r - 0.06, 0.2}}),
           team_color(agent.team), id);
  outline(scene.add(Circle{pose.at(0, 0), static_cast<float>(r)}, team_color(agent.team), id), kInk,
          0.06F);
  if (waits && agent.team == kHideSeekers) {  // Blindfolded.
    add_part(scene, pose.polygon({{0.02, -0.39}, {0.26, -0.3}, {0.26, 0.3}, {0.02, 0.39}}), kInk,
             id);
    return;
  }
  for (const double side : {-0.17, 0.17}) {
    outline(add_part(scene, Circle{pose.at(0.14, side), 0.13F}, kWhite, id), kInk, 0.03F);
    add_part(scene, Circle{pose.at(0.19, side), 0.065F}, kInk, id);
  }
}

void draw_rays(const HideWorld& world, std::size_t agent, int count, Scene& scene) {
  const b2Body* self = world.agents()[agent].body;
  const Color color = team_color(world.agents()[agent].team);
  const float range = hide_rays(count, 2 * world.half()).range;
  for (int ray = 0; ray < count; ++ray) {
    const b2Vec2 sight = hide_ray_direction(world.ahead(agent), ray, count);
    const HideHit hit = cast_hide_ray(world.physics(), self->GetPosition(), sight, range, self);
    const b2Vec2 end = self->GetPosition() + hit.distance * sight;
    scene.add(Line{at(self->GetPosition()), at(end), 0.02F}, faded(color, 0.25));
    if (hit.thing >= 0) scene.add(Circle{at(end), 0.06F}, faded(color, 0.8));
  }
}

// Below the arena: how much of the preparation is left, then in how many steps hiders were hidden.
void draw_score(const HideWorld& world, const HideGame& game, Scene& scene) {
  const double half = world.half(), top = -half - kWallWidth - 0.25, bottom = top - 0.35;
  const double words = bottom - 0.55;
  const auto bar = [&](double from, double to, Color color) {
    scene.add(box(-half + 2 * half * from, bottom, -half + 2 * half * to, top), color);
  };
  bar(0, 1, Color{44, 49, 59});
  if (game.preparation_left > 0) {
    bar(0, static_cast<double>(game.preparation_left) / game.preparation, kYellow);
    const int seconds =
        (game.preparation_left + HideWorld::kStepsPerSecond - 1) / HideWorld::kStepsPerSecond;
    scene.add(Text{point(0, words), "preparation: " + std::to_string(seconds) + " s left", 0.62F},
              kYellow);
    return;
  }
  const double hidden = static_cast<double>(game.hidden) / game.seeking;
  const double found = static_cast<double>(game.found) / game.seeking;
  bar(0, hidden, kSkyBlue);
  bar(hidden, hidden + found, kOrange);
  scene.add(Text{point(-half / 2, words), "hidden " + std::to_string(game.hidden), 0.62F},
            kSkyBlue);
  scene.add(Text{point(half / 2, words), "found " + std::to_string(game.found), 0.62F}, kOrange);
}

}  // namespace

void draw_hide_world(const HideWorld& world, const HideGame& game, Scene& scene) {
  const double edge = static_cast<double>(world.half()) + kWallWidth + 0.25;
  const bool is_preparing = game.preparation_left > 0;
  scene.min = point(-edge, -edge - 1.25);
  scene.max = point(edge, edge);
  scene.background = kNight;
  draw_floor(world.half(), scene);
  const std::size_t agents = world.agents().size();
  const auto waits = [&](std::size_t i) {
    return is_preparing && world.agents()[i].team == kHideSeekers;
  };
  for (std::size_t i = 0; i < agents; ++i) {
    if (!waits(i)) draw_sight(world, i, scene);
  }
  draw_walls(world, scene);
  for (std::size_t b = 0; b < world.boxes().size(); ++b) {
    draw_box(world, b, game.all_is_known, scene);
  }
  for (std::size_t i = 0; i < agents; ++i) {
    if (!waits(i) && world.agents()[i].team == kHideSeekers) draw_finds(world, i, scene);
    if (game.rays > 0) draw_rays(world, i, game.rays, scene);
  }
  for (std::size_t i = 0; i < agents; ++i) draw_grip(world, i, scene);
  for (std::size_t i = 0; i < agents; ++i) draw_agent(world, i, is_preparing, scene);
  draw_score(world, game, scene);
}

}  // namespace saccade

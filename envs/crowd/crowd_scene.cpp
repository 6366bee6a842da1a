#include "envs/crowd/crowd_scene.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kPi = 3.14159265358979323846;
constexpr double kBorder = 0.9;  // m around all that is shown.

constexpr Color kPlaza{38, 43, 52};
constexpr Color kBeyondPlaza{26, 29, 35};
constexpr Color kSeam{180, 200, 230, 13};
constexpr Color kCoats[] = {
    {86, 140, 190}, {150, 118, 180}, {84, 150, 140}, {120, 132, 160}, {176, 128, 150}};

Vec2 at(CrowdPoint p) {
  return point(p.x, p.y);
}

float narrow(double length) {
  return static_cast<float>(length);
}

Color coat_of(const Person& person) {
  return kCoats[static_cast<std::size_t>(person.id - kFirstPersonId) % std::size(kCoats)];
}

// A square around the middle that holds the start, the goals, and the robot wherever it goes.
double half_of_view(const CrowdWorld& world) {
  const CrowdSettings& settings = world.settings();
  double half = settings.circle_radius + 0.5;
  if (settings.square) half = std::max(half, settings.square_width / 2);
  const auto include = [&half](CrowdPoint p) {
    half = std::max({half, std::abs(p.x), std::abs(p.y)});
  };
  for (const Person& person : world.people()) include(person.goal);
  include(world.robot().place);
  return half + kBorder;
}

void draw_plaza(const CrowdWorld& world, Scene& scene) {
  const double half = half_of_view(world);
  scene.min = point(-half, -half);
  scene.max = point(half, half);
  scene.background = kBeyondPlaza;
  scene.add(box(-half, -half, half, half), kPlaza);
  const double last = std::floor(half);
  for (double line = -last; line <= last; line += 1) {
    scene.add(Line{point(line, -half), point(line, half), 0.02F}, kSeam);
    scene.add(Line{point(-half, line), point(half, line), 0.02F}, kSeam);
  }
  if (world.settings().square) return;
  SceneShape& circle =
      scene.add(Circle{point(0, 0), narrow(world.settings().circle_radius)}, faded(kSilver, 0.03));
  outline(circle, faded(kSilver, 0.16), 0.03F);
}

// Where people want to go.  Nobody is told, so that no entity owns these shapes.
void draw_wishes(const CrowdWorld& world, Scene& scene) {
  for (const Person& person : world.people()) {
    const Color color = coat_of(person);
    scene.add(Line{at(person.place), at(person.goal), 0.02F}, faded(color, 0.14));
    outline(scene.add(Circle{at(person.goal), 0.13F}, faded(color, 0.18)), faded(color, 0.55),
            0.03F);
  }
}

void draw_goal(const CrowdWorld& world, Scene& scene) {
  const Vec2 goal = at(world.robot().goal);
  const bool arrived = world.distance_to_goal() < CrowdWorld::kGoalDistance;
  const auto ring = narrow(CrowdWorld::kGoalDistance);
  if (arrived) {
    outline(add_part(scene, Circle{goal, 2.2F * ring}, faded(kYellow, 0.15), kCrowdRobotId),
            faded(kYellow, 0.8), 0.04F);
  }
  outline(add_part(scene, Circle{goal, ring}, faded(kGreen, 0.3), kCrowdRobotId), kGreen, 0.05F);
  const Pose place{static_cast<double>(goal.x), static_cast<double>(goal.y), 0};
  add_part(scene, Line{place.at(0, 0), place.at(0, 0.72), 0.05F}, kSilver, kCrowdRobotId);
  add_part(scene, place.polygon({{0.02, 0.72}, {0.5, 0.57}, {0.02, 0.42}}), kGreen, kCrowdRobotId);
}

// The last steps of all: of the robot far back, of people a short tail.
void draw_trails(const CrowdWorld& world, Scene& scene) {
  const std::size_t all = world.people().size() + 1;
  const std::size_t steps = world.trail().size() / all;
  for (std::size_t who = 0; who < all; ++who) {
    const bool is_robot = who == 0;
    const Person& person = is_robot ? world.robot() : world.people()[who - 1];
    const std::size_t length = std::min<std::size_t>(steps, is_robot ? 60 : 10);
    const Color color = is_robot ? kOrange : coat_of(person);
    for (std::size_t back = length; back > 0; --back) {
      const std::size_t step = steps - back;
      const CrowdPoint from = world.trail()[step * all + who];
      const CrowdPoint to = step + 1 < steps ? world.trail()[(step + 1) * all + who] : person.place;
      const double fresh = 1 - static_cast<double>(back) / static_cast<double>(length + 1);
      add_part(scene, Line{at(from), at(to), is_robot ? 0.08F : 0.06F},
               faded(color, (is_robot ? 0.75 : 0.5) * fresh), person.id);
    }
  }
}

// An arrow from the edge of the disc to where its middle is in a second.
void draw_velocity(const Person& person, Color color, EntityId id, Scene& scene) {
  const double speed =
      std::sqrt(person.velocity.x * person.velocity.x + person.velocity.y * person.velocity.y);
  if (speed < 0.05) return;
  const Pose along{person.place.x, person.place.y,
                   std::atan2(person.velocity.y, person.velocity.x)};
  const double tip = person.radius + 0.2 + 0.5 * speed;
  add_part(scene, Line{along.at(person.radius, 0), along.at(tip - 0.1, 0), 0.06F}, color, id);
  add_part(scene, along.polygon({{tip - 0.16, -0.11}, {tip, 0}, {tip - 0.16, 0.11}}), color, id);
}

// Seen from above: shoulders across the way they go, and a head.
void draw_person(const Person& person, Color coat, EntityId id, Scene& scene) {
  draw_velocity(person, faded(kWhite, 0.75), id, scene);
  const double turn = std::atan2(person.velocity.y, person.velocity.x);
  const Pose body{person.place.x, person.place.y, turn};
  const double r = person.radius;
  outline(scene.add(Circle{at(person.place), narrow(r)}, faded(coat, 0.55), id), coat, 0.035F);
  for (const double side : {-0.5, 0.5}) {
    add_part(scene, Circle{body.at(0, side * r), narrow(0.36 * r)}, coat, id);
  }
  add_part(scene, body.box(-0.34 * r, -0.5 * r, 0.34 * r, 0.5 * r), coat, id);
  outline(add_part(scene, Circle{body.at(0.08 * r, 0), narrow(0.36 * r)}, faded(kInk, 0.8), id),
          faded(kSilver, 0.6), 0.02F);
}

void draw_comfort(const CrowdWorld& world, Scene& scene) {
  const Person& robot = world.robot();
  const bool is_close = world.gap() < CrowdWorld::kComfort;
  const auto reach = narrow(robot.radius + CrowdWorld::kComfort);
  const Color color = is_close ? kVermillion : kYellow;
  outline(add_part(scene, Circle{at(robot.place), reach}, faded(color, is_close ? 0.3 : 0.08),
                   kCrowdRobotId),
          faded(color, is_close ? 0.95 : 0.4), 0.03F);
}

void draw_crash(const CrowdWorld& world, Scene& scene) {
  if (world.gap() >= 0 || world.nearest() < 0) return;
  const CrowdPoint hit = world.people()[static_cast<std::size_t>(world.nearest())].place;
  const CrowdPoint robot = world.robot().place;
  const Pose middle{(hit.x + robot.x) / 2, (hit.y + robot.y) / 2, 0};
  constexpr int kRays = 10;
  add_part(scene, Circle{middle.at(0, 0), 0.62F}, faded(kVermillion, 0.3));
  for (int i = 0; i < kRays; ++i) {
    const Pose ray{middle.x, middle.y, 2 * kPi * i / kRays};
    const double reach = i % 2 == 0 ? 0.75 : 0.5;
    add_part(scene, ray.polygon({{0.15, -0.07}, {reach, 0}, {0.15, 0.07}}),
             i % 2 == 0 ? kOrange : kYellow);
  }
}

// A round robot on two wheels, whose lamp points where it goes.
void draw_robot(const CrowdWorld& world, Scene& scene) {
  const Person& robot = world.robot();
  draw_comfort(world, scene);
  draw_velocity(robot, kYellow, kCrowdRobotId, scene);
  const double r = robot.radius;
  const bool moves = robot.velocity.x != 0 || robot.velocity.y != 0;
  const Pose body{robot.place.x, robot.place.y,
                  moves ? std::atan2(robot.velocity.y, robot.velocity.x) : kPi / 2};
  outline(scene.add(Circle{at(robot.place), narrow(r)}, kOrange, kCrowdRobotId), kWhite, 0.05F);
  for (const double side : {-0.62, 0.62}) {
    add_part(scene, body.box(-0.4 * r, side * r - 0.05, 0.4 * r, side * r + 0.05), kInk,
             kCrowdRobotId);
  }
  add_part(scene, Circle{body.at(0, 0), narrow(0.38 * r)}, kInk, kCrowdRobotId);
  add_part(scene, Circle{body.at(0.62 * r, 0), narrow(0.16 * r)}, kYellow, kCrowdRobotId);
}

}  // namespace

void draw_crowd(const CrowdWorld& world, Scene& scene) {
  draw_plaza(world, scene);
  draw_wishes(world, scene);
  draw_goal(world, scene);
  draw_trails(world, scene);
  for (const Person& person : world.people()) {
    draw_person(person, coat_of(person), person.id, scene);
  }
  draw_crash(world, scene);
  draw_robot(world, scene);
}

}  // namespace saccade

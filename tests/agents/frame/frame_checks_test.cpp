// What is said where an environment does not declare what a frame needs.
#include "agents/frame/frame_checks.h"

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "agents/learner.h"
#include "agents/policy/policy.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

constexpr ObservationFrame kPosition = ObservationFrame::kPosition;
constexpr ObservationFrame kPose = ObservationFrame::kPose;

EnvironmentSpec driving() {
  EnvironmentSpec spec;
  spec.id = "driving";
  spec.kinds[0].observation.types = {
      {.name = "self",
       .features = {"x", "y", "c", "s"},
       .fixed_count = 1,
       .geometry = {{Geometry::kPosition, {"x", "y"}}, {Geometry::kHeading, {"c", "s"}}}},
      {.name = "mine", .features = {"mx", "my"}, .geometry = {{Geometry::kPoint, {"mx", "my"}}}},
      {.name = "wind", .features = {"speed"}}};
  spec.kinds[0].action.heads = {CategoricalHead{"steer", {"left", "right"}}};
  return spec;
}

using Change = std::function<void(ObservationSpace&)>;

std::string refusal(ObservationFrame frame, const Change& change) {
  EnvironmentSpec spec = driving();
  change(spec.kinds[0].observation);
  try {
    check_frame(spec, frame);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

void drop(EntityType& type, Geometry::Kind kind) {
  std::erase_if(type.geometry, [kind](const Geometry& group) { return group.kind == kind; });
}

}  // namespace

TEST_CASE("any frame suits who declares all, and the world's suits everybody") {
  const Change nothing = [](ObservationSpace&) {};
  for (const auto frame : {ObservationFrame::kWorld, kPosition, kPose}) {
    CHECK(refusal(frame, nothing).empty());
  }
  const Change all_gone = [](ObservationSpace& s) {
    for (EntityType& type : s.types) type.geometry.clear();
  };
  CHECK(refusal(ObservationFrame::kWorld, all_gone).empty());
  CHECK_FALSE(refusal(kPosition, all_gone).empty());
}

TEST_CASE("a pose wants a heading, and says how to declare it and of what") {
  const std::string message = refusal(kPose, [](auto& s) { drop(s.types[0], Geometry::kHeading); });
  CHECK(
      message ==
      "environment driving: policy.frame: found pose, wanted world or position: entity type 'self' "
      "(features x, y, c, s), the agent itself, declares no heading; add to its geometry "
      "{Geometry::kHeading, {COSINE, SINE}} or {Geometry::kHeading, {RAD}} with the names of the "
      "features that are the angle at which it faces");
  CHECK(refusal(kPosition, [](auto& s) { drop(s.types[0], Geometry::kHeading); }).empty());
}

TEST_CASE("points want a position from which they are seen") {
  const Change lost = [](ObservationSpace& s) { drop(s.types[0], Geometry::kPosition); };
  CHECK(refusal(kPosition, lost) ==
        "environment driving: policy.frame: found position, wanted world: entity type 'self' "
        "(features x, y, c, s), the agent itself, declares no position; add to its geometry "
        "{Geometry::kPosition, {X, Y}} with the names of the features that are its place");
  CHECK_THAT(refusal(kPose, lost),
             Contains("declares no position, from which the point (mx, my) of "
                      "entity type 'mine' would be seen; add"));
  const auto only_directions = [&lost](ObservationSpace& s) {
    lost(s);
    s.types[1].geometry[0].kind = Geometry::kDirection;
  };
  CHECK(refusal(kPose, only_directions).empty());
  CHECK_FALSE(refusal(kPosition, only_directions).empty());
}

TEST_CASE("somebody else must be seen in the frame") {
  const auto frame = GENERATE(kPosition, kPose);
  const Change alone = [](ObservationSpace& s) { s.types[1].geometry.clear(); };
  CHECK_THAT(
      refusal(frame, alone),
      Contains("no entity type but the agent itself declares geometry; add Geometry::kPoint, "
               "kDirection or kAngle with the names of features to: 'mine' (features mx, "
               "my), 'wind' (features speed)"));
  CHECK_THAT(refusal(frame, [](auto& s) { s.types.resize(1); }),
             Contains("the agent sees nothing but itself"));
  CHECK(refusal(frame, [&](auto& s) {
          alone(s);
          s.rays = {{.name = "lidar", .count = 2, .hits = {"mine"}}};
        }).empty());
}

TEST_CASE("who sees a point of its own needs a place to see it from, and nobody else") {
  const Change goal = [](ObservationSpace& s) {
    s.types.resize(1);
    s.types[0].features.insert(s.types[0].features.end(), {"goal_x", "goal_y"});
    s.types[0].geometry.push_back({Geometry::kPoint, {"goal_x", "goal_y"}});
  };
  CHECK(refusal(kPosition, goal).empty());
  CHECK(refusal(kPose, goal).empty());
  CHECK_THAT(refusal(kPose,
                     [&goal](auto& s) {
                       goal(s);
                       drop(s.types[0], Geometry::kPosition);
                     }),
             Contains("declares no position, from which the point (goal_x, goal_y) of entity type "
                      "'self' would be seen"));
}

TEST_CASE("what the critic alone sees is nothing that the actor sees in the frame") {
  const auto frame = GENERATE(kPosition, kPose);
  const Change hidden = [](ObservationSpace& s) {
    s.types.resize(2);
    s.types[1].critic_only = true;
  };
  CHECK_THAT(refusal(frame, hidden), Contains("the agent sees nothing but itself"));
}

TEST_CASE("an image cannot be rotated, and stays as it is where points are moved") {
  const auto look = [](ObservationSpace& s) {
    s.images = {{.name = "view", .height = 4, .width = 4, .channels = {"mines"}}};
  };
  CHECK_THAT(refusal(kPose, look),
             Contains("the image 'view' keeps to the world's axes and cannot be rotated"));
  CHECK(refusal(kPosition, look).empty());
}

TEST_CASE("every kind of agents must declare what the frame needs") {
  EnvironmentSpec spec = driving();
  spec.kinds.push_back(spec.kinds[0]);
  spec.kinds[0].name = "driver";
  spec.kinds[1].name = "guard";
  CHECK_NOTHROW(check_frame(spec, kPose));
  drop(spec.kinds[1].observation.types[0], Geometry::kHeading);
  CHECK_THROWS_WITH(check_frame(spec, kPose),
                    Contains("environment driving: agent kind guard: policy.frame: found pose"));
}

TEST_CASE("a policy and a learner refuse a frame that cannot be") {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2};
  config.frame = kPose;
  const AgentKind kind = driving().kinds[0];
  CHECK_NOTHROW(Policy(kind.observation, kind.action, config, 1));
  config.encoder.position.relative = false;
  config.encoder.position.kind = nn::PositionKind::kFourier;
  CHECK_THROWS_WITH(Policy(kind.observation, kind.action, config, 1),
                    "policy.position_relative: found false, wanted true: with policy.frame = pose "
                    "places are seen from the agent");
  config.encoder.position = {};
  LearnerConfig learner;
  learner.policy = config;
  CHECK_THROWS_WITH(Learner(testing::factory_of<testing::Seek>(), learner, 1000, 1, 1),
                    Contains("environment seek: policy.frame: found pose"));
  const ObservationSpace bare = testing::Seek().spec().kinds[0].observation;
  CHECK_THROWS_WITH(
      Policy(bare, testing::Seek().spec().kinds[0].action, config, 1),
      Contains("policy.frame: found pose, wanted world or position: entity type 'self'"));
}

}  // namespace saccade

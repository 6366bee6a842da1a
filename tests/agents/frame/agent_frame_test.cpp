// Features in the agent's own frame, against numbers computed by hand.
#include "agents/frame/agent_frame.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "envs/core/action_space.h"

namespace saccade {
namespace {

using Numbers = std::vector<float>;

constexpr float kPi = std::numbers::pi_v<float>;

/// The agent has x, y, cosine and sine of its heading, and the speed of the wind about it.
ObservationSpace space_with(const Geometry& of_thing, std::vector<std::string> features) {
  return {{{.name = "self",
            .features = {"wind_y", "x", "y", "c", "s", "wind_x"},
            .fixed_count = 1,
            .geometry = {{Geometry::kPosition, {"x", "y"}},
                         {Geometry::kHeading, {"c", "s"}},
                         {Geometry::kDirection, {"wind_x", "wind_y"}}}},
           {.name = "thing", .features = std::move(features), .geometry = {of_thing}}}};
}

/// Features of a thing as they look to an agent at (1, 2) that faces (3, 4) / 5.
Numbers seen(ObservationFrame frame, const Geometry& group, std::vector<std::string> features,
             Numbers rows) {
  const ObservationSpace space = space_with(group, std::move(features));
  Observation observation(space, ActionSpace{});
  observation.add(0, 0, {0, 1, 2, 0.6F, 0.8F, 0});
  const AgentFrame to(space, frame);
  to.to_agent(1, to.pose_of(observation), rows);
  return rows;
}

void check_near(const Numbers& found, const Numbers& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    INFO("number " << i);
    CHECK(found[i] == Approx(wanted[i]).margin(1e-6));
  }
}

constexpr ObservationFrame kWorld = ObservationFrame::kWorld;
constexpr ObservationFrame kPosition = ObservationFrame::kPosition;
constexpr ObservationFrame kPose = ObservationFrame::kPose;

}  // namespace

TEST_CASE("a point is seen from the agent, and turned with it") {
  const Geometry point{Geometry::kPoint, {"x", "y"}};
  // Row by row: 5 ahead of the agent; 5 to its left; where it is.  "a" is no part of the point.
  const Numbers rows = {4, 7, 6, -3, 8, 5, 1, 9, 2};
  const std::vector<std::string> features = {"x", "a", "y"};
  CHECK(seen(kWorld, point, features, rows) == rows);
  CHECK(seen(kPosition, point, features, rows) == Numbers{3, 7, 4, -4, 8, 3, 0, 9, 0});
  check_near(seen(kPose, point, features, rows), {5, 7, 0, 0, 8, 5, 0, 9, 0});
}

TEST_CASE("a direction is turned and not moved") {
  const Geometry direction{Geometry::kDirection, {"y", "x"}};  // As they are listed: x is "y".
  const Numbers rows = {4, 3};
  CHECK(seen(kPosition, direction, {"x", "y"}, rows) == rows);
  check_near(seen(kPose, direction, {"x", "y"}, rows), {0, 5});
}

TEST_CASE("an angle is relative to the heading, in [-pi, pi]") {
  const float heading = std::atan2(0.8F, 0.6F);
  const Geometry angle{Geometry::kAngle, {"a"}};
  const Numbers rows = {heading, heading + 1, heading - 3, heading + 4, -3};
  CHECK(seen(kPosition, angle, {"a"}, rows) == rows);
  check_near(seen(kPose, angle, {"a"}, rows), {0, 1, -3, 4 - 2 * kPi, 2 * kPi - 3 - heading});
  const Geometry circular{Geometry::kAngle, {"cosine", "sine"}};
  check_near(
      seen(kPose, circular, {"cosine", "sine"}, {std::cos(heading + 1), std::sin(heading + 1)}),
      {std::cos(1.0F), std::sin(1.0F)});
}

TEST_CASE("units turn features of different scales together") {
  // (2, -2) stands for (5, -1) in the world, which is (4, -3) off the agent: 5 to its right.
  const Geometry point{Geometry::kPoint, {"x", "y"}, {2.5F, 0.5F}};
  const Numbers rows = {2, -2};
  check_near(seen(kPosition, point, {"x", "y"}, rows), {4 / 2.5F, -3 / 0.5F});
  check_near(seen(kPose, point, {"x", "y"}, rows), {0, -5 / 0.5F});
  const Geometry quarters{Geometry::kAngle, {"a"}, {kPi / 2, 1}};
  check_near(seen(kPose, quarters, {"a"}, {1}), {1 - std::atan2(0.8F, 0.6F) / (kPi / 2)});
}

TEST_CASE("the agent itself is at the origin of its frame and faces along x") {
  const ObservationSpace space = space_with({Geometry::kPoint, {"x", "y"}}, {"x", "y"});
  Observation observation(space, ActionSpace{});
  observation.add(0, 0, {4, 1, 2, 0.6F, 0.8F, 3});
  const auto self_in = [&](ObservationFrame frame) {
    Numbers row = observation.rows()[0].features;
    const AgentFrame to(space, frame);
    to.to_agent(0, to.pose_of(observation), row);
    return row;
  };
  CHECK(self_in(kWorld) == Numbers{4, 1, 2, 0.6F, 0.8F, 3});
  CHECK(self_in(kPosition) == Numbers{4, 0, 0, 0.6F, 0.8F, 3});
  check_near(self_in(kPose), {0, 0, 0, 1, 0, 5});
}

TEST_CASE("a heading is an angle in rad, or a vector of any length") {
  const auto pose_with = [](const Geometry& heading, Numbers features) {
    const ObservationSpace space{
        {{.name = "self", .features = {"a", "b"}, .fixed_count = 1, .geometry = {heading}}}};
    Observation observation(space, ActionSpace{});
    observation.add(0, 0, features);
    return AgentFrame(space, kPose).pose_of(observation);
  };
  const AgentPose by_angle = pose_with({Geometry::kHeading, {"b"}}, {7, 0.5F});
  CHECK(by_angle.cosine == Approx(std::cos(0.5)));
  CHECK(by_angle.sine == Approx(std::sin(0.5)));
  const AgentPose in_turns = pose_with({Geometry::kHeading, {"b"}, {2 * kPi, 1}}, {7, 0.25F});
  CHECK(in_turns.cosine == Approx(0).margin(1e-6));
  CHECK(in_turns.sine == Approx(1));
  const AgentPose by_vector = pose_with({Geometry::kHeading, {"a", "b"}}, {-3, 4});
  CHECK(by_vector.cosine == Approx(-0.6));
  CHECK(by_vector.sine == Approx(0.8));
  const AgentPose unknown = pose_with({Geometry::kHeading, {"a", "b"}}, {0, 0});
  CHECK(unknown.cosine == 1);
  CHECK(unknown.sine == 0);
}

TEST_CASE("motions are turned, and what is unknown stays unknown") {
  Numbers motions = {3, 4, 4, -3, NAN, NAN, 0, 5, 6, 8, NAN, NAN};
  rotate_motions({.x = 9, .y = 9, .cosine = 0.6, .sine = 0.8}, motions);
  check_near({motions.begin(), motions.begin() + 4}, {5, 0, 0, -5});
  CHECK(std::isnan(motions[4]));
  CHECK(std::isnan(motions[5]));
  check_near({motions.begin() + 6, motions.begin() + 10}, {4, 3, 10, 0});
  CHECK(std::isnan(motions[11]));
}

}  // namespace saccade

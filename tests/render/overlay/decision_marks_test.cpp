#include "render/overlay/decision_marks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "render/draw/palette.h"
#include "render/overlay/directions.h"

namespace saccade::render {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

TEST_CASE("labels that are directions tell the ways to go") {
  const auto ways = ways_of({"none", "up_right", "west", "down"}, kUnknown);
  REQUIRE(ways.size() == 4);
  CHECK_FALSE(ways[0]);
  CHECK(ways[1]->x == Approx(std::sqrt(0.5F)));
  CHECK(ways[1]->y == Approx(std::sqrt(0.5F)));
  CHECK(ways[2]->x == -1);
  CHECK(ways[3]->y == -1);
}

TEST_CASE("labels that name something else, too, are no ways to go") {
  CHECK(ways_of({"left", "main engine", "right"}, 0).empty());
  CHECK(ways_of({"slower", "idle", "faster"}, 0).empty());
  CHECK(ways_of({"negative", "none", "positive"}, 0).empty());
  CHECK(ways_of({"left", "stay"}, 0).empty());
}

TEST_CASE("an agent's own forward is where it faces") {
  CHECK(ways_of({"left", "forward", "right"}, kUnknown).empty());
  const auto ways = ways_of({"left", "forward", "right"}, 0);
  REQUIRE(ways.size() == 3);
  CHECK(ways[1]->x == Approx(1));
  CHECK(ways[1]->y == Approx(0).margin(1e-6));
  CHECK(ways[0]->y == Approx(1));
}

Drawing marks_of(HeadDecision head) {
  Frame frame;
  frame.mind().id = 0;
  frame.mind().actions = {std::move(head)};
  const Anchors anchors{{0, {{5, 5}, 0.5F}}, {3, {{8, 5}, 0.5F}}, {4, {{2, 5}, 0.5F}}};
  Drawing drawing;
  draw_decision(drawing, frame, anchors, WorldTransform({0, 0}, {10, 10}, {0, 0, 100, 100}), 14);
  return drawing;
}

template <class Kind>
std::vector<Kind> all_of(const Drawing& drawing) {
  std::vector<Kind> found;
  for (const Mark& mark : drawing) {
    if (const auto* one = std::get_if<Kind>(&mark)) found.push_back(*one);
  }
  return found;
}

float rightmost(const Area& area) {
  float x = -1e9F;
  for (const Vec2 point : area.points) x = std::max(x, point.x);
  return x;
}

TEST_CASE("a rose has a petal for each way, the longer the more probable") {
  const Drawing drawing = marks_of({.name = "move",
                                    .labels = {"none", "right", "left"},
                                    .probabilities = {0.1F, 0.7F, 0.2F},
                                    .allowed = {1, 1, 1},
                                    .chosen = 1});
  const auto petals = all_of<Area>(drawing);
  REQUIRE(petals.size() == 2);
  CHECK(rightmost(petals[0]) - 50 == Approx(5 + 0.35F * 14 + (0.25F + 2.9F * 0.7F) * 14));
  CHECK(petals[0].fill.b == kAccentColor.b);
  CHECK(petals[1].fill.b != kAccentColor.b);
}

TEST_CASE("what is masked is an empty petal that is crossed out") {
  const Drawing drawing = marks_of({.name = "move",
                                    .labels = {"right", "left"},
                                    .probabilities = {1.0F, 0.0F},
                                    .allowed = {1, 0},
                                    .chosen = 0});
  CHECK(all_of<Area>(drawing).size() == 2);
  CHECK(all_of<Stroke>(drawing).size() == 1);
}

TEST_CASE("the entity that is selected has corners, candidates their probabilities") {
  const Drawing drawing = marks_of({.name = "pick",
                                    .labels = {"food 3", "food 4"},
                                    .probabilities = {0.25F, 0.75F},
                                    .allowed = {1, 1},
                                    .chosen = 1,
                                    .candidates = {3, 4}});
  CHECK(all_of<Stroke>(drawing).size() == 4);
  const auto words = all_of<Words>(drawing);
  REQUIRE(words.size() == 2);
  CHECK(words[0].text == "75%");
  CHECK(words[0].baseline.x == 20);
  CHECK(words[1].text == "25%");
}

TEST_CASE("a continuous action along x and y is an arrow with its deviation") {
  const Drawing drawing = marks_of({.name = "push",
                                    .labels = {"force_x", "force_y"},
                                    .mean = {1, 0},
                                    .std = {0.5F, 0.1F},
                                    .value = {1, 0},
                                    .low = {-1, -1},
                                    .high = {1, 1}});
  const auto strokes = all_of<Stroke>(drawing);
  REQUIRE(strokes.size() == 2);  // The ellipse and the arrow.
  CHECK(strokes[1].points.back().x == Approx(50 + 3 * 14));
  CHECK(strokes[1].points.back().y == Approx(50));
  CHECK(marks_of({.name = "push", .labels = {"torque"}, .value = {1}, .low = {-1}, .high = {1}})
            .empty());
}

}  // namespace
}  // namespace saccade::render

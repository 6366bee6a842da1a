#include "render/overlay/trail.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "envs/core/observation.h"
#include "render/picture/compose.h"
#include "render/remembering.h"

namespace saccade::render {
namespace {

// To the right, 120 pixels a step.
Frame on_its_way() {
  Frame frame;
  frame.scene.max = {20, 20};
  frame.scene.add(Circle{{12, 10}, 0.5F}, {255, 255, 255}, 5);
  frame.mind().token_types = {{"self"}};
  frame.mind().attention = remembering();
  frame.mind().trail = {{6, 10}, {9, 10}, {12, 10}};
  return frame;
}

// A world of 20 x 20 in 800 x 800 pixels.
WorldTransform transform() {
  return {{0, 0}, {20, 20}, {0, 0, 800, 800}};
}

Drawing trail_of(const Frame& frame, bool chosen) {
  Drawing drawing;
  draw_trail(drawing, frame, make_strip(frame.mind().attention, {}), find_anchors(frame.scene),
             transform(), 14, chosen);
  return drawing;
}

template <class Kind>
std::vector<Kind> marks_of(const Drawing& drawing) {
  std::vector<Kind> found;
  for (const Mark& mark : drawing) {
    if (const auto* one = std::get_if<Kind>(&mark)) found.push_back(*one);
  }
  return found;
}

// Of the lines that follow the agent.
std::size_t path_points(const Frame& frame) {
  std::size_t points = 0;
  for (const Stroke& stroke : marks_of<Stroke>(trail_of(frame, false)))
    points += stroke.points.size();
  return points;
}

// What lies behind the ages.
std::vector<Rect> boxes(const Drawing& drawing) {
  std::vector<Rect> found;
  for (const Area& area : marks_of<Area>(drawing)) {
    const auto [left, right] = std::minmax_element(area.points.begin(), area.points.end(),
                                                   [](Vec2 a, Vec2 b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(area.points.begin(), area.points.end(),
                                                   [](Vec2 a, Vec2 b) { return a.y < b.y; });
    found.push_back({left->x, top->y, right->x - left->x, bottom->y - top->y});
  }
  return found;
}

std::vector<std::string> texts(const Drawing& drawing) {
  std::vector<std::string> found;
  for (const Words& words : marks_of<Words>(drawing)) found.push_back(words.text);
  return found;
}

bool meet(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool covers(const Rect& box, const Disc& disc) {
  return std::hypot(disc.center.x - std::clamp(disc.center.x, box.x, box.right()),
                    disc.center.y - std::clamp(disc.center.y, box.y, box.bottom())) < disc.radius;
}

// Of an agent that was at these places, and whose one head weighs them like this.
Frame walked(const std::vector<Vec2>& trail, std::vector<float> weights) {
  Frame frame;
  frame.scene.max = {20, 20};
  frame.scene.add(Circle{trail.back(), 0.5F}, {255, 255, 255}, 5);
  frame.mind().attention = remembering();
  frame.mind().trail = trail;
  frame.mind().attention.memory = {.heads = 1,
                                   .length = static_cast<int>(weights.size()) - 1,
                                   .entries = static_cast<int>(weights.size()),
                                   .weights = std::move(weights)};
  return frame;
}

// Twelve steps of `step`, the first from `from`; the 4th, 8th and 12th step ago are attended to.
Frame straight(Vec2 from, Vec2 step) {
  std::vector<Vec2> trail;
  std::vector<float> weights;
  for (int i = 0; i <= 13; ++i) {
    const auto t = static_cast<float>(i);
    trail.push_back({from.x + t * step.x, from.y + t * step.y});
    const int age = 13 - i;
    weights.push_back(age == 0 || age % 4 != 0 ? 0.025F : 0.24F);
  }
  return walked(trail, weights);
}

TEST_CASE("the world shows where the agent was at the steps that it attends to") {
  const auto discs = marks_of<Disc>(trail_of(on_its_way(), false));
  REQUIRE(discs.size() == 2);
  CHECK(discs[0].center.x == Approx(240));
  CHECK(discs[0].center.y == Approx(400));
  CHECK(discs[1].center.x == Approx(360));
  CHECK(discs[0].radius > discs[1].radius);
  CHECK(discs[0].fill.a > discs[1].fill.a);
}

TEST_CASE("once the memory is chosen, marks are stronger and say how long ago that was") {
  const Drawing faint = trail_of(on_its_way(), false);
  const Drawing strong = trail_of(on_its_way(), true);
  CHECK(texts(faint).empty());
  CHECK(texts(strong) == std::vector<std::string>{"2 steps ago"});  // The other is too weak.
  CHECK(marks_of<Disc>(strong)[1].fill.a > marks_of<Disc>(faint)[0].fill.a);  // After its glow.
  Frame even = on_its_way();
  even.mind().attention.memory.weights = {0.3F, 0.4F, 0.3F, 0.3F, 0.4F, 0.3F};
  CHECK(texts(trail_of(even, true)) == std::vector<std::string>{"1 step ago", "2 steps ago"});
}

TEST_CASE("an agent that stands still, is not drawn or jumps has no trail there") {
  Frame frame = on_its_way();
  frame.mind().trail[1] = {12.2F, 10};  // Within the agent.
  CHECK(marks_of<Disc>(trail_of(frame, false)).size() == 1);
  frame.mind().trail[0] = kNowhere;
  CHECK(marks_of<Disc>(trail_of(frame, false)).empty());
  frame = on_its_way();
  CHECK(path_points(frame) == 3);
  frame.mind().trail[0] = {1, 19};
  CHECK(path_points(frame) == 2);
  frame.mind().trail.pop_back();
  CHECK(trail_of(frame, false).empty());
}

TEST_CASE("without the overlay there is no trail") {
  const Frame frame = on_its_way();
  const auto discs = [&](bool overlay) {
    return marks_of<Disc>(compose(frame, {.overlay = overlay}, 800, 800)).size();
  };
  CHECK(discs(true) > discs(false));
  Frame still = frame;
  still.mind().trail.clear();
  CHECK(marks_of<Disc>(compose(still, {.overlay = false}, 800, 800)).size() == discs(false));
}

TEST_CASE("on a straight way ages lie beside each other and on no mark") {
  for (const float turn : {0.0F, 0.3F, 0.8F, 1.2F, 1.57F, 2.0F, 3.14F, 4.7F}) {
    for (const float length : {0.25F, 0.3F, 0.5F}) {  // 10, 12 and 20 pixels.
      INFO(turn << ", " << length);
      const Vec2 step{length * std::cos(turn), length * std::sin(turn)};
      const Drawing drawing = trail_of(straight({10 - 6 * step.x, 10 - 6 * step.y}, step), true);
      const auto all = boxes(drawing);
      CHECK(texts(drawing) ==
            std::vector<std::string>{"4 steps ago", "8 steps ago", "12 steps ago"});
      REQUIRE(all.size() == 3);
      for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(meet(all[i], all[j]));
        for (const Disc& disc : marks_of<Disc>(drawing)) {
          if (disc.outline_width > 0) CHECK_FALSE(covers(all[i], disc));
        }
      }
    }
  }
}

TEST_CASE("ages stay within the world, and off the agent") {
  for (const Vec2 from : {Vec2{0, 10}, Vec2{0, 0}, Vec2{0, 20}, Vec2{16, 0}, Vec2{16, 20}}) {
    for (const Vec2 step : {Vec2{0.3F, 0}, Vec2{0, from.y > 10 ? -0.3F : 0.3F}}) {
      INFO(from.x << ' ' << from.y << ", " << step.x << ' ' << step.y);
      const Frame frame = straight(from, step);
      const Drawing drawing = trail_of(frame, true);
      const auto all = boxes(drawing);
      CHECK(all.size() >= 2);
      for (const Rect& box : all) {
        CHECK(box.x >= 0);
        CHECK(box.y >= 0);
        CHECK(box.right() <= 800);
        CHECK(box.bottom() <= 800);
        CHECK_FALSE(covers(box, Disc{transform()(frame.mind().trail.back()), 20, {}}));
      }
    }
  }
}

TEST_CASE("an age that finds no room is left out") {
  // The agent fills the height of the picture, and an age is nearly as wide as that.
  const Frame frame = walked({{10.6F, 10}, {9.4F, 10}, {10, 10}}, {0.45F, 0.45F, 0.1F});
  Drawing drawing;
  draw_trail(drawing, frame, make_strip(frame.mind().attention, {}), find_anchors(frame.scene),
             WorldTransform({9, 9.5F}, {11, 10.5F}, {0, 0, 100, 50}), 14, true);
  CHECK(marks_of<Disc>(drawing).size() == 4);  // Two marks, and how they glow.
  CHECK(marks_of<Words>(drawing).empty());
}

TEST_CASE("of a long memory the most attended places are marked, and the path is whole") {
  std::vector<Vec2> trail;
  std::vector<float> weights;
  for (int i = 0; i <= 4096; ++i) {
    const float turn = 0.01F * static_cast<float>(i);
    trail.push_back({10 + 8 * std::cos(turn), 10 + 8 * std::sin(turn)});
    weights.push_back((i == 17 ? 2.0F : 1.0F) / 4098);
  }
  const Frame frame = walked(trail, weights);
  const auto marks = marks_of<Disc>(trail_of(frame, false));
  CHECK(marks.size() <= 256);
  CHECK(marks.size() > 200);
  const Vec2 strongest = transform()(trail[17]);
  CHECK(std::any_of(marks.begin(), marks.end(), [&](const Disc& disc) {
    return disc.center.x == strongest.x && disc.center.y == strongest.y;
  }));
  CHECK(path_points(frame) == 4097);
}

Drawing pointed_at(const Frame& frame, int column) {
  Drawing drawing;
  draw_pointed(drawing, frame, make_strip(frame.mind().attention, {}), column, transform(), 14);
  return drawing;
}

TEST_CASE("a column that is pointed at has a ring for each of its steps, where that is known") {
  Frame frame = on_its_way();
  CHECK(pointed_at(frame, -1).empty());
  CHECK(pointed_at(frame, 0).empty());  // Four steps ago: not yet.
  const auto rings = marks_of<Disc>(pointed_at(frame, 2));
  REQUIRE(rings.size() == 1);
  CHECK(rings[0].center.x == Approx(240));
  CHECK(rings[0].fill.a == 0);
  frame.mind().trail[0] = kNowhere;
  CHECK(pointed_at(frame, 2).empty());
  frame.mind().trail[0] = {-1, 10};  // The view has moved on.
  CHECK(pointed_at(frame, 2).empty());
}

TEST_CASE("a column of several steps has a ring for each that is remembered") {
  Frame frame = on_its_way();
  frame.mind().attention.memory.length = 128;  // Two steps in a column.
  const auto rings = marks_of<Disc>(pointed_at(frame, 63));
  REQUIRE(rings.size() == 2);
  CHECK(rings[0].center.x == Approx(360));
  CHECK(rings[1].center.x == Approx(240));
  frame.mind().trail.erase(frame.mind().trail.begin());
  frame.mind().attention.memory.entries = 2;
  frame.mind().attention.memory.weights = {0.5F, 0.5F, 0.5F, 0.5F};
  CHECK(pointed_at(frame, 63).size() == 1);
}

TEST_CASE("the last steps of an entity fade with time, and end where it jumped or was not drawn") {
  Scene scene;
  scene.max = {20, 20};
  const auto lines = [&](const std::vector<Vec2>& places) {
    Drawing drawing;
    draw_steps(drawing, places, scene, transform(), 14);
    return marks_of<Stroke>(drawing);
  };
  const auto walked = lines({{6, 10}, {7, 10}, {7, 10}, {8, 10}});
  REQUIRE(walked.size() == 2);
  CHECK(walked[0].points[0].x == Approx(240));
  CHECK(walked[1].points[1].x == Approx(320));
  CHECK(walked[0].from.a < walked[0].to.a);
  CHECK(walked[0].to.a < walked[1].to.a);
  CHECK(lines({{6, 10}, {7, 10}, kNowhere, {8, 10}}).size() == 1);
  CHECK(lines({{1, 10}, {19, 10}}).empty());
  CHECK(lines({}).empty());
}

}  // namespace
}  // namespace saccade::render

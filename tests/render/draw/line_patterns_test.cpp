// Lines that are told apart by how they are broken: which line is, and what that looks like.
#include <SFML/Graphics/Texture.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <span>
#include <vector>

#include "render/arena_source.h"
#include "render/display/display.h"
#include "render/display/quiet_sfml.h"
#include "render/draw/palette.h"
#include "render/draw/triangles.h"
#include "render/overlay/attention.h"
#include "render/picture/compose.h"
#include "render/picture/offscreen_renderer.h"

namespace saccade::render {
namespace {

using Heads = AttentionChoice::Heads;

std::vector<LinePattern> patterns_of(const std::vector<ColoredWeights>& shown) {
  std::vector<LinePattern> patterns;
  for (const ColoredWeights& one : shown) patterns.push_back(one.pattern);
  return patterns;
}

TEST_CASE("several heads have a pattern each; one alone, their mean and the rollout are solid") {
  const std::vector<float> weights(8, 0.5F);
  using Patterns = std::vector<LinePattern>;
  CHECK(patterns_of(chosen_heads(weights, 4, {})) ==
        Patterns{LinePattern::kSolid, LinePattern::kDashed, LinePattern::kDotted,
                 LinePattern::kDashDot});
  CHECK(patterns_of(chosen_heads(weights, 1, {})) == Patterns{LinePattern::kSolid});
  CHECK(patterns_of(chosen_heads(weights, 4, {.heads = Heads::kMean})) ==
        Patterns{LinePattern::kSolid});
  CHECK(patterns_of(chosen_heads(weights, 4, {.heads = Heads::kOne, .head = 2})) ==
        Patterns{LinePattern::kSolid});
}

// The strokes of a picture in the colour of a head, whatever their opacity.
std::vector<Stroke> strokes_of(const Drawing& drawing, int head) {
  std::vector<Stroke> found;
  for (const Mark& mark : drawing) {
    const auto* stroke = std::get_if<Stroke>(&mark);
    const Color color = head_color(head);
    if (stroke != nullptr && stroke->to.r == color.r && stroke->to.g == color.g &&
        stroke->to.b == color.b) {
      found.push_back(*stroke);
    }
  }
  return found;
}

int broken(const std::vector<Stroke>& strokes, LinePattern pattern, float scale) {
  return static_cast<int>(std::count_if(strokes.begin(), strokes.end(), [&](const Stroke& s) {
    return s.pattern == pattern && s.pattern_scale == Approx(scale).margin(1e-4);
  }));
}

TEST_CASE("beams and rays have the pattern of their head, and so has its line in the legend") {
  ArenaSource arena({.entities = 3, .sensors = true});
  Frame frame = arena.reset(1);
  for (float& weight : frame.mind().attention.weights) weight = 0;
  const std::size_t tokens = frame.mind().attention.ids.size();
  frame.mind().attention.weights[1 * tokens + 1] = 1;  // The second head at an entity,
  frame.mind().attention.weights[3 * tokens + 5] = 1;  // the fourth at a ray.
  const Drawing drawing = compose(frame, {}, 1280, 720);
  const float scale = lay_out(1280, 720).unit / 14;
  CHECK(broken(strokes_of(drawing, 1), LinePattern::kDashed, scale) == 1);
  CHECK(broken(strokes_of(drawing, 1), LinePattern::kDashed, 0.4F * scale) == 1);
  CHECK(broken(strokes_of(drawing, 3), LinePattern::kDashDot, scale) == 1);
  CHECK(broken(strokes_of(drawing, 3), LinePattern::kDashDot, 0.4F * scale) == 1);
  ViewState pinned;  // A card beside the entity has a row for each head.
  pinned.pinned = frame.mind().attention.ids[1];
  const Drawing with_card = compose(frame, pinned, 1280, 720);
  CHECK(broken(strokes_of(with_card, 1), LinePattern::kDashed, scale) == 2);
  CHECK(broken(strokes_of(with_card, 2), LinePattern::kDotted, scale) == 1);
  ViewState alone;
  alone.attention = {.heads = Heads::kOne, .head = 1};
  for (const Stroke& stroke : strokes_of(compose(frame, alone, 1280, 720), 1)) {
    CHECK(stroke.pattern == LinePattern::kSolid);
  }
}

TEST_CASE("lines that are too fine for a pattern are whole") {
  ArenaSource arena({.entities = 80});
  Frame frame = arena.reset(1);
  const std::size_t tokens = frame.mind().attention.ids.size();
  frame.mind().attention.weights.assign(4 * tokens, 1 / static_cast<float>(tokens));
  const auto strokes = strokes_of(compose(frame, {}, 1280, 720), 1);
  CHECK(strokes.size() > 20);
  CHECK(std::count_if(strokes.begin(), strokes.end(), [](const Stroke& stroke) {
          return stroke.pattern != LinePattern::kSolid;
        }) == 1);  // The legend's.
}

Stroke level(float y, LinePattern pattern, float scale = 1) {
  return {.points = {{0, y}, {150, y}, {320, y}},
          .width_from = 4,
          .width_to = 4,
          .from = {255, 255, 255},
          .to = {255, 255, 255},
          .pattern = pattern,
          .pattern_scale = scale};
}

TEST_CASE("a broken line costs no more triangles than a whole one") {
  const OffscreenDisplay display;  // Textures need one.
  const sf::Texture none;
  const auto vertices = [&none](LinePattern pattern) {
    Triangles triangles(none);
    triangles.add(level(5, pattern));
    return triangles.vertices().size();
  };
  CHECK(vertices(LinePattern::kDotted) == vertices(LinePattern::kSolid));
}

// Lengths of the bright pieces and of the gaps along a row, the first and the last left out.
struct Pieces {
  std::vector<int> bright{}, dark{};
};

Pieces pieces_in(std::span<const std::uint8_t> pixels, unsigned width, unsigned y) {
  Pieces pieces;
  int length = 0;
  for (unsigned x = 1; x < width; ++x) {
    const auto bright = [&](unsigned at) { return pixels[4 * (y * width + at)] > 127; };
    ++length;
    if (bright(x) == bright(x - 1)) continue;
    (bright(x - 1) ? pieces.bright : pieces.dark).push_back(length);
    length = 0;
  }
  if (!pieces.bright.empty()) pieces.bright.erase(pieces.bright.begin());
  return pieces;
}

TEST_CASE(
    "what is broken is broken regularly, as its name says, and twice as large at twice the scale") {
  const QuietSfml quiet;
  const OffscreenDisplay display;
  OffscreenRenderer renderer(320, 60);
  const Drawing drawing{level(6, LinePattern::kSolid),      level(16, LinePattern::kDashed),
                        level(26, LinePattern::kDotted),    level(36, LinePattern::kDashDot),
                        level(46, LinePattern::kDashed, 2), rectangle({0, 54, 320, 4}, {9, 9, 9})};
  const std::span<const std::uint8_t> pixels = renderer.draw(drawing);
  const auto row = [&](unsigned y) { return pieces_in(pixels, 320, y); };
  const auto all = [](const std::vector<int>& lengths, int from, int to) {
    return std::all_of(lengths.begin(), lengths.end(),
                       [=](int length) { return length >= from && length <= to; });
  };
  CHECK(row(6).bright.empty());
  CHECK(row(6).dark.empty());
  CHECK(row(16).bright.size() == Approx(320 / 16).margin(2));
  CHECK(all(row(16).bright, 9, 11));
  CHECK(all(row(16).dark, 5, 7));
  CHECK(row(26).bright.size() == Approx(320 / 8).margin(2));
  CHECK(all(row(26).bright, 2, 4));
  const Pieces dash_dot = row(36);
  CHECK(std::count_if(dash_dot.bright.begin(), dash_dot.bright.end(),
                      [](int length) { return length > 12; }) == Approx(320 / 32).margin(1));
  CHECK(std::count_if(dash_dot.bright.begin(), dash_dot.bright.end(),
                      [](int length) { return length < 6; }) == Approx(320 / 32).margin(1));
  CHECK(all(row(46).bright, 19, 21));
}

}  // namespace
}  // namespace saccade::render

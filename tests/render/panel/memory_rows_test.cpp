#include "render/panel/memory_rows.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "render/arena_source.h"
#include "render/draw/layout.h"
#include "render/draw/palette.h"
#include "render/overlay/world.h"
#include "render/picture/compose.h"

namespace saccade::render {
namespace {

Frame remembering(int steps = 12, const ArenaOptions& options = {.memory = 16}) {
  ArenaSource arena(options);
  Frame frame = arena.reset(42);
  for (int i = 0; i < steps; ++i) frame = arena.advance();
  return frame;
}

std::vector<std::string> texts(const Drawing& drawing) {
  std::vector<std::string> found;
  for (const Mark& mark : drawing) {
    if (const auto* words = std::get_if<Words>(&mark)) found.push_back(words->text);
  }
  return found;
}

bool says(const Drawing& drawing, const std::string& text) {
  const auto found = texts(drawing);
  return std::find(found.begin(), found.end(), text) != found.end();
}

bool says_like(const Drawing& drawing, const std::string& begin) {
  const auto found = texts(drawing);
  return std::any_of(found.begin(), found.end(),
                     [&](const std::string& text) { return text.rfind(begin, 0) == 0; });
}

bool says_how_much(const Drawing& drawing) {
  const auto found = texts(drawing);
  return std::any_of(found.begin(), found.end(),
                     [](const std::string& text) { return text.ends_with("% on earlier steps"); });
}

Drawing section(const Frame& frame, const AttentionChoice& choice = {},
                std::optional<Vec2> pointer = std::nullopt) {
  Drawing drawing;
  RowWriter rows(drawing, {100, 50, 286, 500}, 14);
  const MemoryStrip strip = make_strip(frame.mind().attention, choice);
  MemoryRows memory(rows, frame.mind().attention, choice, strip, pointer);
  memory.write_strip();
  return drawing;
}

// All cells: rectangles within the strip.
std::vector<Rect> cells(const Drawing& drawing) {
  std::vector<Rect> found;
  for (const Mark& mark : drawing) {
    const auto* area = std::get_if<Area>(&mark);
    if (area == nullptr || area->points.size() != 4 || area->outline_width > 0) continue;
    const Vec2 a = area->points[0], b = area->points[2];
    found.push_back({a.x, a.y, b.x - a.x, b.y - a.y});
  }
  return found;
}

TEST_CASE("the panel shows what is remembered, how much of it counts, and when the peak was") {
  const Drawing drawing = section(remembering());
  CHECK(says(drawing, "Memory"));
  CHECK(says(drawing, "16 steps ago"));
  CHECK(says_like(drawing, "now "));
  CHECK(says_like(drawing, "1 step ago "));
  CHECK(says_how_much(drawing));
}

TEST_CASE("one head of the memory is shown once the memory is chosen, else all together") {
  AttentionChoice third{.heads = AttentionChoice::Heads::kOne, .head = 2};
  CHECK(texts(section(remembering(), third)) == texts(section(remembering())));
  third.memory = true;
  const Drawing drawing = section(remembering(), third);
  CHECK(says(drawing, "head 3"));
  CHECK(says_like(drawing, "6 steps ago "));
  CHECK_FALSE(says_how_much(drawing));
}

TEST_CASE("cells fill the column's width from the oldest step to the present one") {
  for (const int length : {1, 16, 60, 1000}) {
    const auto all = cells(section(remembering(4, {.memory = length})));
    REQUIRE_FALSE(all.empty());
    float left = 1000, right = 0;
    for (const Rect& cell : all) {
      CHECK(cell.width >= 1);
      CHECK(cell.height >= 1);
      left = std::min(left, cell.x);
      right = std::max(right, cell.right());
    }
    CHECK(left == 100);
    CHECK(right == Approx(386).margin(1.5));
  }
}

TEST_CASE("the strip keeps its size while the memory fills") {
  const auto bounds = [](int steps) { return cells(section(remembering(steps))).front(); };
  CHECK(bounds(0).x == bounds(15).x);
  CHECK(bounds(0).width == bounds(15).width);
  CHECK_FALSE(says_like(section(remembering(0)), "1 step ago"));
  CHECK(says(section(remembering(0)), "now 100%"));
}

TEST_CASE("the column that is pointed at says when it was, and how much attention it gets") {
  const Frame frame = remembering(12);
  const MemoryStrip strip = make_strip(frame.mind().attention, {});
  const float width = (286 - 0.35F * 14) / 17;
  const Vec2 over_tenth{100 + 9.5F * width, 50 + 2.2F * 14};
  CHECK(says_like(section(frame, {}, over_tenth), "7 steps ago "));
  CHECK(says(section(frame, {}, Vec2{100 + 0.5F * width, over_tenth.y}), "16 steps ago: not yet"));
  const auto elsewhere = texts(section(frame, {}, Vec2{5, 5}));
  CHECK(elsewhere == texts(section(frame)));
}

TEST_CASE("pointing at a column marks in the world where the agent was then") {
  const Frame frame = remembering(12);
  ViewState state;
  const auto rings = [&] {
    const WorldTransform transform(frame.scene.min, frame.scene.max, lay_out(1280, 900).world);
    const Vec2 place = transform(frame.mind().trail[0]);
    const Drawing drawing = compose(frame, state, 1280, 900);
    return std::count_if(drawing.begin(), drawing.end(), [&](const Mark& mark) {
      const auto* disc = std::get_if<Disc>(&mark);
      return disc != nullptr && disc->fill.a == 0 && disc->center.x == place.x &&
             disc->center.y == place.y;
    });
  };
  CHECK(rings() == 0);
  const Drawing drawing = compose(frame, state, 1280, 900);
  const auto oldest = std::find_if(drawing.begin(), drawing.end(), [](const Mark& mark) {
    const auto* words = std::get_if<Words>(&mark);
    return words != nullptr && words->text == "16 steps ago";
  });
  REQUIRE(oldest != drawing.end());  // Below the left end of the strip.
  const Layout layout = lay_out(1280, 900);
  const float width = (layout.panel.width - 2.6F * layout.unit) / 17.3F;
  const Vec2 left = std::get<Words>(*oldest).baseline;
  state.pointer = Vec2{left.x + 4.5F * width, left.y - 2 * layout.unit};  // 12 steps ago.
  CHECK(rings() == 1);
  state.overlay = false;
  CHECK(rings() == 0);
}

// From left to right, below the strip of `section`.
std::vector<std::pair<float, float>> spans_below(const Drawing& drawing) {
  std::vector<std::pair<float, float>> spans;
  for (const Mark& mark : drawing) {
    const auto* words = std::get_if<Words>(&mark);
    if (words == nullptr || words->baseline.y < 50 + 4 * 14) continue;
    const float length = text_width(words->text, words->size);
    const float left = words->baseline.x - (words->align == Align::kRight ? length : 0);
    spans.emplace_back(left, left + length);
  }
  std::sort(spans.begin(), spans.end());
  return spans;
}

TEST_CASE("texts below the strip do not run into each other") {
  const int length = GENERATE(16, 4096);
  const Frame frame = remembering(18, {.memory = length});
  const auto columns = static_cast<int>(make_strip(frame.mind().attention, {}).columns.size());
  for (int pointed = 0; pointed < columns; ++pointed) {
    INFO(length << ", " << pointed);
    const float width = (286 - 0.35F * 14) / static_cast<float>(columns);
    const Vec2 place{100 + (static_cast<float>(pointed) + 0.5F) * width, 50 + 2.2F * 14};
    const auto spans = spans_below(section(frame, {}, place));
    float end = 100;
    for (const auto& [left, right] : spans) {
      CHECK(left >= end);
      CHECK(right <= 386.01F);
      end = right;
    }
    CHECK(spans.size() >= 2);
  }
}

TEST_CASE("a chosen memory takes the place of the entities: its strip and its steps") {
  const Frame frame = remembering(12);
  ViewState state;
  const Drawing usual = compose(frame, state, 1280, 900);
  CHECK(says(usual, "Attention"));
  CHECK(says(usual, "Memory"));
  CHECK_FALSE(says(usual, "1 step ago"));
  state.attention.memory = true;
  const Drawing chosen = compose(frame, state, 1280, 900);
  CHECK_FALSE(says(chosen, "Attention"));
  CHECK(says(chosen, "heads"));
  CHECK(says(chosen, "Most attended"));
  CHECK(says(chosen, "now"));
  CHECK(says(chosen, "3 steps ago"));
}

TEST_CASE("without a memory that attends the panel has no room for it") {
  CHECK_FALSE(says(compose(remembering(3, {}), {}, 1280, 900), "Memory"));
}

float bottom_of(const Mark& mark) {
  if (const auto* words = std::get_if<Words>(&mark)) return words->baseline.y;
  if (const auto* disc = std::get_if<Disc>(&mark)) return disc->center.y + disc->radius;
  float bottom = 0;
  if (const auto* area = std::get_if<Area>(&mark)) {
    for (const Vec2 point : area->points) bottom = std::max(bottom, point.y);
  }
  return bottom;
}

bool is_area_of(const Mark& mark, Color color) {
  const auto* area = std::get_if<Area>(&mark);
  return area != nullptr && area->fill.r == color.r && area->fill.g == color.g &&
         area->fill.b == color.b && area->fill.a == color.a;
}

TEST_CASE("nothing of the memory is drawn below the line of the footer, whatever the height") {
  const Frame frame = remembering(12);
  for (unsigned height = 240; height <= 1000; height += 40) {
    for (const bool chosen : {false, true}) {
      INFO(height << ", " << chosen);
      ViewState state{.interactive = true};
      state.attention.memory = chosen;
      const Drawing drawing = compose(frame, state, 1200, height);
      const auto panel = std::find_if(drawing.begin(), drawing.end(), [](const Mark& mark) {
        return is_area_of(mark, kPanelColor);
      });
      const auto line = std::find_if(drawing.rbegin(), drawing.rend(),
                                     [](const Mark& mark) { return is_area_of(mark, kRuleColor); });
      REQUIRE(panel != drawing.end());
      REQUIRE(line != drawing.rend());
      for (auto mark = panel + 1; mark < line.base() - 1; ++mark) {
        CHECK(bottom_of(*mark) <= bottom_of(*line));
      }
    }
  }
}

}  // namespace
}  // namespace saccade::render

#include "render/panel/image_rows.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "render/draw/theme.h"
#include "render/picture/compose.h"
#include "render/says.h"

namespace saccade::render {
namespace {

constexpr unsigned kWidth = 1280, kHeight = 900;

// Sees 4 x 4 pixels in patches of 2 x 2, each a metre wide, around (10, 10); the last patch has the
// attention of both heads.
Frame looking(std::vector<std::string> channels) {
  Frame frame;
  frame.scene.max = {20, 20};
  AgentView& agent = frame.mind();
  agent.token_types = {{.name = "self"}, {.name = "view", .side = 2}};
  SeenImage image{.name = "view",
                  .channels = std::move(channels),
                  .type = 1,
                  .height = 4,
                  .width = 4,
                  .patch = 2,
                  .origin = {10, 10}};
  image.pixels.assign(16 * image.channels.size(), 0.0F);
  agent.images = {image};
  AttentionWeights& attention = agent.attention;
  attention.blocks = 1;
  attention.heads = 2;
  attention.ids.assign(5, kNoEntity);
  attention.types = {0, 1, 1, 1, 1};
  attention.positions = {kNowhere, {9, 11}, {11, 11}, {9, 9}, {11, 9}};
  attention.weights = {0, 0, 0, 0, 1, 0, 0, 0, 0.2F, 0.8F};
  return frame;
}

float& number_of(Frame& frame, int row, int col, std::size_t channel) {
  SeenImage& image = frame.mind().images[0];
  const auto pixel = static_cast<std::size_t>(row * image.width + col);
  return image.pixels[pixel * image.channels.size() + channel];
}

bool is(Color color, int r, int g, int b) {
  return color.r == r && color.g == g && color.b == b;
}

// The ground of the picture in the panel, its cells, and what dims it.
struct Shown {
  Rect box{};
  std::vector<std::pair<Rect, Color>> cells{};
  std::vector<std::pair<Rect, Color>> shade{};
  bool as_is = false;
};

Shown shown_in(const Drawing& drawing) {
  Shown shown;
  for (const Mark& mark : drawing) {
    const auto* bars = std::get_if<Bars>(&mark);
    if (bars == nullptr || bars->bars.empty()) continue;
    if (shown.cells.empty()) {
      shown.box = bars->bars[0].first;
      shown.cells.assign(bars->bars.begin() + 1, bars->bars.end());
      shown.as_is = bars->as_is;
    } else {
      shown.shade = bars->bars;
    }
  }
  return shown;
}

Color color_at(const Shown& shown, float x, float y) {
  const Vec2 place{shown.box.x + x * shown.box.width, shown.box.y + y * shown.box.height};
  for (const auto& [rect, color] : shown.cells) {
    if (rect.contains(place)) return color;
  }
  FAIL("no cell there");
  return {};
}

Drawing drawing_of(const Frame& frame, const ViewState& state = {}) {
  return compose(frame, state, kWidth, kHeight);
}

TEST_CASE("red, green and blue are what they say, cut to what there is") {
  Frame frame = looking({"red", "green", "blue"});
  number_of(frame, 0, 0, 0) = 1;
  number_of(frame, 0, 0, 1) = 0.5F;
  number_of(frame, 3, 0, 2) = 7;
  number_of(frame, 3, 0, 0) = -1;
  const SeenImage& image = frame.mind().images[0];
  CHECK(is(pixel_color(image, 0, 0), 255, 128, 0));
  CHECK(is(pixel_color(image, 3, 0), 0, 0, 255));
  const Shown shown = shown_in(drawing_of(frame));
  CHECK(is(color_at(shown, 0.1F, 0.1F), 255, 128, 0));
  CHECK(is(color_at(shown, 0.1F, 0.9F), 0, 0, 255));
  CHECK(is(color_at(shown, 0.9F, 0.9F), 0, 0, 0));
}

TEST_CASE("a channel alone is grey; of several each has its colour, which a list explains") {
  Frame grey = looking({"depth"});
  number_of(grey, 1, 1, 0) = 0.2F;
  CHECK(is(pixel_color(grey.mind().images[0], 1, 1), 51, 51, 51));
  CHECK_FALSE(says(drawing_of(grey), "depth"));
  Frame frame = looking({"wall", "food", "red_door"});
  number_of(frame, 1, 1, 1) = 1;
  const SeenImage& image = frame.mind().images[0];
  const Color food = channel_color(image, 1);
  CHECK(is(pixel_color(image, 1, 1), food.r, food.g, food.b));
  const Drawing drawing = drawing_of(frame);
  for (const char* name : {"What it sees: view", "wall", "food", "red door", "4\u00d74 pixels"}) {
    INFO(name);
    CHECK(says(drawing, name));
  }
  const bool dot = std::any_of(drawing.begin(), drawing.end(), [food](const Mark& mark) {
    const auto* disc = std::get_if<Disc>(&mark);
    return disc != nullptr && is(disc->fill, food.r, food.g, food.b);
  });
  CHECK(dot);
}

TEST_CASE("pictures keep their colours in the light theme; channels follow it") {
  CHECK(shown_in(drawing_of(looking({"red", "green", "blue"}))).as_is);
  CHECK(shown_in(drawing_of(looking({"depth"}))).as_is);
  CHECK_FALSE(shown_in(drawing_of(looking({"wall", "food"}))).as_is);
  const auto cell = [](const Frame& frame) {
    return color_at(shown_in(drawing_of(frame, {.theme = Theme::kLight})), 0.1F, 0.1F);
  };
  CHECK(is(cell(looking({"depth"})), 0, 0, 0));
  CHECK(is(cell(looking({"wall", "food"})), 255, 255, 255));
}

TEST_CASE("what is attended to is lit, the rest is dimmed") {
  const Frame frame = looking({"depth"});
  const Shown shown = shown_in(drawing_of(frame));
  REQUIRE(shown.shade.size() == 4);
  CHECK(shown.shade[3].second.a == 0);
  CHECK(shown.shade[2].second.a > 50);
  CHECK(shown.shade[0].second.a > shown.shade[2].second.a);
  CHECK(shown.shade[3].first.x == Approx(shown.box.center().x));
  CHECK(shown.shade[3].first.bottom() == Approx(shown.box.bottom()));
  CHECK(shown_in(drawing_of(frame, {.overlay = false})).shade.empty());
}

TEST_CASE("an attended patch is framed in the panel too, in the colours of the heads") {
  const Drawing drawing = drawing_of(looking({"depth"}));
  const Rect box = shown_in(drawing).box;
  bool first = false;
  bool second = false;
  for (const Mark& mark : drawing) {
    const auto* stroke = std::get_if<Stroke>(&mark);
    if (stroke == nullptr || !box.contains(stroke->points[0])) continue;
    for (const Vec2 point : stroke->points) {
      CHECK(box.contains(point));
    }
    first = first || is(stroke->to, head_color(0).r, head_color(0).g, head_color(0).b);
    second = second || is(stroke->to, head_color(1).r, head_color(1).g, head_color(1).b);
  }
  CHECK(first);
  CHECK(second);
}

// With the mouse at a share of the picture's width and height.
Drawing pointed(const Frame& frame, float x, float y) {
  const Rect box = shown_in(drawing_of(frame)).box;
  ViewState state;
  state.pointer = Vec2{box.x + x * box.width, box.y + y * box.height};
  return drawing_of(frame, state);
}

int frames_in(const Drawing& drawing) {
  return static_cast<int>(std::count_if(drawing.begin(), drawing.end(), [](const Mark& mark) {
    const auto* area = std::get_if<Area>(&mark);
    return area != nullptr && area->fill.a == 0 && area->outline_width == 2;
  }));
}

TEST_CASE("the pixel that is pointed at says its numbers, its patch says its attention") {
  Frame frame = looking({"wall", "food"});
  number_of(frame, 2, 3, 1) = 0.25F;
  CHECK_FALSE(says(drawing_of(frame), "+0.25"));
  CHECK(frames_in(drawing_of(frame)) == 0);
  const Drawing drawing = pointed(frame, 0.9F, 0.6F);
  CHECK(says(drawing, "+0.25"));
  CHECK(says(drawing, "view 3"));
  CHECK(says(drawing, "90%"));
  CHECK(frames_in(drawing) == 2);  // Here and in the world.
  CHECK_FALSE(says(pointed(frame, 0.1F, 0.6F), "+0.25"));
}

TEST_CASE("the patches beyond an edge are shown as the zeros that they are") {
  Frame frame = looking({"depth"});
  SeenImage& image = frame.mind().images[0];
  image.height = image.width = 3;
  image.origin = {9.5F, 10.5F};
  image.pixels.assign(9, 1.0F);
  const Shown shown = shown_in(drawing_of(frame));
  float right = 0;
  for (const auto& [rect, color] : shown.cells) right = std::max(right, rect.right());
  CHECK(right == Approx(shown.box.x + 0.75F * shown.box.width));
  CHECK(shown.shade[3].first.x == Approx(shown.box.center().x));
  CHECK_NOTHROW(pointed(frame, 0.95F, 0.95F));  // Where there is no pixel.
}

TEST_CASE("without a policy, or without an image now, there is no attention to show") {
  Frame frame = looking({"wall", "food"});
  frame.mind().attention = {};
  CHECK(shown_in(drawing_of(frame)).shade.empty());
  CHECK_FALSE(says(pointed(frame, 0.9F, 0.9F), "view 3"));
  frame.mind().images[0].pixels.clear();
  CHECK(says(drawing_of(frame), "nothing at this step"));
}

TEST_CASE("a large image is drawn as fewer cells, and keeps its mean colour") {
  Frame frame = looking({"depth"});
  SeenImage& image = frame.mind().images[0];
  image.height = image.width = 256;
  image.patch = 128;
  image.pixels.assign(256 * 256, 0.0F);
  for (std::size_t i = 0; i < image.pixels.size(); i += 2) image.pixels[i] = 1;
  const Shown shown = shown_in(drawing_of(frame));
  CHECK(shown.cells.size() <= 64 * 64);
  CHECK(is(color_at(shown, 0.5F, 0.5F), 127, 127, 127));
}

TEST_CASE("an agent that sees no image has no such section") {
  Frame frame = looking({"depth"});
  frame.mind().images.clear();
  CHECK_FALSE(says(drawing_of(frame), "What it sees"));
}

}  // namespace
}  // namespace saccade::render

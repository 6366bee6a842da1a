// Real pictures, drawn on an Xvfb that the viewer starts itself, and read back.
#include <SFML/Graphics/Image.hpp>
#include <SFML/Graphics/RenderWindow.hpp>
#include <SFML/Graphics/Sprite.hpp>
#include <SFML/Graphics/Texture.hpp>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "envs/core/error.h"
#include "render/arena_source.h"
#include "render/display/display.h"
#include "render/draw/layout.h"
#include "render/overlay/world.h"
#include "render/picture/offscreen_renderer.h"
#include "render/record/recorder.h"
#include "render/record/recording.h"
#include "render/scratch_folder.h"
#include "render/window/session.h"
#include "render/window/viewer.h"

namespace saccade::render {
namespace {

using Catch::Matchers::Contains;

sf::Image load(const std::string& path) {
  sf::Image image;
  REQUIRE(image.loadFromFile(path));
  return image;
}

std::size_t colors_in(const sf::Image& image) {
  std::set<sf::Uint32> colors;
  for (unsigned y = 0; y < image.getSize().y; y += 2) {
    for (unsigned x = 0; x < image.getSize().x; x += 2) {
      colors.insert(image.getPixel(x, y).toInteger());
    }
  }
  return colors.size();
}

std::string output_of(const std::string& command) {
  const auto close = [](std::FILE* file) { ::pclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe.get()) != nullptr) {
    text += part.data();
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// "640,360,10/1,14": width, height, pictures a second, number of pictures.
std::string video_facts(const std::string& path) {
  return output_of(
      "ffprobe -v error -count_frames -select_streams v:0 -show_entries "
      "stream=width,height,r_frame_rate,nb_read_frames -of csv=p=0 '" +
      path + "'");
}

TEST_CASE("a recorded folder holds one picture a step, of the size asked for") {
  const ScratchFolder scratch;
  ArenaSource arena({.steps = 3});
  record(arena, {.seed = 1, .episodes = 2, .path = scratch / "film", .width = 640, .height = 360});
  CHECK(scratch.count() == 1);
  int pictures = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(scratch / "film")) {
    ++pictures;
  }
  CHECK(pictures == 2 * (3 + 1));
  const sf::Image first = load(scratch / ("film/" + picture_name(1)));
  CHECK(first.getSize() == sf::Vector2u(640, 360));
  CHECK(colors_in(first) > 50);
}

TEST_CASE("an mp4 can be read back: size, pace, and a second's rest on the end") {
  const ScratchFolder scratch;
  ArenaSource arena({.steps = 3, .steps_per_second = 10});
  record(arena, {.path = scratch / "a.mp4", .width = 321, .height = 240});
  CHECK(video_facts(scratch / "a.mp4") == "320,240,30/1,40");
  record(arena, {.path = scratch / "b.mp4", .width = 320, .height = 240, .fps = 10});
  CHECK(video_facts(scratch / "b.mp4") == "320,240,10/1,14");
  std::filesystem::remove(scratch / "b.mp4");
  CHECK(scratch.count() == 1);
}

TEST_CASE("a gif can be read back: size, pace, and a second's rest on the end") {
  const ScratchFolder scratch;
  ArenaSource arena({.steps = 3, .steps_per_second = 10});
  record(arena, {.path = scratch / "a.gif", .width = 320, .height = 240});
  CHECK(video_facts(scratch / "a.gif") == "320,240,10/1,14");
  CHECK(scratch.count() == 1);
}

TEST_CASE("attention is seen around an attended entity and not where there is none") {
  const ScratchFolder scratch;
  ArenaSource arena({.entities = 3, .heads = 1});
  Frame frame = arena.reset(1);
  AttentionWeights& attention = frame.mind().attention;
  attention.weights = {0.0F, 1.0F, 0.0F, 0.0F};
  save_picture(frame, scratch / "with.png", 800, 600);
  const Anchor attended = find_anchors(frame.scene).at(1);
  const Anchor ignored = find_anchors(frame.scene).at(2);
  attention = {};
  save_picture(frame, scratch / "without.png", 800, 600);
  const sf::Image with = load(scratch / "with.png");
  const sf::Image without = load(scratch / "without.png");
  const WorldTransform transform(frame.scene.min, frame.scene.max, lay_out(800, 600).world);
  const auto differs_above = [&](const Anchor& anchor) {
    const Vec2 center = transform(anchor.center);
    const auto x = static_cast<unsigned>(center.x);
    const auto y = static_cast<unsigned>(center.y - anchor.radius * transform.scale() - 5);
    return with.getPixel(x, y) != without.getPixel(x, y);
  };
  CHECK(differs_above(attended));
  CHECK_FALSE(differs_above(ignored));
}

TEST_CASE("a recording shows the layer that was asked for") {
  const ScratchFolder scratch;
  ArenaSource arena({.blocks = 2, .steps = 1});
  const auto last_picture = [&](const std::string& layer) {
    const std::string film = scratch / ("film " + layer);
    record(arena, {.path = film, .width = 640, .height = 360, .layer = layer});
    const sf::Image image = load(film + "/" + picture_name(2));
    return std::vector<sf::Uint8>(image.getPixelsPtr(), image.getPixelsPtr() + 640 * 360 * 4);
  };
  CHECK(last_picture("") == last_picture("block 2"));
  CHECK(last_picture("") != last_picture("block 1"));
}

// Whether all pixels of the picture's edge are nearly white, or nearly black.
bool has_edge(const sf::Image& image, bool white) {
  const auto [width, height] = std::pair(image.getSize().x, image.getSize().y);
  const auto is = [&](unsigned x, unsigned y) {
    const sf::Color c = image.getPixel(x, y);
    return white ? std::min({c.r, c.g, c.b}) > 225 : std::max({c.r, c.g, c.b}) < 40;
  };
  for (unsigned x = 0; x < width; ++x) {
    if (!is(x, 0) || !is(x, height - 1)) return false;
  }
  for (unsigned y = 0; y < height; ++y) {
    if (!is(0, y) || !is(width - 1, y)) return false;
  }
  return true;
}

TEST_CASE("the light theme reaches every edge of a picture of any shape") {
  const ScratchFolder scratch;
  ArenaSource arena({.steps = 3});
  const Frame frame = arena.reset(1);
  for (const auto& [width, height] : {std::pair(1281U, 719U), std::pair(480U, 270U),
                                      std::pair(501U, 903U), std::pair(300U, 360U)}) {
    INFO(width << 'x' << height);
    save_picture(frame, scratch / "dark.png", width, height);
    CHECK(has_edge(load(scratch / "dark.png"), false));
    save_picture(frame, scratch / "light.png", width, height, Theme::kLight);
    CHECK(has_edge(load(scratch / "light.png"), true));
  }
}

TEST_CASE("a recording has the theme that was asked for") {
  const ScratchFolder scratch;
  ArenaSource arena({.steps = 1});
  for (const Theme theme : {Theme::kDark, Theme::kLight}) {
    const std::string film = scratch / (theme == Theme::kDark ? "dark" : "light");
    record(arena, {.path = film, .width = 640, .height = 360, .theme = theme});
    CHECK(has_edge(load(film + "/" + picture_name(2)), theme == Theme::kLight));
  }
}

TEST_CASE("shapes have their colours where the scene puts them") {
  const ScratchFolder scratch;
  Frame frame;
  frame.scene.max = {10, 10};
  frame.scene.add(Circle{{2, 8}, 1}, {230, 10, 20});
  save_picture(frame, scratch / "a.png", 400, 400);
  const WorldTransform transform(frame.scene.min, frame.scene.max, lay_out(400, 400).world);
  const Vec2 center = transform({2, 8});
  const sf::Image image = load(scratch / "a.png");
  const sf::Color found =
      image.getPixel(static_cast<unsigned>(center.x), static_cast<unsigned>(center.y));
  CHECK(found == sf::Color(230, 10, 20));
}

TEST_CASE("a picture that cannot be written is one error") {
  CHECK_THROWS_WITH(save_picture(Frame{}, "/no-such-folder/a.png", 200, 200),
                    Contains("/no-such-folder/a.png"));
}

// SFML keeps a connection from the first window to the program's end; so does this server.
void keep_display() {
  static const OffscreenDisplay display;
}

TEST_CASE("a picture off screen is the window's, pixel for pixel") {
  keep_display();
  ArenaSource arena({.steps = 9, .sensors = true});
  const ViewerOptions options;
  Session session(arena, options);
  for (int i = 0; i < 4; ++i) session.perform(Command::kStep);
  const std::vector<PlacedDrawing> drawing = session.draw(800, 600);
  OffscreenRenderer renderer(800, 600);
  const std::span<const std::uint8_t> off_screen = renderer.draw(drawing);
  sf::RenderWindow window(sf::VideoMode(800, 600), "test");
  window.draw(sf::Sprite(renderer.texture()),
              sf::RenderStates(sf::BlendNone));  // As a viewer does.
  sf::Texture texture;
  texture.create(800, 600);
  texture.update(window);
  const sf::Image on_screen = texture.copyToImage();
  CHECK(std::equal(off_screen.begin(), off_screen.end(), on_screen.getPixelsPtr()));
}

TEST_CASE("a window shows its episodes and closes") {
  keep_display();
  ArenaSource arena({.steps = 2, .steps_per_second = 100});
  watch(arena, {.seed = 3, .episodes = 1});
  CHECK(arena.advance().done);
}

}  // namespace
}  // namespace saccade::render

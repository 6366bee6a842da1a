#include "render/draw/theme.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "envs/core/error.h"
#include "render/arena_source.h"
#include "render/draw/palette.h"
#include "render/draw/seen_colors.h"
#include "render/picture/compose.h"
#include "render/window/view_choice.h"

namespace saccade::render {
namespace {

using Catch::Matchers::Contains;

double hue(Color c) {
  const Triple lab = lab_of(linear_of(c));
  return std::atan2(lab[2], lab[1]);
}

bool same(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

const std::vector<Color> kGrounds{kWindowColor, kPanelColor, Scene{}.background};

TEST_CASE("text is read easily in both themes") {
  for (const Color ground : kGrounds) {
    for (const Color text : {kTextColor, kMutedColor}) {
      CHECK(contrast(text, ground) >= 4.5);
      CHECK(contrast(lightened(text), lightened(ground)) >= 4.5);
    }
    CHECK(contrast(lightened(kAccentColor), lightened(ground)) >= 3.9);  // Names of keys, marks.
  }
}

TEST_CASE("the light theme is nearly white, and text on it nearly black") {
  for (const Color ground : kGrounds) {
    CHECK(lab_of(linear_of(lightened(ground)))[0] > 0.96);
  }
  CHECK(lab_of(linear_of(lightened(kTextColor)))[0] < 0.26);
  CHECK(same(lightened({0, 0, 0}), {255, 255, 255}));
}

TEST_CASE("what is lighter in the dark theme is darker in the light one, and hues stay") {
  double before = 2;
  for (int grey = 60; grey <= 255; grey += 5) {
    const auto part = static_cast<std::uint8_t>(grey);
    const double lightness = lab_of(linear_of(lightened({part, part, part})))[0];
    CHECK(lightness < before);
    before = lightness;
  }
  for (int head = 0; head < 8; ++head) {
    const double turn = hue(lightened(head_color(head))) - hue(head_color(head));
    CHECK(std::cos(turn) > 0.998);
  }
}

TEST_CASE("heads are told apart in both themes, also by those who lack a kind of cone") {
  for (const bool light : {false, true}) {
    const auto color = [light](int head) {
      return light ? lightened(head_color(head)) : head_color(head);
    };
    for (const Sight sight : kSights) {
      for (int a = 0; a < 8; ++a) {
        CHECK(contrast(color(a), light ? lightened(Scene{}.background) : Scene{}.background) > 2.2);
        for (int b = 0; b < a; ++b) {
          INFO(light << ' ' << static_cast<int>(sight) << ' ' << a << ' ' << b);
          CHECK(apart(color(a), color(b), sight) > (a < 4 ? 0.15 : 0.08));
        }
      }
    }
  }
}

TEST_CASE("no head has the colour of the chosen action, of the mean, or of what worlds draw with") {
  for (int head = 0; head < 8; ++head) {
    for (const Color other :
         {kAccentColor, kMeanColor, colors::kOrange, colors::kSkyBlue, colors::kGreen,
          colors::kYellow, colors::kBlue, colors::kVermillion, colors::kPurple, colors::kWhite}) {
      INFO(head << ' ' << int{other.r} << ' ' << int{other.g} << ' ' << int{other.b});
      CHECK(apart(head_color(head), other) > 0.06);
    }
  }
}

TEST_CASE("no two of 32 heads have both colour and pattern in common") {
  for (int a = 0; a < 32; ++a) {
    for (int b = 0; b < a; ++b) {
      CHECK_FALSE((same(head_color(a), head_color(b)) && head_pattern(a) == head_pattern(b)));
    }
  }
}

// All colours of a drawing, in order.
std::vector<Color> colors_of(const Drawing& drawing) {
  std::vector<Color> found;
  const auto add = [&found](const auto&... colors) { (found.push_back(colors), ...); };
  for (const Mark& mark : drawing) {
    if (const auto* disc = std::get_if<Disc>(&mark)) add(disc->fill, disc->outline);
    if (const auto* area = std::get_if<Area>(&mark)) add(area->fill, area->outline);
    if (const auto* stroke = std::get_if<Stroke>(&mark)) add(stroke->from, stroke->to);
    if (const auto* halo = std::get_if<Halo>(&mark)) add(halo->color);
    if (const auto* words = std::get_if<Words>(&mark)) add(words->color);
    if (const auto* bars = std::get_if<Bars>(&mark)) {
      for (const auto& bar : bars->bars) add(bar.second);
    }
  }
  return found;
}

TEST_CASE("the light picture is the dark one with every colour turned over, and nothing else") {
  ArenaSource arena({.memory = 6, .sensors = true});
  arena.reset(3);
  const Frame frame = arena.advance();
  ViewState state;
  state.help = true;
  state.notice = "hello";
  const Drawing dark = compose(frame, state, 1280, 720);
  state.theme = Theme::kLight;
  const Drawing light = compose(frame, state, 1280, 720);
  REQUIRE(dark.size() == light.size());
  const auto before = colors_of(dark);
  const auto after = colors_of(light);
  REQUIRE(before.size() > dark.size());
  const bool all = std::equal(before.begin(), before.end(), after.begin(), after.end(),
                              [](Color a, Color b) { return same(lightened(a), b); });
  CHECK(all);
}

TEST_CASE("a drawing of more colours than are kept is turned over all the same") {
  Bars bars;
  for (int i = 0; i < 4096; ++i) {
    const auto part = [i](int shift) { return static_cast<std::uint8_t>(16 * (i >> shift & 15)); };
    bars.bars.push_back({Rect{}, {part(0), part(4), part(8), 77}});
  }
  Drawing drawing{bars};
  lighten(drawing);
  for (std::size_t i = 0; i < bars.bars.size(); ++i) {
    REQUIRE(same(std::get<Bars>(drawing[0]).bars[i].second, lightened(bars.bars[i].second)));
  }
}

TEST_CASE("T changes the theme, and a theme has a name") {
  ArenaSource arena;
  const Frame frame = arena.reset(1);
  ViewState state;
  CHECK(choose_view(Command::kTheme, frame, state).empty());
  CHECK(state.theme == Theme::kLight);
  choose_view(Command::kTheme, frame, state);
  CHECK(state.theme == Theme::kDark);
  CHECK(theme_named("light") == Theme::kLight);
  CHECK(theme_named("dark") == Theme::kDark);
  CHECK_THROWS_WITH(theme_named("grey"), Contains("grey") && Contains("'dark' or 'light'"));
}

}  // namespace
}  // namespace saccade::render

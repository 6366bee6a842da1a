#include "render/draw/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

using Three = std::array<float, 3>;

float linear(std::uint8_t part) {
  const float c = static_cast<float>(part) / 255;
  return c <= 0.04045F ? c / 12.92F : std::pow((c + 0.055F) / 1.055F, 2.4F);
}

std::uint8_t part_of(float linear) {
  const float c = std::clamp(linear, 0.0F, 1.0F);
  const float part = c <= 0.0031308F ? 12.92F * c : 1.055F * std::pow(c, 1 / 2.4F) - 0.055F;
  return static_cast<std::uint8_t>(std::lround(255 * part));
}

// Linear sRGB to lightness, a and b, and back: bottosson.github.io/posts/oklab.
Three oklab(const Three& c) {
  const float l = std::cbrt(0.4122214708F * c[0] + 0.5363325363F * c[1] + 0.0514459929F * c[2]);
  const float m = std::cbrt(0.2119034982F * c[0] + 0.6806995451F * c[1] + 0.1073969566F * c[2]);
  const float s = std::cbrt(0.0883024619F * c[0] + 0.2817188376F * c[1] + 0.6299787005F * c[2]);
  return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
          1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
          0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

Three linear_srgb(const Three& lab) {
  const auto cubed = [](float x) { return x * x * x; };
  const float l = cubed(lab[0] + 0.3963377774F * lab[1] + 0.2158037573F * lab[2]);
  const float m = cubed(lab[0] - 0.1055613458F * lab[1] - 0.0638541728F * lab[2]);
  const float s = cubed(lab[0] - 0.0894841775F * lab[1] - 1.2914855480F * lab[2]);
  return {4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s,
          -1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s,
          -0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s};
}

bool is_shown(const Three& linear) {
  return std::all_of(linear.begin(), linear.end(),
                     [](float part) { return part >= -1e-4F && part <= 1.0001F; });
}

// The darkest grounds become nearly white, and differ less there; text becomes nearly black.  What
// is both bright and colourful stays brighter than a grey would, or yellow would be brown.
float turned_over(float lightness, float chroma) {
  constexpr float kGround = 0.15F;  // Becomes white.
  constexpr float kDepth = 0.86F;   // White becomes so much darker than white.
  constexpr float kCurve = 1.3F;
  constexpr float kLift = 1.2F;
  const float height = std::max(lightness - kGround, 0.0F) / (1 - kGround);
  const float grey = 1 - kDepth * std::pow(height, kCurve);
  return std::min(grey + kLift * chroma * lightness * lightness, 1.0F);
}

// Of a lightness and a hue (a and b for all of the chroma) the linear sRGB of the most chroma that
// can be shown.
Three most_colourful(float lightness, float a, float b) {
  const auto at = [&](float share) { return linear_srgb({lightness, share * a, share * b}); };
  if (is_shown(at(1))) return at(1);
  float low = 0;
  float high = 1;
  for (int i = 0; i < 10; ++i) {
    const float middle = (low + high) / 2;
    (is_shown(at(middle)) ? low : high) = middle;
  }
  return at(low);
}

// A picture has thousands of marks in some dozens of colours: what was computed is kept.
class Lightener {
 public:
  void operator()(Color& color) {
    const std::uint32_t key = 1U << 24U | static_cast<std::uint32_t>(color.r) << 16U |
                              static_cast<std::uint32_t>(color.g) << 8U | color.b;
    Known& known = known_[key * 2654435761U >> 23U];
    if (known.key != key) known = {key, lightened(color)};
    color = {known.color.r, known.color.g, known.color.b, color.a};
  }

  void operator()(Disc& disc) { both(disc.fill, disc.outline); }
  void operator()(Area& area) { both(area.fill, area.outline); }
  void operator()(Stroke& stroke) { both(stroke.from, stroke.to); }
  void operator()(Halo& halo) { (*this)(halo.color); }
  void operator()(Words& words) { (*this)(words.color); }
  void operator()(Bars& bars) {
    if (bars.as_is) return;
    for (auto& [rect, color] : bars.bars) (*this)(color);
  }

 private:
  struct Known {
    std::uint32_t key = 0;  // Of a colour, or 0: none.
    Color color{};
  };

  void both(Color& a, Color& b) {
    (*this)(a);
    (*this)(b);
  }

  std::array<Known, 512> known_{};
};

}  // namespace

Theme theme_named(const std::string& name) {
  if (name == "dark") return Theme::kDark;
  if (name == "light") return Theme::kLight;
  throw Error("theme: found '" + name + "', wanted 'dark' or 'light'");
}

Color lightened(Color color) {
  const Three lab = oklab({linear(color.r), linear(color.g), linear(color.b)});
  const float lightness = turned_over(lab[0], std::hypot(lab[1], lab[2]));
  const Three shown = most_colourful(lightness, lab[1], lab[2]);
  return {part_of(shown[0]), part_of(shown[1]), part_of(shown[2]), color.a};
}

void lighten(Drawing& drawing) {
  Lightener lightener;
  for (Mark& mark : drawing) std::visit(lightener, mark);
}

}  // namespace saccade::render

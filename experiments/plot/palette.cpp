#include "experiments/plot/palette.h"

#include <array>

#include <fmt/format.h>

namespace saccade {

namespace {

struct PaintOnBoth {
  const char* light;
  const char* dark;
};

constexpr std::array<PaintOnBoth, 7> kSeries = {{{"#0072B2", "#56B4F5"},
                                                 {"#D55E00", "#FF8B4A"},
                                                 {"#009E73", "#2FCB9C"},
                                                 {"#B0508A", "#E79AC8"},
                                                 {"#E69F00", "#F2BC3C"},
                                                 {"#56B4E9", "#A5DBFF"},
                                                 {"#444444", "#C4C4C4"}}};
constexpr std::array<const char*, 5> kPatterns = {"", "7 3", "2 3", "9 3 2 3", "12 4"};

struct NamedPaint {
  const char* name;
  PaintOnBoth colours;
};

constexpr NamedPaint kInk = {"ink", {"#1A1A1A", "#ECECEC"}};
constexpr NamedPaint kMuted = {"muted", {"#5A5F66", "#A9AFB7"}};
constexpr NamedPaint kFaint = {"faint", {"#E3E6EA", "#33383F"}};
constexpr NamedPaint kAbove = {"above", {"#0072B2", "#56B4F5"}};
constexpr NamedPaint kBelow = {"below", {"#D55E00", "#FF8B4A"}};

Paint paint_of(const NamedPaint& paint) {
  return {paint.name, paint.colours.light};
}

std::string dark_rule(const std::string& name, const char* colour) {
  return fmt::format(".l-{0}{{stroke:{1}}}.f-{0}{{fill:{1}}}", name, colour);
}

}  // namespace

Paint series_paint(int index) {
  const std::size_t i = static_cast<std::size_t>(index) % kSeries.size();
  return {fmt::format("s{}", i), kSeries.at(i).light};
}

Paint ink() {
  return paint_of(kInk);
}
Paint muted() {
  return paint_of(kMuted);
}
Paint faint() {
  return paint_of(kFaint);
}
Paint above() {
  return paint_of(kAbove);
}
Paint below() {
  return paint_of(kBelow);
}

std::string series_pattern(int index) {
  return kPatterns.at(static_cast<std::size_t>(index) % kPatterns.size());
}

MarkerShape series_marker(int index) {
  return static_cast<MarkerShape>(index % (static_cast<int>(MarkerShape::kCross) + 1));
}

std::string dark_colours() {
  std::string text;
  for (std::size_t i = 0; i < kSeries.size(); ++i) {
    text += dark_rule(fmt::format("s{}", i), kSeries.at(i).dark);
  }
  for (const NamedPaint& paint : {kInk, kMuted, kFaint, kAbove, kBelow}) {
    text += dark_rule(paint.name, paint.colours.dark);
  }
  return text;
}

}  // namespace saccade

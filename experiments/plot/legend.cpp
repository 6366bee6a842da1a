#include "experiments/plot/legend.h"

#include <algorithm>
#include <cmath>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/markup.h"

namespace saccade {

namespace {

constexpr double kRow = 18;
constexpr double kSample = 30;    // Length of the piece of line before a name.
constexpr double kSampleGap = 6;  // From there to the name.
constexpr double kEntryGap = 18;
constexpr double kSideGap = 14;  // From the plot to a name beside it.
constexpr double kMarker = 3.4;
constexpr std::size_t kMostBeside = 8;
constexpr std::size_t kLongestName = 40;

double name_width(const LegendEntry& entry) {
  return text_width(shortened(entry.name, kLongestName), kLabelSize);
}

void draw_sample(Drawing& drawing, DrawnPoint from, const LegendEntry& entry) {
  const Paint paint = series_paint(entry.style);
  if (entry.is_thin) return drawing.line(from, {from.x + kSample, from.y}, paint, thin_line());
  drawing.line(from, {from.x + kSample, from.y}, paint, {2, series_pattern(entry.style)});
  drawing.marker({from.x + kSample / 2, from.y}, series_marker(entry.style), kMarker, paint);
}

/// Places of the rows of a legend, in the order of its entries.
std::vector<DrawnPoint> places_in_rows(const std::vector<LegendEntry>& entries, double width) {
  std::vector<DrawnPoint> places;
  double x = 0;
  double y = 0;
  for (const LegendEntry& entry : entries) {
    const double needed = kSample + kSampleGap + name_width(entry);
    if (x > 0 && x + needed > width) {
      x = 0;
      y += kRow;
    }
    places.push_back({x, y});
    x += needed + kEntryGap;
  }
  return places;
}

/// Moves the sorted heights apart by at least a row, as little as is needed, from the top on; then
/// back up from the bottom where they ran out of it.
std::vector<double> spread_out(const std::vector<LegendEntry>& entries, double top, double bottom) {
  constexpr double kLeast = 15;
  std::vector<double> heights;
  for (const LegendEntry& entry : entries) {
    const double least = heights.empty() ? top : heights.back() + kLeast;
    heights.push_back(std::max(entry.end_y, least));
  }
  double most = bottom;
  for (std::size_t i = heights.size(); i-- > 0;) {
    heights[i] = std::min(heights[i], most);
    most = heights[i] - kLeast;
  }
  return heights;
}

}  // namespace

double side_legend_width(const std::vector<LegendEntry>& entries, double most) {
  if (entries.size() > kMostBeside) return 0;
  double widest = 0;
  for (const LegendEntry& entry : entries) widest = std::max(widest, name_width(entry));
  const double needed = kSideGap + 3 * kMarker + widest;
  return needed <= most ? needed : 0;
}

void draw_side_legend(Drawing& drawing, std::vector<LegendEntry> entries, double left, double top,
                      double bottom) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LegendEntry& a, const LegendEntry& b) { return a.end_y < b.end_y; });
  const std::vector<double> heights = spread_out(entries, top, bottom);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Paint paint = series_paint(entries[i].style);
    double x = left + kSideGap;
    const bool moved = std::abs(heights[i] - entries[i].end_y) > 4 || entries[i].end_x < left - 4;
    if (entries[i].is_thin) {
      drawing.line({entries[i].end_x + 3, entries[i].end_y}, {x + kMarker, heights[i]}, paint,
                   thin_line());
    } else if (moved) {
      drawing.line({entries[i].end_x + 3, entries[i].end_y}, {x - kMarker - 2, heights[i]}, paint,
                   {1, "", 0.6});
      drawing.marker({x, heights[i]}, series_marker(entries[i].style), kMarker, paint);
    } else {
      x -= 2 * kMarker;  // The marker at the end of the line will do.
    }
    drawing.text({x + 2 * kMarker + 1, heights[i] + 4}, shortened(entries[i].name, kLongestName),
                 ink(), {kLabelSize});
  }
}

double top_legend_height(const std::vector<LegendEntry>& entries, double width) {
  if (entries.empty()) return 0;
  return places_in_rows(entries, width).back().y + kRow + 4;
}

void draw_top_legend(Drawing& drawing, const std::vector<LegendEntry>& entries, double left,
                     double top, double width) {
  const std::vector<DrawnPoint> places = places_in_rows(entries, width);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const DrawnPoint at = {left + places[i].x, top + places[i].y + kRow / 2};
    draw_sample(drawing, at, entries[i]);
    drawing.text({at.x + kSample + kSampleGap, at.y + 4}, shortened(entries[i].name, kLongestName),
                 ink(), {kLabelSize});
  }
}

}  // namespace saccade

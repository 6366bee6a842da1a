#include "experiments/plot/line_plot.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/plot/legend.h"
#include "experiments/plot/markup.h"

namespace saccade {

namespace {

constexpr double kLineWidth = 2;
constexpr double kMarkerRadius = 3.4;
constexpr std::size_t kMostMarkers = 8;  // Along a line, so that it is known without its colour.

bool has_band(const LineSeries& series) {
  return series.low.size() == series.x.size() && series.high.size() == series.x.size();
}

bool is_point(const LineSeries& series, std::size_t i) {
  return is_drawable(series.x[i]) && is_drawable(series.y[i]);
}

bool is_band_point(const LineSeries& series, std::size_t i) {
  return is_drawable(series.x[i]) && is_drawable(series.low[i]) && is_drawable(series.high[i]);
}

/// Runs of indices without a gap: [begin, end).
template <class IsThere>
std::vector<std::pair<std::size_t, std::size_t>> pieces(std::size_t size, IsThere is_there) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_there(i)) continue;
    if (!found.empty() && found.back().second == i) {
      found.back().second = i + 1;
    } else {
      found.emplace_back(i, i + 1);
    }
  }
  return found;
}

/// Points of indices [begin, end) of a line whose heights are `y`.
std::vector<DrawnPoint> line_points(const std::vector<double>& x, const std::vector<double>& y,
                                    std::size_t begin, std::size_t end, const PlotArea& area,
                                    bool steps) {
  std::vector<DrawnPoint> points;
  for (std::size_t i = begin; i < end; ++i) {
    const DrawnPoint next = area.at(x[i], y[i]);
    if (steps && i > begin) points.push_back({next.x, points.back().y});
    points.push_back(next);
  }
  return points;
}

void draw_band(Drawing& drawing, const LinePlot& plot, const LineSeries& series,
               const PlotArea& area) {
  if (!has_band(series)) return;
  const auto is_there = [&](std::size_t i) { return is_band_point(series, i); };
  const Paint paint = series_paint(series.style);
  for (const auto& [begin, end] : pieces(series.x.size(), is_there)) {
    std::vector<DrawnPoint> outline =
        line_points(series.x, series.high, begin, end, area, plot.steps);
    const std::vector<DrawnPoint> lower =
        line_points(series.x, series.low, begin, end, area, plot.steps);
    outline.insert(outline.end(), lower.rbegin(), lower.rend());
    if (end - begin == 1) drawing.path(outline, paint, {4, "", 0.3});
    drawing.area(outline, paint, 0.16);
  }
}

/// At about evenly spread points, the last one included.
void draw_markers(Drawing& drawing, const LineSeries& series, const PlotArea& area) {
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (is_point(series, i)) there.push_back(i);
  }
  const std::size_t stride = (there.size() + kMostMarkers - 1) / kMostMarkers;
  for (std::size_t k = there.size(); k > 0; k -= std::min(k, stride)) {
    const std::size_t i = there[k - 1];
    drawing.marker(area.at(series.x[i], series.y[i]), series_marker(series.style), kMarkerRadius,
                   series_paint(series.style));
  }
}

void draw_line(Drawing& drawing, const LinePlot& plot, const LineSeries& series,
               const PlotArea& area) {
  const LineStyle thick = {kLineWidth, series_pattern(series.style)};
  const Paint paint = series_paint(series.style);
  const auto is_there = [&](std::size_t i) { return is_point(series, i); };
  for (const auto& [begin, end] : pieces(series.x.size(), is_there)) {
    const std::vector<DrawnPoint> points =
        line_points(series.x, series.y, begin, end, area, plot.steps);
    drawing.path(points, paint, series.is_thin ? thin_line() : thick);
    if (points.size() == 1) drawing.marker(points[0], MarkerShape::kCircle, 2, paint);
  }
  if (!series.is_thin && !series.name.empty()) draw_markers(drawing, series, area);
}

std::vector<double> all_x(const LinePlot& plot) {
  std::vector<double> numbers;
  for (const LineSeries& series : plot.series) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (is_point(series, i)) numbers.push_back(series.x[i]);
    }
  }
  return numbers;
}

/// Of lines and bands.
std::vector<double> all_y(const LinePlot& plot) {
  std::vector<double> numbers;
  for (const LineSeries& series : plot.series) {
    numbers.insert(numbers.end(), series.y.begin(), series.y.end());
    if (!has_band(series)) continue;
    numbers.insert(numbers.end(), series.low.begin(), series.low.end());
    numbers.insert(numbers.end(), series.high.begin(), series.high.end());
  }
  return numbers;
}

std::vector<LegendEntry> legend_entries(const LinePlot& plot, const PlotArea* area) {
  std::vector<LegendEntry> entries;
  for (const LineSeries& series : plot.series) {
    if (series.name.empty()) continue;
    LegendEntry entry{.name = series.name, .style = series.style, .is_thin = series.is_thin};
    bool is_drawn = false;
    for (std::size_t i = 0; area && i < series.x.size(); ++i) {
      if (!is_point(series, i)) continue;
      is_drawn = true;
      entry.end_x = area->x_of(series.x[i]);
      entry.end_y = std::clamp(area->y_of(series.y[i]), area->top, area->bottom);
    }
    if (!area || is_drawn) entries.push_back(std::move(entry));  // Of no line there is no end.
  }
  return entries;
}

/// Every series has as many y as x; more of one are dropped.
LinePlot sound(LinePlot plot) {
  for (LineSeries& series : plot.series) {
    const std::size_t size = std::min(series.x.size(), series.y.size());
    const bool band = series.low.size() >= size && series.high.size() >= size;
    series.x.resize(size);
    series.y.resize(size);
    series.low.resize(band ? size : 0);
    series.high.resize(band ? size : 0);
  }
  return plot;
}

struct LineLayout {
  PlotArea area{};
  std::vector<Tick> y_ticks{};
  double side = 0;  ///< Width of the names on the right; 0: they stand above.
};

LineLayout lay_out(const LinePlot& plot) {
  LineLayout layout;
  PlotArea& area = layout.area;
  const std::vector<LegendEntry> entries = legend_entries(plot, nullptr);
  // Steps all end at the same height.
  if (plot.width >= 480 && !plot.steps) layout.side = side_legend_width(entries, 0.3 * plot.width);
  area.x = axis_range(plot.x, all_x(plot), 0);
  area.y = axis_range(plot.y, all_y(plot), 0.04);
  area.top = kEdge + title_height(plot.title) + (plot.y.label.empty() ? 4 : 26);
  if (layout.side == 0) area.top += top_legend_height(entries, plot.width - 2 * kEdge);
  area.bottom = plot.height - kXAxisHeight - kEdge - (plot.x.label.empty() ? 0 : kXLabelHeight);
  area.bottom = std::max(area.bottom, area.top + 40);
  layout.y_ticks = nice_ticks(area.y, fitting_y_ticks(area.bottom - area.top), plot.y.style);
  area.left = kEdge + widest_label(layout.y_ticks) + 8;
  area.right = plot.width - kEdge - std::max(layout.side, 12.0);
  return layout;
}

void draw_series(Drawing& drawing, const LinePlot& plot, const PlotArea& area) {
  const bool clips = plot.y.low || plot.y.high || plot.x.low || plot.x.high;
  constexpr double kMore = kMarkerRadius;  // A marker on the edge is whole.
  if (clips) {
    drawing.begin_clip({area.left - kMore, area.top - kMore}, area.right - area.left + 2 * kMore,
                       area.bottom - area.top + 2 * kMore);
  }
  for (const bool thin : {true, false}) {
    for (const LineSeries& series : plot.series) {
      if (series.is_thin == thin) draw_band(drawing, plot, series, area);
    }
    for (const LineSeries& series : plot.series) {
      if (series.is_thin == thin) draw_line(drawing, plot, series, area);
    }
  }
  if (clips) drawing.end_clip();
}

std::string description_of(const LinePlot& plot) {
  std::string text = plot.title;
  if (text.empty()) text = fmt::format("{} over {}", plot.y.label, plot.x.label);
  std::string names;
  for (const LineSeries& series : plot.series) {
    if (!series.name.empty()) names += (names.empty() ? "" : ", ") + shortened(series.name, 60);
  }
  return names.empty() ? text : text + ": " + names;
}

}  // namespace

Drawing draw_line_plot(const LinePlot& asked) {
  const LinePlot plot = sound(asked);
  const LineLayout layout = lay_out(plot);
  const PlotArea& area = layout.area;
  Drawing drawing(plot.width, std::max(plot.height, area.bottom + kXAxisHeight),
                  description_of(plot));
  draw_title(drawing, plot.title);
  draw_y_axis(drawing, area, plot.y, layout.y_ticks);
  draw_x_axis(drawing, area, plot.x, false);
  const std::vector<LegendEntry> entries = legend_entries(plot, &area);
  if (layout.side == 0) {
    draw_top_legend(drawing, entries, kEdge, kEdge + title_height(plot.title),
                    plot.width - 2 * kEdge);
  }
  draw_series(drawing, plot, area);
  if (layout.side > 0) draw_side_legend(drawing, entries, area.right, area.top, area.bottom);
  if (all_x(plot).empty()) draw_no_data(drawing, area);
  return drawing;
}

LineSeries thinned(const LineSeries& series, std::size_t buckets) {
  const std::size_t size = std::min(series.x.size(), series.y.size());
  if (size <= buckets) return series;
  LineSeries result{.name = series.name, .style = series.style, .is_thin = series.is_thin};
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    const std::size_t end = (bucket + 1) * size / buckets;
    double x = 0;
    double y = 0;
    double count = 0;
    AxisRange seen{INFINITY, -INFINITY};
    for (std::size_t i = bucket * size / buckets; i < end; ++i) {
      if (!is_point(series, i)) continue;
      x += series.x[i];
      y += series.y[i];
      count += 1;
      seen = {std::min(seen.low, series.y[i]), std::max(seen.high, series.y[i])};
    }
    if (count == 0) {  // A gap stays one.
      x = series.x[bucket * size / buckets];
      y = seen.low = seen.high = NAN;
      count = 1;
    }
    result.x.push_back(x / count);
    result.y.push_back(y / count);
    result.low.push_back(seen.low);
    result.high.push_back(seen.high);
  }
  return result;
}

}  // namespace saccade

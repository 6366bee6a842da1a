#include "experiments/plot/interval_plot.h"

#include <algorithm>
#include <cmath>

#include "experiments/plot/markup.h"

namespace saccade {

namespace {

constexpr double kBand = 3;    // Width of an interval's line.
constexpr double kRadius = 5;  // Of the dot of the estimate.
constexpr double kDotRadius = 2.8;
constexpr double kDotDrop = 11;  // Of single numbers below the line of the estimate.
constexpr double kWide = 480;    // From here on, names stand beside the rows; else above them.

bool has_dots(const IntervalPlot& plot) {
  return std::any_of(plot.rows.begin(), plot.rows.end(),
                     [](const IntervalRow& row) { return !row.dots.empty(); });
}

bool has_interval(const IntervalRow& row) {
  return row.interval && is_drawable(row.interval->low) && is_drawable(row.interval->high);
}

std::vector<double> all_numbers(const IntervalPlot& plot) {
  std::vector<double> numbers;
  for (const IntervalRow& row : plot.rows) {
    numbers.push_back(row.value);
    if (has_interval(row)) {
      numbers.insert(numbers.end(), {row.interval->low, row.interval->high});
    }
    for (const IntervalDot& dot : row.dots) numbers.push_back(dot.value);
  }
  return numbers;
}

struct IntervalLayout {
  PlotArea area{};
  double row = 0;        ///< Height of one.
  double center = 0;     ///< From a row's top to the line of its estimate.
  std::size_t most = 0;  ///< Characters of a name.
  bool beside = true;    ///< Names and notes stand beside the rows.
  double notes = 0;      ///< Where the notes begin.
};

IntervalLayout lay_out(const IntervalPlot& plot) {
  IntervalLayout layout;
  layout.beside = plot.width >= kWide;
  layout.most = layout.beside ? 34 : 44;
  const double dots = has_dots(plot) ? kDotDrop : 0;
  layout.row = 30 + dots + (layout.beside ? 0 : 20);
  layout.center = (layout.beside ? 15 : 33);
  double names = 0;
  double notes = 0;
  for (const IntervalRow& row : plot.rows) {
    names = std::max(names, text_width(shortened(row.name, layout.most), kLabelSize));
    notes = std::max(notes, text_width(row.note, kTickSize));
  }
  PlotArea& area = layout.area;
  area.x = axis_range(plot.x, all_numbers(plot), 0.04);
  area.top = kEdge + title_height(plot.title);
  area.bottom =
      area.top + layout.row * static_cast<double>(std::max<std::size_t>(1, plot.rows.size())) + 4;
  area.left = kEdge + (layout.beside ? names + 14 : 8);
  area.right = plot.width - kEdge - (layout.beside && notes > 0 ? notes + 14 : 8);
  area.right = std::max(area.right, area.left + 80);
  layout.notes = area.right + 14;
  return layout;
}

void draw_texts(Drawing& drawing, const IntervalRow& row, const IntervalLayout& layout, double y) {
  const std::string name = shortened(row.name, layout.most);
  if (layout.beside) {
    drawing.text({layout.area.left - 12, y + 4}, name, ink(), {kLabelSize, TextAnchor::kEnd});
    drawing.text({layout.notes, y + 4}, row.note, muted(), {kTickSize});
  } else {
    const double room = layout.area.right - kEdge - text_width(row.note, kTickSize) - 10;
    drawing.text({kEdge, y - 16}, fitted(name, room, kLabelSize), ink(), {kLabelSize});
    drawing.text({layout.area.right, y - 16}, row.note, muted(), {kTickSize, TextAnchor::kEnd});
  }
}

void draw_row(Drawing& drawing, const IntervalRow& row, const IntervalLayout& layout, double y) {
  const PlotArea& area = layout.area;
  const Paint paint = series_paint(row.style);
  draw_texts(drawing, row, layout, y);
  if (has_interval(row)) {
    const double low = area.x_of(row.interval->low);
    const double high = area.x_of(row.interval->high);
    drawing.line({low, y}, {high, y}, paint, {kBand, "", 0.55});
    for (const double end : {low, high}) drawing.line({end, y - 5}, {end, y + 5}, paint, {1.5});
  }
  for (const IntervalDot& dot : row.dots) {
    if (!is_drawable(dot.value)) continue;
    drawing.marker({area.x_of(dot.value), y + kDotDrop}, MarkerShape::kCircle, kDotRadius, paint,
                   0.5, dot.hint);
  }
  if (!is_drawable(row.value)) return;
  drawing.marker({area.x_of(row.value), y}, series_marker(row.style), kRadius, paint, 1, row.note);
}

std::string description_of(const IntervalPlot& plot) {
  std::string text = plot.title.empty() ? plot.x.label : plot.title;
  for (const IntervalRow& row : plot.rows) {
    text += "; " + shortened(row.name, 60) + (row.note.empty() ? "" : ": " + row.note);
  }
  return text;
}

}  // namespace

Drawing draw_interval_plot(const IntervalPlot& plot) {
  const IntervalLayout layout = lay_out(plot);
  const PlotArea& area = layout.area;
  const double labels = plot.x.label.empty() ? 0 : kXLabelHeight;
  Drawing drawing(plot.width, area.bottom + kXAxisHeight + labels + kEdge, description_of(plot));
  draw_title(drawing, plot.title);
  draw_x_axis(drawing, area, plot.x, true);
  if (plot.reference && *plot.reference >= area.x.low && *plot.reference <= area.x.high) {
    const double x = area.x_of(*plot.reference);
    drawing.line({x, area.top}, {x, area.bottom}, muted(), {1.5, "4 3"});
  }
  for (std::size_t i = 0; i < plot.rows.size(); ++i) {
    draw_row(drawing, plot.rows[i], layout,
             area.top + layout.row * static_cast<double>(i) + layout.center);
  }
  if (plot.rows.empty()) draw_no_data(drawing, area);
  return drawing;
}

}  // namespace saccade

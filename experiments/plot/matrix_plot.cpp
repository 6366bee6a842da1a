#include "experiments/plot/matrix_plot.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/markup.h"

namespace saccade {

namespace {

constexpr std::size_t kLongestRowName = 24;
constexpr double kCellHeight = 40;
constexpr double kNoteSize = 10;

struct MatrixLayout {
  double left = 0;
  double top = 0;
  double cell = 0;  ///< Width of one.
  std::vector<std::string> rows, columns;
};

double widest(const std::vector<std::string>& names) {
  double width = 0;
  for (const std::string& name : names) width = std::max(width, text_width(name, kLabelSize));
  return width;
}

/// Where a column's name would not fit, the rows have numbers before their names, and the columns
/// have these alone.
void number(MatrixLayout& layout) {
  for (std::size_t i = 0; i < layout.rows.size(); ++i) {
    layout.columns[i] = std::to_string(i + 1);
    layout.rows[i] = layout.columns[i] + "  " + layout.rows[i];
  }
}

MatrixLayout lay_out(const MatrixPlot& plot) {
  constexpr double kNarrowest = 34, kGap = 10;
  MatrixLayout layout;
  const auto count = static_cast<double>(std::max<std::size_t>(1, plot.names.size()));
  const auto fitting = [&] {
    return (plot.width - kEdge - widest(layout.rows) - kGap - kEdge) / count;
  };
  for (const std::string& name : plot.names)
    layout.rows.push_back(shortened(name, kLongestRowName));
  layout.columns = layout.rows;
  const double wanted = widest(layout.columns) + 8;
  if (fitting() < wanted) number(layout);
  layout.left = kEdge + widest(layout.rows) + kGap;
  layout.top = kEdge + title_height(plot.title) + (plot.column_label.empty() ? 0 : 20) + 20;
  layout.cell = std::clamp(fitting(), kNarrowest, std::max(96.0, wanted));
  return layout;
}

void draw_cell(Drawing& drawing, const MatrixCell& cell, DrawnPoint corner, double width) {
  if (!cell.share || !(*cell.share >= 0 && *cell.share <= 1)) {
    drawing.rectangle({corner.x + 1, corner.y + 1}, width - 2, kCellHeight - 2, faint(), 0.5);
    return;
  }
  const double distance = 2 * *cell.share - 1;
  drawing.rectangle({corner.x + 1, corner.y + 1}, width - 2, kCellHeight - 2,
                    distance >= 0 ? above() : below(), 0.04 + 0.36 * std::abs(distance));
  const bool with_note = !cell.note.empty() && text_width(cell.note, kNoteSize) < width;
  const double x = corner.x + width / 2;
  drawing.text({x, corner.y + kCellHeight / 2 + (with_note ? -1 : 4)},
               fmt::format("{:.2f}", *cell.share), ink(), {13, TextAnchor::kMiddle});
  if (!with_note) return;
  drawing.text({x, corner.y + kCellHeight / 2 + 13}, cell.note, muted(),
               {kNoteSize, TextAnchor::kMiddle});
}

void draw_names(Drawing& drawing, const MatrixPlot& plot, const MatrixLayout& layout) {
  if (!plot.column_label.empty()) {
    drawing.text({layout.left, layout.top - 26}, plot.column_label, muted(), {kLabelSize});
  }
  for (std::size_t i = 0; i < plot.names.size(); ++i) {
    const auto place = static_cast<double>(i);
    drawing.text({layout.left + (place + 0.5) * layout.cell, layout.top - 8}, layout.columns[i],
                 ink(), {kLabelSize, TextAnchor::kMiddle});
    drawing.text({layout.left - 10, layout.top + (place + 0.5) * kCellHeight + 4}, layout.rows[i],
                 ink(), {kLabelSize, TextAnchor::kEnd});
  }
}

}  // namespace

Drawing draw_matrix_plot(const MatrixPlot& plot) {
  const MatrixLayout layout = lay_out(plot);
  const auto count = static_cast<double>(plot.names.size());
  Drawing drawing(std::max(layout.left + layout.cell * count + kEdge, 120.0),
                  layout.top + std::max(1.0, count) * kCellHeight + kEdge,
                  plot.title.empty() ? plot.column_label : plot.title);
  draw_title(drawing, plot.title);
  draw_names(drawing, plot, layout);
  for (std::size_t row = 0; row < std::min(plot.cells.size(), plot.names.size()); ++row) {
    for (std::size_t column = 0; column < std::min(plot.cells[row].size(), plot.names.size());
         ++column) {
      draw_cell(drawing, plot.cells[row][column],
                {layout.left + static_cast<double>(column) * layout.cell,
                 layout.top + static_cast<double>(row) * kCellHeight},
                layout.cell);
    }
  }
  if (plot.names.empty()) drawing.text({kEdge, layout.top + 24}, "no data", muted(), {kLabelSize});
  return drawing;
}

}  // namespace saccade

#include "experiments/plot/matrix_plot.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/markup.h"

namespace saccade {

namespace {

constexpr std::size_t kLongestName = 24;
constexpr double kCellHeight = 40;
constexpr double kNoteSize = 10;

struct MatrixLayout {
  double left = 0;
  double top = 0;
  double cell = 0;                  ///< Width of one.
  std::size_t most = kLongestName;  ///< Characters of the name of a column.
};

double widest(const std::vector<std::string>& names) {
  double width = 0;
  for (const std::string& name : names) {
    width = std::max(width, text_width(shortened(name, kLongestName), kLabelSize));
  }
  return width;
}

MatrixLayout lay_out(const MatrixPlot& plot) {
  MatrixLayout layout;
  const auto count = static_cast<double>(std::max<std::size_t>(1, plot.names.size()));
  const double names = widest(plot.names);
  layout.left = kEdge + names + 10;
  layout.top = kEdge + title_height(plot.title) + (plot.column_label.empty() ? 0 : 20) + 20;
  const double fitting = (plot.width - layout.left - kEdge) / count;
  layout.cell = std::clamp(fitting, 34.0, std::max(96.0, names + 8));
  layout.most = std::clamp(static_cast<std::size_t>(layout.cell / 8), std::size_t{4}, kLongestName);
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
  if (!plot.row_label.empty()) {
    drawing.text({kEdge, layout.top - 8}, plot.row_label, muted(), {kLabelSize});
  }
  for (std::size_t i = 0; i < plot.names.size(); ++i) {
    const auto place = static_cast<double>(i);
    drawing.text({layout.left + (place + 0.5) * layout.cell, layout.top - 8},
                 shortened(plot.names[i], layout.most), ink(), {kLabelSize, TextAnchor::kMiddle});
    drawing.text({layout.left - 10, layout.top + (place + 0.5) * kCellHeight + 4},
                 shortened(plot.names[i], kLongestName), ink(), {kLabelSize, TextAnchor::kEnd});
  }
}

}  // namespace

Drawing draw_matrix_plot(const MatrixPlot& plot) {
  const MatrixLayout layout = lay_out(plot);
  const auto count = static_cast<double>(plot.names.size());
  Drawing drawing(std::max(layout.left + layout.cell * count + kEdge, 120.0),
                  layout.top + std::max(1.0, count) * kCellHeight + kEdge,
                  plot.title.empty() ? plot.row_label + " " + plot.column_label : plot.title);
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

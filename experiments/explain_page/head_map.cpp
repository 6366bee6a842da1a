#include "experiments/explain_page/head_map.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/plot/chart_frame.h"
#include "experiments/plot/markup.h"

namespace saccade {
namespace {

constexpr double kCellHeight = 26, kHeadHeight = 24, kWidestCell = 110;

}  // namespace

Drawing draw_head_map(const HeadMap& map, double width) {
  double names = 0;
  for (const std::string& row : map.rows) names = std::max(names, text_width(row, kLabelSize));
  names = std::min(names, 0.4 * width) + 10;
  const double cell =
      std::min(kWidestCell, (width - names - kEdge) /
                                static_cast<double>(std::max<std::size_t>(map.columns.size(), 1)));
  const double height = kHeadHeight + kCellHeight * static_cast<double>(map.rows.size()) + 4;
  Drawing drawing(width, height, "The share of attention that each head gives to each type");
  for (std::size_t c = 0; c < map.columns.size(); ++c) {
    drawing.text({names + (static_cast<double>(c) + 0.5) * cell, kHeadHeight - 8},
                 fitted(map.columns[c], cell - 4, kTickSize), muted(),
                 {kTickSize, TextAnchor::kMiddle});
  }
  for (std::size_t r = 0; r < map.rows.size(); ++r) {
    const double top = kHeadHeight + kCellHeight * static_cast<double>(r);
    drawing.text({names - 8, top + kCellHeight / 2 + 4}, fitted(map.rows[r], names - 8, kLabelSize),
                 ink(), {kLabelSize, TextAnchor::kEnd});
    for (std::size_t c = 0; c < map.columns.size(); ++c) {
      const double share = map.shares[r][c];
      if (!std::isfinite(share)) continue;
      const double left = names + static_cast<double>(c) * cell;
      drawing.rectangle({left + 1, top + 1}, cell - 2, kCellHeight - 2, series_paint(0),
                        0.06 + 0.74 * std::clamp(share, 0.0, 1.0));
      drawing.text({left + cell / 2, top + kCellHeight / 2 + 4},
                   fmt::format("{:.0f}%", 100 * share), ink(), {kTickSize, TextAnchor::kMiddle});
    }
  }
  return drawing;
}

}  // namespace saccade

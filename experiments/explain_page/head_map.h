// A table of coloured cells: what each head of each layer attends to.
#pragma once

#include <string>
#include <vector>

#include "experiments/plot/drawing.h"

namespace saccade {

struct HeadMap {
  std::vector<std::string> columns;         ///< Types.
  std::vector<std::string> rows;            ///< Heads.
  std::vector<std::vector<double>> shares;  ///< [rows][columns] in [0, 1]; NaN: an empty cell.
};

/// The darker a cell, the larger its share.
Drawing draw_head_map(const HeadMap& map, double width);

}  // namespace saccade

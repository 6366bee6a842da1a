// A square of probabilities, one for each pair of groups.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/plot/drawing.h"

namespace saccade {

struct MatrixCell {
  std::optional<double> share{};  ///< In [0, 1]; absent: the cell stays empty.
  std::string note{};             ///< Small, below the number: its interval.
};

struct MatrixPlot {
  std::string title{};
  std::string column_label{};                    ///< What the columns are.
  std::vector<std::string> names{};              ///< Numbered where cells are too narrow for them.
  std::vector<std::vector<MatrixCell>> cells{};  ///< [row][column], as many each as names.
  double width = 720;                            ///< At most.
};

/// Cells are shaded by how far they are from one half, in one colour above it and another below.
Drawing draw_matrix_plot(const MatrixPlot& plot);

}  // namespace saccade

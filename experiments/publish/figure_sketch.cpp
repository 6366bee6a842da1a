#include "experiments/publish/figure_sketch.h"

#include <utility>

namespace saccade {

FigureSketch sketch_of(LinePlot plot) {
  return [plot = std::move(plot)](double width) {
    LinePlot own = plot;
    own.width = width;
    own.height = width < 480 ? 280 : 380;
    return draw_line_plot(own);
  };
}

FigureSketch sketch_of(IntervalPlot plot) {
  return [plot = std::move(plot)](double width) {
    IntervalPlot own = plot;
    own.width = width;
    return draw_interval_plot(own);
  };
}

FigureSketch sketch_of(MatrixPlot plot) {
  return [plot = std::move(plot)](double width) {
    MatrixPlot own = plot;
    own.width = width;
    return draw_matrix_plot(own);
  };
}

}  // namespace saccade

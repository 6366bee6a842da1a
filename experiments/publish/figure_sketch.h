// A plot as a figure of a page: drawn once for wide and once for narrow screens.
#pragma once

#include "experiments/page/page.h"
#include "experiments/plot/interval_plot.h"
#include "experiments/plot/line_plot.h"
#include "experiments/plot/matrix_plot.h"

namespace saccade {

FigureSketch sketch_of(LinePlot plot);
FigureSketch sketch_of(IntervalPlot plot);
FigureSketch sketch_of(MatrixPlot plot);

}  // namespace saccade

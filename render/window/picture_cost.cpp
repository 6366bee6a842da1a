#include "render/window/picture_cost.h"

#include <chrono>
#include <ctime>

#include "render/display/display.h"
#include "render/display/quiet_sfml.h"
#include "render/picture/offscreen_renderer.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

PictureCost measure_pictures(FrameSource& source, std::uint64_t seed, unsigned width,
                             unsigned height, double seconds, Theme theme) {
  const QuietSfml quiet;
  const OffscreenDisplay display;
  OffscreenRenderer renderer(width, height);
  const ViewerOptions options{.seed = seed, .theme = theme};
  Session session(source, options);
  session.look_ahead(10);
  renderer.draw(session.draw(width, height));  // Fonts are loaded, memory is there.
  PictureCost cost;
  const auto start = Clock::now();
  const std::clock_t used = std::clock();
  while (since(start) < seconds) {
    session.pass(1.0 / 60);
    const auto begin = Clock::now();
    const std::vector<PlacedDrawing> drawing = session.draw(width, height);
    cost.compose += since(begin);
    const auto composed = Clock::now();
    renderer.draw(drawing);
    cost.draw += since(composed);
    ++cost.pictures;
  }
  cost.processor = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC / cost.pictures;
  cost.compose /= cost.pictures;
  cost.draw /= cost.pictures;
  return cost;
}

}  // namespace saccade::render

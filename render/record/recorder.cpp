#include "render/record/recorder.h"

#include <signal.h>

#include <cmath>

#include <SFML/Graphics/Image.hpp>

#include "envs/core/error.h"
#include "render/display/display.h"
#include "render/display/quiet_sfml.h"
#include "render/picture/offscreen_renderer.h"
#include "render/picture/picture_file.h"
#include "render/record/recording.h"

namespace saccade::render {
namespace {

// Holds back SIGINT and SIGTERM so that an interrupted recording can tidy up; they arrive when this
// object goes.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &former_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

  static bool waiting() {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
  }

 private:
  sigset_t former_{};
};

class Recorder {
 public:
  Recorder(const RecordingPlan& plan, std::string layer)
      : layer_(std::move(layer)),
        rest_(plan.kind == RecordingKind::kPictures ? 0 : static_cast<int>(std::lround(plan.fps))),
        recording_(start_recording(plan)),
        renderer_(plan.width, plan.height) {}

  void episode(FrameSource& source, std::uint64_t seed) {
    const Frame* frame = &source.reset(seed);
    state_.attention = choose_layer(frame->mind().attention, layer_);
    add(*frame);
    while (!frame->done) {
      frame = &source.advance();
      add(*frame);
    }
    for (int i = 0; i < rest_; ++i) add(*frame);
  }

  void finish() { recording_->finish(); }

 private:
  void add(const Frame& frame) {
    if (HeldSignals::waiting()) throw Error("recording interrupted", Error::Kind::kFailure);
    recording_->add(renderer_.draw(frame, state_));
  }

  std::string layer_;
  ViewState state_;
  int rest_;  // pictures for which a video rests on an episode's end: a second
  std::unique_ptr<Recording> recording_;
  OffscreenRenderer renderer_;
};

}  // namespace

void record(FrameSource& source, const RecordOptions& options) {
  const RecordingPlan plan =
      plan_recording(options.path, options.width, options.height, source.steps_per_second());
  if (options.episodes < 1) {
    throw Error("record: found " + std::to_string(options.episodes) +
                " episodes; wanted 1 or more");
  }
  const HeldSignals signals;
  const QuietSfml quiet;
  const OffscreenDisplay display;
  Recorder recorder(plan, options.layer);
  for (int i = 0; i < options.episodes; ++i) {
    recorder.episode(source, options.seed + static_cast<std::uint64_t>(i));
  }
  recorder.finish();
}

void save_picture(const Frame& frame, const std::string& path, unsigned width, unsigned height) {
  const QuietSfml quiet;
  const OffscreenDisplay display;
  OffscreenRenderer renderer(width, height);
  sf::Image image;
  image.create(width, height, renderer.draw(frame, ViewState{}).data());
  write_picture(image, path);
}

}  // namespace saccade::render

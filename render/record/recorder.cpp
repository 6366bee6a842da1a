#include "render/record/recorder.h"

#include <signal.h>

#include <cmath>

#include "envs/core/error.h"
#include "render/display/display.h"
#include "render/display/quiet_sfml.h"
#include "render/picture/compose.h"
#include "render/picture/offscreen_renderer.h"
#include "render/picture/picture_file.h"
#include "render/record/recording.h"
#include "render/timeline/tape.h"
#include "render/timeline/track.h"

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
  Recorder(FrameSource& source, const RecordOptions& options, const RecordingPlan& plan)
      : options_(options),
        tape_(source),
        steps_per_picture_(source.steps_per_second() / plan.fps),
        rest_(plan.kind == RecordingKind::kPictures ? 0 : static_cast<int>(std::lround(plan.fps))),
        recording_(start_recording(plan)),
        renderer_(plan.width, plan.height) {
    state_.theme = options.theme;
  }

  // The pictures of an episode lie one after the other in its time; the last one shows its end.
  void episode(std::uint64_t seed) {
    tape_.begin(seed);
    state_.attention = choose_layer(tape_.at(0).mind().attention, options_.layer);
    for (int picture = 0;; ++picture) {
      const double time = steps_per_picture_ * picture;
      const int step = static_cast<int>(time);
      while (tape_.last() <= step && tape_.extend()) {
      }
      if (step >= tape_.last()) break;
      add(step, static_cast<float>(time - step));
    }
    for (int i = 0; i <= rest_; ++i) add(tape_.last(), 0);
    ++episodes_;
  }

  void finish() { recording_->finish(); }

 private:
  void add(int step, float share) {
    if (HeldSignals::waiting()) throw Error("recording interrupted", Error::Kind::kFailure);
    const Frame& frame = tape_.at(step);
    state_.track = &tracker_.follow(tape_, step, frame.viewed, state_.attention, kNoEntity);
    const Scene* next = share > 0 ? &tape_.at(step + 1).scene : nullptr;
    recording_->add(renderer_.draw(
        compose_picture(frame, state_, renderer_.width(), renderer_.height(), {next, share})
            .drawing));
    ++pictures_;
    if (options_.on_picture) options_.on_picture(episodes_, step, pictures_);
  }

  const RecordOptions& options_;
  Tape tape_;
  Tracker tracker_;
  ViewState state_;
  double steps_per_picture_;
  int rest_;  // pictures for which a video rests on an episode's end: a second
  int episodes_ = 0;
  int pictures_ = 0;
  std::unique_ptr<Recording> recording_;
  OffscreenRenderer renderer_;
};

}  // namespace

void record(FrameSource& source, const RecordOptions& options) {
  const RecordingPlan plan = plan_recording(options.path, options.width, options.height,
                                            options.fps, source.steps_per_second());
  if (options.episodes < 1) {
    throw Error("record: found " + std::to_string(options.episodes) +
                " episodes; wanted 1 or more");
  }
  const HeldSignals signals;
  const QuietSfml quiet;
  const OffscreenDisplay display;
  Recorder recorder(source, options, plan);
  for (int i = 0; i < options.episodes; ++i) {
    recorder.episode(options.seed + static_cast<std::uint64_t>(i));
  }
  recorder.finish();
}

void save_picture(const Frame& frame, const std::string& path, unsigned width, unsigned height,
                  Theme theme) {
  const QuietSfml quiet;
  const OffscreenDisplay display;
  OffscreenRenderer renderer(width, height);
  write_picture(renderer.draw(frame, {.theme = theme}), width, height, path);
}

}  // namespace saccade::render

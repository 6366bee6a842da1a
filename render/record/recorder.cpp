#include "render/record/recorder.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

#include "envs/core/error.h"
#include "render/display/display.h"
#include "render/display/held_signals.h"
#include "render/display/quiet_sfml.h"
#include "render/picture/compose.h"
#include "render/picture/offscreen_renderer.h"
#include "render/picture/picture_file.h"
#include "render/record/recording.h"
#include "render/timeline/side_by_side.h"
#include "render/timeline/tape.h"
#include "render/timeline/track.h"

namespace saccade::render {
namespace {

// An episode of one source.
struct Strip {
  explicit Strip(FrameSource& played) : source(played), tape(played) {}

  FrameSource& source;
  Tape tape;
  Tracker tracker{};
  PaneName name{};
  Rect place{};
};

class Recorder {
 public:
  Recorder(std::span<FrameSource* const> sources, const RecordOptions& options,
           const RecordingPlan& plan)
      : options_(options),
        steps_per_picture_(sources[0]->steps_per_second() / plan.fps),
        rest_(plan.kind == RecordingKind::kPictures ? 0 : static_cast<int>(std::lround(plan.fps))),
        recording_(start_recording(plan)),
        renderer_(plan.width, plan.height) {
    state_.theme = options.theme;
    const auto places = divide(
        {0, 0, static_cast<float>(plan.width), static_cast<float>(plan.height)}, sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      Strip& strip = strips_.emplace_back(*sources[i]);
      strip.place = places[i];
      if (sources.size() > 1) strip.name = pane_name(i);
    }
  }

  // The pictures of an episode lie one after the other in its time; the last one shows its end.
  void episode(std::uint64_t seed) {
    for (Strip& strip : strips_) strip.tape.begin(seed);
    const AttentionWeights& attention = strips_[0].tape.at(0).mind().attention;
    state_.attention = choose_layer(attention, options_.layer);
    for (int picture = 0;; ++picture) {
      const double time = steps_per_picture_ * picture;
      const int step = static_cast<int>(time);
      if (!play_to(step + 1)) break;
      add(step, static_cast<float>(time - step));
    }
    for (int i = 0; i <= rest_; ++i) add(last(), 0);
    ++episodes_;
  }

  void finish() { recording_->finish(); }

 private:
  // False where all end before.
  bool play_to(int step) {
    bool reached = false;
    for (Strip& strip : strips_) {
      while (strip.tape.last() < step && strip.tape.extend()) {
      }
      reached = reached || strip.tape.last() >= step;
    }
    return reached;
  }

  int last() const {
    int last = 0;
    for (const Strip& strip : strips_) last = std::max(last, strip.tape.last());
    return last;
  }

  void add(int step, float share) {
    if (HeldSignals::waiting()) throw Error("recording interrupted", Error::Kind::kFailure);
    std::vector<PlacedDrawing> drawings;
    for (Strip& strip : strips_) drawings.push_back({strip.place, picture(strip, step, share)});
    recording_->add(renderer_.draw(drawings));
    ++pictures_;
    if (options_.on_picture) options_.on_picture(episodes_, step, pictures_);
  }

  Drawing picture(Strip& strip, int step, float share) {
    const int own = std::min(step, strip.tape.last());
    const Frame& frame = strip.tape.at(own);
    const bool moves = share > 0 && own < strip.tape.last();
    ViewState state = state_;
    state.track = &strip.tracker.follow(strip.tape, own, frame.viewed, state_.attention, kNoEntity);
    state.pane = strip.name;
    const Tape& first = strips_[0].tape;
    state.pane.differs = !acts_alike(first.at(std::min(step, first.last())), frame);
    const Passage passage{moves ? &strip.tape.at(own + 1).scene : nullptr, share};
    return compose_picture(frame, state, static_cast<unsigned>(strip.place.width),
                           static_cast<unsigned>(strip.place.height), passage)
        .drawing;
  }

  const RecordOptions& options_;
  std::deque<Strip> strips_;
  ViewState state_;
  double steps_per_picture_;
  int rest_;  // pictures for which a video rests on an episode's end: a second
  int episodes_ = 0;
  int pictures_ = 0;
  std::unique_ptr<Recording> recording_;
  OffscreenRenderer renderer_;
};

}  // namespace

void record(std::span<FrameSource* const> sources, const RecordOptions& options) {
  const RecordingPlan plan = plan_recording(options.path, options.width, options.height,
                                            options.fps, sources[0]->steps_per_second());
  if (options.episodes < 1) {
    throw Error("record: found " + std::to_string(options.episodes) +
                " episodes; wanted 1 or more");
  }
  const HeldSignals signals;
  const QuietSfml quiet;
  const OffscreenDisplay display;
  Recorder recorder(sources, options, plan);
  std::uint64_t seed = options.seed;
  for (int i = 0; i < options.episodes; ++i) {
    if (i > 0) seed = next_seed(sources, seed);
    recorder.episode(seed);
  }
  recorder.finish();
}

void record(FrameSource& source, const RecordOptions& options) {
  FrameSource* const sources[] = {&source};
  record(sources, options);
}

void save_picture(const Frame& frame, const std::string& path, unsigned width, unsigned height,
                  Theme theme) {
  const QuietSfml quiet;
  const OffscreenDisplay display;
  OffscreenRenderer renderer(width, height);
  write_picture(renderer.draw(frame, {.theme = theme}), width, height, path);
}

}  // namespace saccade::render

// What happens while someone watches: time passes, decisions fall due, keys change what is shown.
// Knows no window, so it is tested without one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "render/overlay/frame.h"
#include "render/overlay/view_state.h"
#include "render/window/viewer.h"

namespace saccade::render {

enum class Command {
  kPause,
  kStep,
  kStepBack,
  kFaster,
  kSlower,
  kHeads,
  kBlock,
  kOverlay,
  kNextSeed,
  kRestart,
  kNextAgent,
  kPreviousAgent,
  kHelp,
};

/// The keys with which a person plays.
enum class PlayKey { kLeft, kRight, kUp, kDown, kSpace, kDigit0, kDigit9 = kDigit0 + 9 };

/// Remembers which keys are down.  A key that was tapped between two decisions counts for the
/// second.
class PlayKeys {
 public:
  void press(PlayKey key) { down_[index(key)] = tapped_[index(key)] = true; }
  void release(PlayKey key) { down_[index(key)] = false; }
  void release_all() { down_.fill(false); }
  /// What is held or was tapped since the last call.
  HeldKeys take();

 private:
  static constexpr std::size_t kCount = static_cast<std::size_t>(PlayKey::kDigit9) + 1;
  static std::size_t index(PlayKey key) { return static_cast<std::size_t>(key); }
  bool held(PlayKey key) const { return down_[index(key)] || tapped_[index(key)]; }

  std::array<bool, kCount> down_{};
  std::array<bool, kCount> tapped_{};
};

class Session {
 public:
  /// Begins the first episode.  Both arguments must outlive the session.
  Session(FrameSource& source, const ViewerOptions& options);

  const Frame& frame() const { return *frame_; }
  const ViewState& state() const { return state_; }
  PlayKeys& play_keys() { return play_keys_; }
  /// As many episodes as were asked for have ended.
  bool finished() const { return finished_; }

  void perform(Command command);
  /// Where the mouse is, pixels of the window; none when it is outside.
  void point(std::optional<Vec2> place) { state_.pointer = place; }
  /// Lets `seconds` of the viewer's time pass.
  void pass(double seconds);
  /// Shows a message for two seconds.
  void notify(const std::string& message);

 private:
  void begin(std::uint64_t seed);
  void decide();
  void step();
  void step_back();
  void rest(double seconds);
  void change_speed(double factor);

  FrameSource& source_;
  const ViewerOptions& options_;
  const Frame* frame_ = nullptr;
  ViewState state_;
  PlayKeys play_keys_;
  std::uint64_t seed_;
  double due_ = 0;          // decisions, the fraction that time has not reached yet included
  double rested_ = 0;       // seconds since the episode's end
  double notice_left_ = 0;  // seconds
  int episodes_ended_ = 0;
  bool finished_ = false;
};

}  // namespace saccade::render

// What happens while someone watches: time passes, decisions fall due, keys change what is shown.
// Knows no window, so it is tested without one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "render/frame/frame.h"
#include "render/overlay/command.h"
#include "render/overlay/view_state.h"
#include "render/panes/panes.h"
#include "render/window/play_keys.h"
#include "render/window/view_choice.h"
#include "render/window/viewer.h"

namespace saccade::render {

/// One episode, or several of the same seed side by side: their time, what is pinned and what is
/// shown of them are the same.
class Session {
 public:
  /// Begins the first episode.  All arguments must outlive the session.
  Session(FrameSource& source, const ViewerOptions& options);
  Session(std::span<FrameSource* const> sources, const ViewerOptions& options);

  /// The frame of the step that is shown, with the agent that is viewed, in the first pane.
  const Frame& frame() const { return panes_.first().frame(); }
  const ViewState& state() const { return state_; }
  PlayKeys& play_keys() { return play_keys_; }
  /// What is shown, in words, for the title of the window: "forage, seed 3, step 44, paused".
  std::string title() const;
  /// As many episodes as were asked for have ended.
  bool finished() const { return finished_; }

  /// The window's picture at this moment, between two steps where time is on its way to the next.
  /// What is clicked later was in this picture.
  std::vector<PlacedDrawing> draw(unsigned width, unsigned height, bool with_notice = true);

  void perform(Command command);
  /// Where the mouse is, pixels of the window; none when it is outside.
  void point(std::optional<Vec2> place);
  /// The mouse's button goes down and up at a place in the window.
  void press(Vec2 place);
  void release();
  /// The wheel turns by `turns` (away: above 0) over a place in the window.
  void zoom(Vec2 place, float turns);
  /// Lets `seconds` of the viewer's time pass.
  void pass(double seconds);
  /// Plays ahead of what is shown, for the timeline, until `seconds` have passed.
  void look_ahead(double seconds);
  /// Shows a message for two seconds.
  void notify(const std::string& message);
  /// Writes the episodes that are shown, as far as they are known, into a folder, each under a name
  /// that is free; says so, or why not.
  void save_episodes(const std::string& folder);

 private:
  enum class Drag { kNothing, kTime, kWorld, kEntity };

  void begin(std::uint64_t seed);
  void decide();
  void go_to(int step);
  void go_one_on();
  void rest(double seconds);
  void choose(Command command);
  void click(Vec2 place);
  EntityId focus();
  bool change(const std::function<void()>& change);
  void move_dragged();
  void put_back();
  bool go_on();

  const ViewerOptions& options_;
  Panes panes_;
  ViewState state_;
  PlayKeys play_keys_;
  std::uint64_t seed_;
  double due_ = 0;          // decisions, the fraction that time has not reached yet included
  double rested_ = 0;       // seconds since the episode's end
  double notice_left_ = 0;  // seconds
  int episodes_ended_ = 0;
  bool finished_ = false;
  Drag drag_ = Drag::kNothing;
  bool moved_ = false;    // since the button went down
  Vec2 grabbed_{};        // where the mouse was then, or since
  Pane* held_ = nullptr;  // where the button went down
  EntityId dragged_ = kNoEntity;
  std::optional<Vec2> dragged_to_;  // where the mouse has moved it, since the last picture
  bool drag_changed_ = false;       // the last change is this drag's
};

}  // namespace saccade::render

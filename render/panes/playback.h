// The episode that is watched: as far as it is known, the step that is shown, what was changed.
#pragma once

#include <cstdint>
#include <exception>
#include <vector>

#include "render/frame/frame.h"
#include "render/panes/branch.h"
#include "render/timeline/tape.h"
#include "render/timeline/track.h"

namespace saccade::render {

class Playback {
 public:
  /// The source must outlive this.  `begin` comes first.
  explicit Playback(FrameSource& source) : source_(source), tape_(source), branch_(source) {}

  /// Begins the episode of `seed`; nothing is changed in it.
  void begin(std::uint64_t seed);

  int step() const { return step_; }  ///< The one that is shown.
  int first() const { return tape_.first(); }
  int last() const { return tape_.last(); }
  /// The step that is shown, changed if it was, with the agent that is viewed.
  const Frame& frame() const {
    return branch_.step() == step_ ? branch_.changed() : tape_.at(step_);
  }
  /// A step that is known, from first() to last(), without what was changed in it.
  const Frame& at(int step) const { return tape_.at(step); }
  /// The same without what was changed; null: nothing was.
  const Frame* before();
  /// The scene of the step after it; null: that is not known.
  const Scene* next_scene() const;
  const Track& track(const AttentionChoice& choice, EntityId pinned);
  /// Where an entity was at the last steps, as far as is shown now.
  std::vector<Vec2> trail(EntityId entity) const;

  /// To the nearest step that there is; plays up to it where it is not known yet.
  void go_to(int step);
  void go_to_end() { step_ = tape_.last(); }
  /// One step on, which may be known already.  Throws what the source does.
  void advance();
  /// Plays ahead of what is shown until `seconds` have passed.  What fails there is thrown by
  /// `advance` when that is reached.
  void look_ahead(double seconds);

  /// From now on the mind of this agent is shown; -1: of the first that is present.
  void view(int agent);

  /// What is changed in the step that is shown.
  Branch& branch() { return branch_; }
  const Branch& branch() const { return branch_; }
  /// Shows what was changed as the agent that was chosen sees it.
  void look_again() { view(chosen_); }
  void put_back();
  /// Whether `go_on` will do so; else why not.
  bool can_go_on(std::string& why) const {
    return branch_.step() != step_ || branch_.can_play_on(why);
  }
  /// Before time moves on: what was changed becomes a branch.  False, and why, when it cannot.
  bool go_on(std::string& why);

  /// Writes what is played, with what was changed, as FrameSource::save does.
  void save(const std::string& path) const;
  /// Throws Error, which says what to do first, when that has changes that were not played on from.
  void check_saves() const;

 private:
  bool extend(Tape& tape);

  FrameSource& source_;
  Tape tape_;
  Tracker tracker_;
  Branch branch_;
  int step_ = 0;
  int chosen_ = -1;             // agent, or -1: nobody was chosen
  std::exception_ptr failure_;  // of what comes after the last step that is known
};

}  // namespace saccade::render

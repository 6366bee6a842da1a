// What a person changed in an episode, and what became of it.
#pragma once

#include <optional>

#include "render/draw/hit.h"
#include "render/frame/frame.h"
#include "render/timeline/tape.h"

namespace saccade::render {

/// Holds the changes of one step, and the episode as it was without them.
class Branch {
 public:
  explicit Branch(FrameSource& source) : source_(source) {}

  /// Nothing is changed, and nothing was.
  bool empty() const { return changes_.empty() && !original_; }
  /// The step that is changed, and has not been played on from; -1: none.
  int step() const { return changes_.empty() ? -1 : step_; }
  const WhatIf& changes() const { return changes_; }
  /// The frame of the changed step.
  Frame& changed() { return changed_; }
  const Frame& changed() const { return changed_; }
  /// What plays on: the branch, or the episode as it is.
  const FrameSource& playing() const { return original_ ? *source_.branch() : source_; }
  /// The episode without the changes, while it is played on with them; null: it is not.
  Tape* original() { return original_ ? &*original_ : nullptr; }

  /// Adds a change of a step that shows the mind of `viewed`, or with `replace` takes the place of
  /// the last one; the answer is `changed`.
  /// Throws Error, with nothing changed, when it cannot be made.
  void change(int step, std::size_t viewed, const StateEdit& edit, bool replace);
  /// The wheel turned over a feature: a turn is a tenth of the value, but at least a twentieth.
  void change_feature(int step, std::size_t viewed, const FeatureHit& hit, float turns);
  void remove(int step, std::size_t viewed, EntityId entity);
  /// Adds one of the type of an entity that the viewed agent sees.
  void add(int step, const Frame& frame, EntityId like, Vec2 place);
  /// Shows the changed step as another agent sees it.
  void view(std::size_t agent);

  /// Whether the changes, if there are any, can be played on from; else why not.
  bool can_play_on(std::string& why) const;
  /// Plays on with the changes; `tape` becomes what was and what follows.  False, with the reason
  /// in `why`, when it cannot.
  bool play_on(Tape& tape, std::string& why);
  /// Takes everything back; `tape` becomes what it was.
  void put_back(Tape& tape);
  /// What was not played on from is changed no more.
  void forget_changes() { changes_ = {}; }
  /// Another episode begins.
  void forget();

 private:
  WhatIf changes_of(int step) const;
  void ask(int step, WhatIf changes);

  FrameSource& source_;
  WhatIf changes_;
  int step_ = 0;
  Frame changed_;
  std::optional<Tape> original_;
};

}  // namespace saccade::render

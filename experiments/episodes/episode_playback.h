// A recorded episode, played again.
#pragma once

#include "envs/episode/episode_runner.h"
#include "experiments/episodes/episode_file.h"

namespace saccade {

/// Plays an episode exactly as it was recorded, edits included.  Edits are made as soon as the
/// episode has come to their step: the runner then shows what the agents saw when they chose the
/// next actions.
class EpisodePlayback {
 public:
  /// Begins the episode in a runner of the environment that the file names, with its options and
  /// wrappers: make_environment_of.  The runner must outlive this.  Throws Error when the actions
  /// are none of that environment, or an edit is refused.
  EpisodePlayback(EpisodeFile episode, EpisodeRunner& runner);

  const EpisodeFile& episode() const { return episode_; }
  int steps() const { return static_cast<int>(episode_.actions.size()); }
  int position() const { return runner_.length(); }  ///< Steps played so far.
  bool at_end() const { return position() == steps(); }

  /// Plays the next step, and stays at the end of an episode that ends.  Throws Error when an
  /// action is not allowed, EpisodeError when the environment fails, or ends the episode too early.
  StepResult step();

  /// Plays up to a step in [0, steps]; from the beginning if that lies behind.
  void play_to(int step);

  /// At the end: throws EpisodeError unless what is seen is what was seen when it was recorded.  An
  /// episode without a digest passes.
  void check() const;

 private:
  void begin();
  void edit();

  EpisodeFile episode_;
  EpisodeRunner& runner_;
  std::size_t next_edit_ = 0;
};

/// The environment that an episode was played in.  Throws Error when the registry has none of its
/// id, or when it refuses the options or wrappers.
std::unique_ptr<Environment> make_environment_of(const EpisodeFile& episode,
                                                 const Registry& registry);

}  // namespace saccade

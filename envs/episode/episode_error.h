// An error inside an episode, with all that it takes to play that episode again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "envs/core/environment.h"

namespace saccade {

/// An edit, and when it was made.
struct TimedEdit {
  int step = 0;  ///< Steps that the episode had taken by then.
  StateEdit edit;

  bool operator==(const TimedEdit&) const = default;
};

/// An episode up to the step at which something was wrong.
struct EpisodeTrace {
  std::string environment;     ///< Id.
  std::uint64_t seed = 0;      ///< Given to `reset`.
  int step = 0;                ///< The last one that was begun; 0: the reset.
  std::vector<float> actions;  ///< [step x action_count]
  double progress = 1;         ///< Of the training, as the episode knew it.
  /// What EpisodeRunner::digest was to give after the last step, if something else was seen.
  std::optional<std::uint64_t> digest;
  std::vector<TimedEdit> edits{};  ///< In the order in which they were made.
};

/// Thrown when an environment does something wrong in an episode.
class EpisodeError : public Error {
 public:
  EpisodeError(const std::string& message, EpisodeTrace trace)
      : Error(message, Kind::kFailure), trace_(std::move(trace)) {}

  const EpisodeTrace& trace() const { return trace_; }

 private:
  EpisodeTrace trace_;
};

}  // namespace saccade

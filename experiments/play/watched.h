// What `saccade watch` is given, as a source of frames: a run, an environment or a recorded
// episode.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiments/config/registered_environments.h"
#include "experiments/play/episode_source.h"

namespace saccade {

struct WatchOptions {
  std::vector<std::string> sets{};
  std::string onlooker{};    ///< A run that looks on at a recorded episode; "": nobody does.
  bool stochastic = false;   ///< Policies sample their actions.
  bool follow = false;       ///< A run's newest checkpoint plays, looked for before each episode.
  bool checkpoints = false;  ///< All of a run's checkpoints play, one after the other.
  bool can_change = false;   ///< "What if" is answered, where it can be.
};

struct Watched {
  std::unique_ptr<EpisodeSource> source{};
  std::string environment{};            ///< Id.
  std::filesystem::path folder{};       ///< Of the run, for what is saved.
  std::optional<std::uint64_t> seed{};  ///< Of a recorded episode, which has no other.
  int episodes = 1;                     ///< After so many all there is was seen.
};

/// `what` is RUN|ENV as load_run_or_environment takes it, or the file of an episode, *.json.
/// `environments` must outlive the source.  Throws Error when it is none of these, when an option
/// does not fit, or when an episode plays otherwise now than when it was recorded.
Watched open_watched(const std::string& what, const WatchOptions& options,
                     RegisteredEnvironments& environments);

}  // namespace saccade

// One environment whose episodes a user of Gymnasium asks for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "envs/core/random.h"
#include "envs/episode/episode_runner.h"

namespace saccade::python {

/// An episode that is begun with a seed has this very seed; those that follow without have seeds
/// derived from it.
class SeededEpisodes {
 public:
  explicit SeededEpisodes(std::unique_ptr<Environment> environment)
      : runner_(std::move(environment)) {}

  /// The next episode is that of `seed`; without it, the next one after the last seed.
  void begin(std::optional<std::uint64_t> seed) {
    if (seed) {
      seed_ = *seed;
      later_ = 0;
      runner_.begin(seed_);
    } else {
      runner_.begin(derive_seed({seed_, ++later_}));
    }
  }

  EpisodeRunner& runner() { return runner_; }
  const EpisodeRunner& runner() const { return runner_; }

 private:
  EpisodeRunner runner_;
  std::uint64_t seed_ = 0;
  std::uint64_t later_ = 0;  // Episodes since the one of that seed.
};

}  // namespace saccade::python

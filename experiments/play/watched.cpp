#ifdef SACCADE_WITH_RENDER
#include "experiments/play/watched.h"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "experiments/cli/run_or_environment.h"
#include "experiments/episodes/episode_playback.h"
#include "experiments/players/checkpoints_player.h"
#include "experiments/players/recorded_player.h"

namespace saccade {

namespace {

using Casting = std::function<std::unique_ptr<Player>(const EnvironmentSpec& spec)>;

// Who plays, and where.
struct Cast {
  ExperimentConfig config;
  Casting player;
  Casting twin;  // Answers "what if"; none: nobody does.
};

Watched stage(const Cast& cast, RegisteredEnvironments& environments) {
  const EnvironmentFactory factory = environment_factory(cast.config, environments);
  const auto play = [&](const Casting& player, std::unique_ptr<EpisodeSource> twin) {
    auto environment = factory();
    auto chosen = player(environment->spec());
    auto source =
        std::make_unique<EpisodeSource>(std::move(environment), std::move(chosen), std::move(twin));
    source->set_origin(cast.config);
    return source;
  };
  Watched watched;
  watched.environment = cast.config.env_id;
  watched.source = play(cast.player, cast.twin ? play(cast.twin, nullptr) : nullptr);
  return watched;
}

void want_run(bool given, const char* option, const std::string& found) {
  if (given) throw Error(fmt::format("option '--{}': wanted a run, found '{}'", option, found));
}

Watched open_environment(const std::string& what, ExperimentConfig config,
                         const WatchOptions& options, RegisteredEnvironments& environments) {
  want_run(options.stochastic, "stochastic", what);
  want_run(options.follow, "follow", what);
  want_run(options.checkpoints, "checkpoints", what);
  if (!options.onlooker.empty()) {
    throw Error(fmt::format("option '--with': wanted a recorded episode, found '{}'", what));
  }
  const Casting random = [](const EnvironmentSpec& spec) {
    return std::make_unique<RandomPlayer>(spec);
  };
  return stage({std::move(config), random, options.can_change ? random : nullptr}, environments);
}

Watched open_run(const std::string& what, const LoadedRun& run, const WatchOptions& options,
                 RegisteredEnvironments& environments) {
  if (!options.onlooker.empty()) {
    throw Error(
        fmt::format("option '--with': wanted a recorded episode, found the run '{}'", what));
  }
  const Casting policy = [&, file = run.checkpoint.string()](const EnvironmentSpec& spec) {
    return std::make_unique<PolicyPlayer>(load_run(file, options.sets, environments), spec,
                                          options.stochastic);
  };
  const Casting newest = [&](const EnvironmentSpec& spec) {
    return std::make_unique<FollowingPlayer>(what, options.sets, spec, options.stochastic,
                                             environments);
  };
  int checkpoints = 1;
  const Casting all = [&](const EnvironmentSpec& spec) {
    auto player = std::make_unique<CheckpointsPlayer>(what, options.sets, spec, options.stochastic,
                                                      environments);
    checkpoints = player->checkpoints();
    return player;
  };
  const Casting& player = options.follow ? newest : options.checkpoints ? all : policy;
  const bool one = !options.follow && !options.checkpoints;
  Watched watched =
      stage({run.config, player, options.can_change && one ? policy : nullptr}, environments);
  watched.folder = run.folder;
  watched.episodes = checkpoints;
  return watched;
}

// What it was played in.
ExperimentConfig config_of(const EpisodeFile& episode) {
  ExperimentConfig config;
  config.env_id = episode.environment;
  config.env_options = episode.options;
  config.wrap = episode.wrap;
  config.plugins = episode.plugins;
  return config;
}

// Plays it once without a picture.
void check_plays_alike(const std::string& file, const EpisodeFile& episode,
                       const RegisteredEnvironments& environments) {
  try {
    EpisodeRunner runner(make_environment_of(episode, environments.registry()));
    EpisodePlayback playback(episode, runner);
    playback.play_to(playback.steps());
    playback.check();
  } catch (const Error& error) {
    throw Error("episode '" + file + "': " + error.what(), error.kind());
  }
}

void want_no_sets(const WatchOptions& options) {
  if (options.sets.empty()) return;
  throw Error(fmt::format("option '--set {}': an episode is played again as it was recorded",
                          options.sets[0]));
}

Watched open_episode(const std::string& file, const WatchOptions& options,
                     RegisteredEnvironments& environments) {
  want_no_sets(options);
  want_run(options.follow, "follow", file);
  want_run(options.checkpoints, "checkpoints", file);
  want_run(options.stochastic && options.onlooker.empty(), "stochastic", file);
  const Casting policy = [&](const EnvironmentSpec& spec) {
    return std::make_unique<PolicyPlayer>(load_run(options.onlooker, {}, environments), spec,
                                          options.stochastic);
  };
  const bool is_seen = !options.onlooker.empty();
  if (is_seen) load_run(options.onlooker, {}, environments);  // With its plug-ins.
  const EpisodeFile episode = read_episode_file(file, environments.registry());
  check_plays_alike(file, episode, environments);
  const Casting recorded = [&](const EnvironmentSpec& spec) {
    return std::make_unique<RecordedPlayer>(episode, file, spec, is_seen ? policy(spec) : nullptr);
  };
  Watched watched =
      stage({config_of(episode), recorded, options.can_change && is_seen ? policy : nullptr},
            environments);
  watched.seed = episode.seed;
  return watched;
}

}  // namespace

Watched open_watched(const std::string& what, const WatchOptions& options,
                     RegisteredEnvironments& environments) {
  if (std::filesystem::path(what).extension() == ".json") {
    return open_episode(what, options, environments);
  }
  RunOrEnvironment loaded = load_run_or_environment(what, options.sets, environments);
  if (loaded.run) return open_run(what, *loaded.run, options, environments);
  return open_environment(what, std::move(loaded.config), options, environments);
}

}  // namespace saccade
#endif

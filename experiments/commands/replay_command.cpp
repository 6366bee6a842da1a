// saccade replay: replays an episode in which an environment failed.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "envs/episode/edit_check.h"
#include "envs/episode/episode_runner.h"
#include "experiments/cli/cli.h"
#include "experiments/commands/commands.h"
#include "experiments/run/failed_episode.h"

namespace saccade {

namespace {

CommandSyntax replay_syntax() {
  CommandSyntax syntax;
  syntax.name = "replay";
  syntax.summary =
      "Replays an episode in which an environment failed, with the same options, seed and\n"
      "actions, and prints the reward of each step. FILE is the failed-episode.json that the\n"
      "failing command wrote. If the environment comes from a plug-in, name it with --plugin:\n"
      "FILE never loads one.\n"
      "Exit status 1 if the failure repeats, 0 if it does not.";
  syntax.arguments = {"FILE"};
  syntax.options = {plugin_option()};
  return syntax;
}

/// Plays the recorded steps and edits; throws EpisodeError when the environment fails.
void play(EpisodeRunner& runner, const EpisodeTrace& trace) {
  const std::size_t count = runner.action_count();
  auto next = trace.edits.begin();
  const auto edit = [&] {
    for (; next != trace.edits.end() && next->step == runner.length(); ++next) {
      saccade::print("edit after {} steps: {}\n", next->step, edit_label(next->edit));
      runner.edit(next->edit);
    }
  };
  for (std::size_t at = 0; at < trace.actions.size(); at += count) {
    edit();
    const std::span<const float> actions = std::span(trace.actions).subspan(at, count);
    runner.check_actions(actions);
    const StepResult result = runner.step(actions);
    const bool ended = result.terminated || result.truncated;
    saccade::print("step {}: reward {}{}\n", at / count + 1, fmt::join(runner.rewards(), ", "),
                   ended ? ", the episode ended" : "");
    if (ended) return;
  }
  edit();
  if (trace.digest) runner.expect(*trace.digest);
}

void check_length(const EpisodeTrace& trace, std::size_t count) {
  if (trace.step >= 0 && trace.actions.size() == static_cast<std::size_t>(trace.step) * count) {
    return;
  }
  throw Error(fmt::format("episode: found {} steps and {} numbers of actions, wanted {} per step",
                          trace.step, trace.actions.size(), count));
}

void replay(const FailedEpisode& episode, const EnvironmentEntry& entry) {
  EpisodeRunner runner(make_wrapped_environment(entry, episode.options, episode.wrap));
  runner.set_progress(episode.trace.progress);
  runner.begin(episode.trace.seed);
  check_length(episode.trace, runner.action_count());
  check_edits(runner.spec(), episode.trace.edits, episode.trace.step);
  play(runner, episode.trace);
}

}  // namespace

int replay_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(replay_syntax(), arguments);
  if (!line) return 0;
  RegisteredEnvironments environments;
  environments.load_all(line->texts("plugin"));
  const FailedEpisode episode = read_failed_episode(line->argument(0), environments.registry());
  print("{}, seed {}: failed after {} steps with\n  {}\n", episode.trace.environment,
        episode.trace.seed, episode.trace.step, episode.error);
  try {
    replay(episode, environments.registry().find(episode.trace.environment));
  } catch (const EpisodeError& error) {
    throw Error(std::string("it fails again: ") + error.what(), Error::Kind::kFailure);
  }
  print("It did not fail this time.\n");
  return 0;
}

}  // namespace saccade

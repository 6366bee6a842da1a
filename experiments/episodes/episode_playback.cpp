#include "experiments/episodes/episode_playback.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "experiments/episodes/episode_json.h"

namespace saccade {

EpisodePlayback::EpisodePlayback(EpisodeFile episode, EpisodeRunner& runner)
    : episode_(std::move(episode)), runner_(runner) {
  const EnvironmentSpec& spec = runner_.spec();
  // Who answers outside of the program ("socket:5555") has a name of its own.
  const bool is_outside = episode_.environment.find(':') != std::string::npos;
  detail::want(is_outside || spec.id == episode_.environment, "episode, environment", spec.id,
               episode_.environment + ", of which it was recorded");
  for (std::size_t step = 0; step < episode_.actions.size(); ++step) {
    detail::want(episode_.actions[step].size() == runner_.action_count(),
                 fmt::format("episode, actions of step {}", step + 1),
                 fmt::format("{} numbers", episode_.actions[step].size()),
                 fmt::format("{}, as environment {} takes", runner_.action_count(), spec.id));
  }
  begin();
}

StepResult EpisodePlayback::step() {
  assert(!at_end());
  const std::vector<float>& actions = episode_.actions[static_cast<std::size_t>(position())];
  runner_.check_actions(actions);
  const StepResult result = runner_.advance(actions);
  const bool is_over = result.terminated || result.truncated;
  detail::want(!is_over || at_end(), fmt::format("episode, step {}", position()), "its end",
               fmt::format("{} steps: the environment has changed", steps()));
  edit();
  return result;
}

void EpisodePlayback::play_to(int step) {
  assert(step >= 0 && step <= steps());
  if (step < position()) begin();
  while (position() < step) this->step();
}

void EpisodePlayback::check() const {
  if (episode_.digest) runner_.expect(*episode_.digest);
}

void EpisodePlayback::begin() {
  next_edit_ = 0;
  runner_.set_progress(episode_.progress);
  runner_.begin(episode_.seed);
  edit();
}

// Makes the edits of the step that the episode has come to.
void EpisodePlayback::edit() {
  for (; next_edit_ < episode_.edits.size(); ++next_edit_) {
    const auto& [step, edit] = episode_.edits[next_edit_];
    if (step != position()) return;
    runner_.edit(edit);
  }
}

std::unique_ptr<Environment> make_environment_of(const EpisodeFile& episode,
                                                 const Registry& registry) {
  const EnvironmentEntry& entry = entry_of_episode(registry, episode.environment, episode.plugins);
  return make_wrapped_environment(entry, episode.options, episode.wrap);
}

}  // namespace saccade

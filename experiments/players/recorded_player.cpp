#include "experiments/players/recorded_player.h"

#include <filesystem>
#include <utility>

#include "envs/core/action_space.h"
#include "experiments/players/action_description.h"

namespace saccade {

RecordedPlayer::RecordedPlayer(EpisodeFile episode, std::string file, const EnvironmentSpec& spec,
                               std::unique_ptr<Player> onlooker)
    : episode_(std::move(episode)),
      file_(std::move(file)),
      spec_(spec),
      onlooker_(std::move(onlooker)) {}

void RecordedPlayer::begin_episode(std::uint64_t seed) {
  seen_ = 0;
  if (onlooker_) onlooker_->begin_episode(seed);
}

void RecordedPlayer::see(std::span<const Observation> seen) {
  ++seen_;
  if (onlooker_) onlooker_->see(seen);
}

Decision RecordedPlayer::think(int agent, const Observation& observation) {
  Decision decision;
  if (onlooker_) decision = onlooker_->think(agent, observation);
  const AgentKind& kind = spec_.kind_of(agent);
  decision.action.assign(static_cast<std::size_t>(action_width(kind.action)), 0.0F);
  if (seen_ > episode_.actions.size()) {  // The recording ends here: nothing more was done.
    decision.heads.clear();
    return decision;
  }
  const std::vector<float>& all = episode_.actions[seen_ - 1];
  const auto done = spec_.action_of(agent, std::span(all));
  decision.action.assign(done.begin(), done.end());
  if (!observation.is_empty()) {
    decision.heads = as_done(kind, observation, done, std::move(decision.heads));
  }
  return decision;
}

std::string RecordedPlayer::name() const {
  std::string file = std::filesystem::path(file_).filename().string();
  if (!onlooker_) return file;
  const bool same = onlooker_->checkpoint() == episode_.checkpoint;
  return same ? file + ", played by " + onlooker_->who() : file + ", seen by " + onlooker_->name();
}

}  // namespace saccade

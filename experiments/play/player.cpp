#include "experiments/play/player.h"

#include "envs/core/action_space.h"

namespace saccade {

namespace {

std::string newest(const std::string& run) {
  return run.substr(0, run.rfind('@')) + "@latest";
}

}  // namespace

Decision RandomPlayer::think(std::size_t /*agent*/, const Observation& observation) {
  Decision decision;
  decision.action.resize(static_cast<std::size_t>(action_width(action_)));
  random_action(action_, observation, rng_, decision.action);
  return decision;
}

void PolicyPlayer::begin_episode(std::uint64_t seed) {
  rng_.seed(derive_seed({seed, kStream}));
  state_ = run_->policy.make_state(0);
}

Decision PolicyPlayer::think(std::size_t agent, const Observation& observation) {
  const std::size_t wanted = (agent + 1) * static_cast<std::size_t>(state_.width);
  if (state_.numbers.size() < wanted) state_.numbers.resize(wanted);
  return actor_->decide(observation, state_.of(agent), stochastic_ ? &rng_ : nullptr);
}

void PolicyPlayer::replace(LoadedRun run) {
  auto next_run = std::make_unique<LoadedRun>(std::move(run));
  actor_ = std::make_unique<Actor>(next_run->policy);
  run_ = std::move(next_run);
}

FollowingPlayer::FollowingPlayer(const std::string& name, std::vector<std::string> sets,
                                 bool stochastic, Catalogue& catalogue)
    : PolicyPlayer(load_run(newest(name), sets, catalogue), stochastic),
      name_(newest(name)),
      sets_(std::move(sets)),
      catalogue_(catalogue) {}

void FollowingPlayer::begin_episode(std::uint64_t seed) {
  try {
    if (locate_run(name_).checkpoint != run().checkpoint) {
      replace(load_run(name_, sets_, catalogue_));
    }
  } catch (const Error&) {
    // Training may be replacing its files at this very moment: the policy at hand plays on, and the
    // next episode looks again.
  }
  PolicyPlayer::begin_episode(seed);
}

}  // namespace saccade

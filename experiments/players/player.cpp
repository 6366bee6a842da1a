#include "experiments/players/player.h"

#include <fmt/format.h>

#include <filesystem>

#include "envs/core/action_space.h"
#include "envs/episode/same_spaces.h"
#include "experiments/players/faithfulness_note.h"

namespace saccade {

namespace {

// "200,000"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto place = static_cast<int>(text.size()) - 3; place > 0; place -= 3) {
    text.insert(static_cast<std::size_t>(place), 1, ',');
  }
  return text;
}

std::string newest(const std::string& run) {
  return run.substr(0, run.rfind('@')) + "@latest";
}

}  // namespace

Decision RandomPlayer::think(int agent, const Observation& observation) {
  const ActionSpace& space = spec_.kind_of(agent).action;
  Decision decision;
  decision.action.resize(static_cast<std::size_t>(action_width(space)));
  random_action(space, observation, rng_, decision.action);
  return decision;
}

PolicyPlayer::PolicyPlayer(LoadedRun run, const EnvironmentSpec& spec, bool stochastic)
    : spec_(spec), stochastic_(stochastic) {
  replace(std::move(run));
}

void PolicyPlayer::begin_episode(std::uint64_t seed) {
  rng_.seed(derive_seed({seed, kStream}));
  actor_->begin_episode();
}

Decision PolicyPlayer::think(int agent, const Observation& observation) {
  Decision decision = actor_->decide(agent, observation, stochastic_ ? &rng_ : nullptr,
                                     AttentionDetail::kEveryQuery);
  const std::size_t kind = spec_.kind_index(agent);
  if (kind < run_->value_units.size()) decision.value *= run_->value_units[kind];
  return decision;
}

void PolicyPlayer::set_state(const PlayerState& state) {
  actor_->set_states(state.memories);
  rng_ = state.rng;
}

std::string PolicyPlayer::faithfulness() const {
  if (run_->policies.config().encoder.kind != nn::EncoderKind::kAttention) return "";
  return faithfulness_note(run_->folder, run_->step);
}

std::string PolicyPlayer::who() const {
  const std::string folder = run_->folder.filename().string();
  std::string which;
  for (const char* link : {"best", "latest"}) {
    std::error_code unknown;
    if (!std::filesystem::equivalent(run_->checkpoint.parent_path() / link, run_->checkpoint,
                                     unknown)) {
      continue;
    }
    which += (which.empty() ? " (" : ", ") + std::string(link);
  }
  if (!which.empty()) which += ')';
  return fmt::format("{}step {}{}", folder.empty() ? "" : folder + " \u00b7 ", grouped(run_->step),
                     which);
}

void PolicyPlayer::replace(LoadedRun run) {
  check_same_spaces(spec_, run.policies.kinds());
  auto next_run = std::make_unique<LoadedRun>(std::move(run));
  actor_ = std::make_unique<TeamActor>(next_run->policies, spec_);
  run_ = std::move(next_run);
}

FollowingPlayer::FollowingPlayer(const std::string& name, std::vector<std::string> sets,
                                 const EnvironmentSpec& spec, bool stochastic,
                                 RegisteredEnvironments& environments)
    : PolicyPlayer(load_run(newest(name), sets, environments), spec, stochastic),
      name_(newest(name)),
      sets_(std::move(sets)),
      environments_(environments) {}

void FollowingPlayer::begin_episode(std::uint64_t seed) {
  try {
    if (locate_run(name_).checkpoint != run().checkpoint) {
      replace(load_run(name_, sets_, environments_));
    }
  } catch (const Error&) {
    // Training may be replacing its files at this very moment: the policy at hand plays on, and the
    // next episode looks again.
  }
  PolicyPlayer::begin_episode(seed);
}

}  // namespace saccade

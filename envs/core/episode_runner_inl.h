// Implementation of episode_runner.h; included by it.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <limits>
#include <string>
#include <utility>

#include "envs/core/episode_runner.h"
#include "envs/core/observation_check_inl.h"
#include "envs/core/spec_check_inl.h"

namespace saccade {

inline EpisodeRunner::EpisodeRunner(std::unique_ptr<Environment> environment,
                                    std::uint64_t run_seed, std::uint64_t index)
    : environment_(std::move(environment)), run_seed_(run_seed), index_(index) {
  check_spec(spec());
  const auto agents = static_cast<std::size_t>(spec().agents);
  rewards_.resize(agents);
  returns_.resize(agents);
  observations_.assign(agents, Observation(spec().observation, spec().action));
  final_observations_ = observations_;
  finished_.counts.resize(spec().counts.size());
  begin_derived();
}

// Calls into the environment or checks what came of it; any exception becomes fail()'s.
template <class Call>
void EpisodeRunner::guard(const char* what, const Call& call) const {
  try {
    call();
  } catch (const std::exception& error) {
    fail(std::string(what) + ": " + error.what());
  } catch (...) {
    fail(std::string(what) + ": threw something that is no std::exception");
  }
}

inline void EpisodeRunner::fail(const std::string& what) const {
  detail::refuse("environment " + spec().id + ", episode seed " + std::to_string(seed_) +
                 ", step " + std::to_string(length_) + ": " + what);
}

inline void EpisodeRunner::begin_derived() {
  begin(derive_seed({run_seed_, index_, record_.episode}));
}

inline void EpisodeRunner::begin(std::uint64_t seed) {
  seed_ = seed;
  length_ = 0;
  record_.actions.clear();
  std::fill(returns_.begin(), returns_.end(), 0.0);
  guard("reset", [this] { environment_->reset(seed_); });
  observe_into(observations_);
}

inline void EpisodeRunner::observe_into(std::vector<Observation>& observations) {
  for (int agent = 0; agent < spec().agents; ++agent) {
    Observation& observation = observations[static_cast<std::size_t>(agent)];
    observation.clear();
    guard("observation", [&] {
      environment_->observe(agent, observation);
      detail::check_observation(spec(), observation, ids_);
    });
  }
}

inline void EpisodeRunner::take_rewards() {
  for (std::size_t agent = 0; agent < rewards_.size(); ++agent) {
    const float reward = rewards_[agent];
    if (!(reward >= spec().reward_low && reward <= spec().reward_high)) {  // NaN fails, too.
      fail("reward: found " + detail::number_text(reward) + ", wanted a number in [" +
           detail::number_text(spec().reward_low) + ", " + detail::number_text(spec().reward_high) +
           "]");
    }
    returns_[agent] += static_cast<double>(reward);
  }
}

inline void EpisodeRunner::check_end(const StepResult& result) const {
  const auto outcomes = static_cast<int>(spec().outcomes.size());
  if (result.outcome < -1 || result.outcome >= outcomes) {
    fail("outcome: found " + std::to_string(result.outcome) + ", wanted -1 to " +
         std::to_string(outcomes - 1));
  }
  if (result.terminated || result.truncated) return;
  if (result.outcome != -1) fail("outcome: found one before the episode's end, wanted -1");
  if (length_ >= spec().max_steps) {
    fail("the episode goes on, wanted its end after max_steps = " +
         std::to_string(spec().max_steps));
  }
}

inline StepResult EpisodeRunner::advance(std::span<const float> actions) {
  assert(actions.size() == action_count());
  record_.actions.insert(record_.actions.end(), actions.begin(), actions.end());
  ++length_;
  // What the environment does not write stays NaN and is found below.
  std::fill(rewards_.begin(), rewards_.end(), std::numeric_limits<float>::quiet_NaN());
  StepResult result;
  guard("step", [&] { result = environment_->step(actions, rewards_); });
  take_rewards();
  check_end(result);
  observe_into(observations_);
  return result;
}

inline void EpisodeRunner::finish_episode(const StepResult& result) {
  finished_.seed = seed_;
  finished_.length = length_;
  finished_.returns = returns_;
  finished_.outcome = result.outcome;
  std::fill(finished_.counts.begin(), finished_.counts.end(),
            std::numeric_limits<float>::quiet_NaN());
  guard("counts", [this] { environment_->counts(finished_.counts); });
  for (std::size_t i = 0; i < finished_.counts.size(); ++i) {
    if (std::isfinite(finished_.counts[i])) continue;
    fail("count " + spec().counts[i] + ": found " + detail::number_text(finished_.counts[i]) +
         ", wanted a finite number");
  }
}

inline StepResult EpisodeRunner::step(std::span<const float> actions) {
  const StepResult result = advance(actions);
  if (!result.terminated && !result.truncated) return result;
  finish_episode(result);
  observations_.swap(final_observations_);
  ++record_.episode;
  begin_derived();
  return result;
}

inline std::size_t EpisodeRunner::action_count() const {
  return static_cast<std::size_t>(spec().agents * action_width(spec().action));
}

inline void EpisodeRunner::restore(const EpisodeRecord& record) {
  const std::vector<float> actions = record.actions;  // The record may be our own.
  const std::size_t count = action_count();
  record_.episode = record.episode;
  begin_derived();
  if (actions.size() % count != 0) {
    fail("recorded actions: found " + std::to_string(actions.size()) +
         " numbers, wanted a multiple of " + std::to_string(count));
  }
  for (std::size_t at = 0; at < actions.size(); at += count) {
    const StepResult result = advance(std::span(actions).subspan(at, count));
    if (result.terminated || result.truncated) {
      fail(
          "the recorded episode ended while it was replayed, wanted it to go on: the "
          "environment has changed");
    }
  }
}

}  // namespace saccade

#include "envs/episode/episode_runner.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "envs/episode/digest.h"
#include "envs/episode/edit_check.h"
#include "envs/episode/observation_check.h"
#include "envs/episode/spec_difference.h"
#include "envs/episode/step_check.h"

namespace saccade {
EpisodeRunner::EpisodeRunner(std::unique_ptr<Environment> environment, std::uint64_t run_seed,
                             std::uint64_t index, double progress)
    : EpisodeRunner(std::move(environment)) {
  run_seed_ = run_seed;
  index_ = index;
  progress_ = progress;
  begin_derived();
}

EpisodeRunner::EpisodeRunner(std::unique_ptr<Environment> environment, std::uint64_t seed)
    : EpisodeRunner(std::move(environment)) {
  run_seed_ = seed;
  begin(seed);
}

EpisodeRunner::EpisodeRunner(std::unique_ptr<Environment> environment)
    : environment_(std::move(environment)),
      spec_(spec_of(*environment_)),
      action_count_(spec_.action_count()),
      rewards_(static_cast<std::size_t>(spec_.agent_count())),
      returns_(rewards_.size()),
      observations_(empty_observations(spec_)),
      final_observations_(observations_),
      present_(rewards_.size()),
      final_present_(rewards_.size()),
      acted_(rewards_.size()),
      counts_(spec_.counts.size()) {}

// Calls into the environment or checks what came of it; any exception becomes fail()'s.  `kind`: of
// the agent in question, if it is about one.
template <class Call>
void EpisodeRunner::guard(const char* what, const Call& call, const AgentKind* kind) const {
  const auto thing = [&] { return std::string(what) + ": " + (kind ? kind_label(*kind) : ""); };
  try {
    call();
  } catch (const std::bad_alloc&) {
    throw;  // Nobody's fault.
  } catch (const std::exception& error) {
    fail(thing() + error.what());
  } catch (...) {
    fail(thing() + "threw something that is no std::exception");
  }
}

void EpisodeRunner::fail(const std::string& what,
                         std::optional<std::uint64_t> wanted_digest) const {
  throw EpisodeError(
      "environment " + spec_.id + ", episode seed " + std::to_string(seed_) + ", step " +
          std::to_string(length_) + ": " + what,
      {spec_.id, seed_, length_, record_.actions, record_.progress, wanted_digest, record_.edits});
}

void EpisodeRunner::check_description() const {
  guard("description", [this] {
    const EnvironmentSpec& live = environment_->spec();
    if (live != spec_) detail::refuse(spec_difference(live, spec_) + " at the beginning");
  });
}

void EpisodeRunner::begin_derived() {
  begin(derive_seed({run_seed_, index_, record_.episode}));
}

void EpisodeRunner::begin(std::uint64_t seed) {
  seed_ = seed;
  length_ = 0;
  is_over_ = false;
  record_.actions.clear();
  record_.edits.clear();
  record_.progress = progress_;
  std::fill(returns_.begin(), returns_.end(), 0.0);
  std::fill(acted_.begin(), acted_.end(), 0);
  if (spec_.has_curriculum) {
    guard("set_progress", [this] { environment_->set_progress(progress_); });
  }
  guard("reset", [this] { environment_->reset(seed_); });
  check_description();
  look(false);
}

// Reads who is present and what they see.
void EpisodeRunner::look(bool over) {
  bool anyone = false;
  int agent = 0;
  for (const AgentKind& kind : spec_.kinds) {
    for (int i = 0; i < kind.agents; ++i, ++agent) {
      std::uint8_t& present = present_[static_cast<std::size_t>(agent)];
      guard(
          "is_present", [&] { present = environment_->is_present(agent) ? 1 : 0; }, &kind);
      anyone = anyone || present != 0;
      observe(agent, kind, over);
    }
  }
  if (anyone || over) return;
  fail("presence: found no agent, wanted one at least until the episode ends");
}

void EpisodeRunner::observe(int agent, const AgentKind& kind, bool over) {
  Observation& observation = observations_[static_cast<std::size_t>(agent)];
  observation.clear();
  if (!is_present(agent)) return;
  const auto look = [&] {
    environment_->observe(agent, observation);
    check_sight(kind.observation, observation, met_);
    if (!over) check_heads(kind.action, observation);
  };
  guard("observation", look, &kind);
  if (over) observation.skip_all_heads();
}

// Of the agents that acted: those that were present before the step.
void EpisodeRunner::take_rewards() {
  guard("step", [this] { rewards_.check("rewards"); });
  for (std::size_t agent = 0; agent < rewards_.size(); ++agent) {
    if (present_[agent] != 0) {
      const std::string fault = reward_fault(spec_, rewards()[agent]);
      if (!fault.empty()) fail("reward: " + fault);
      ++acted_[agent];
    } else if (rewards()[agent] != 0) {
      fail("reward of agent " + std::to_string(agent) + ", which was absent: found " +
           detail::number_text(rewards()[agent]) + ", wanted 0");
    }
    returns_[agent] += static_cast<double>(rewards()[agent]);
  }
}

StepResult EpisodeRunner::advance(std::span<const float> actions) {
  assert(actions.size() == action_count());
  record_.actions.insert(record_.actions.end(), actions.begin(), actions.end());
  ++length_;
  rewards_.reset();
  StepResult result;
  guard("step", [&] { result = environment_->step(actions, rewards_.span()); });
  take_rewards();
  const std::string fault = end_fault(spec_, result, length_);
  if (!fault.empty()) fail(fault);
  is_over_ = result.terminated || result.truncated;
  look(is_over_);
  if (is_over_) finish_episode(result);
  return result;
}

EntityId EpisodeRunner::edit(const StateEdit& edit) {
  check_edit(spec_, edit);
  if (is_over_) refuse_edit(edit, "an episode that has ended", "one that goes on");
  record_.edits.push_back({length_, edit});
  EntityId id = kNoEntity;
  std::optional<Error> refusal;
  guard("edit", [&] {
    try {
      id = environment_->edit(edit);
    } catch (const Error& error) {
      if (error.kind() != Error::Kind::kRequest) throw;
      refusal = error;
    }
  });
  if (refusal) {
    record_.edits.pop_back();
    throw Error(*refusal);
  }
  guard("edit", [&] { check_edited_id(edit, id); });
  check_description();
  look(false);
  return id;
}

std::span<const float> EpisodeRunner::counts() {
  counts_.reset();
  guard("counts", [this] {
    environment_->counts(counts_.span());
    counts_.check("counts");
  });
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const float count = counts_.span()[i];
    if (std::isfinite(count)) continue;
    fail("count " + spec_.counts[i] + ": found " + detail::number_text(count) +
         ", wanted a finite number");
  }
  return counts_.span();
}

void EpisodeRunner::draw(Scene& scene) const {
  scene.clear();
  guard("draw", [&] { environment_->draw(scene); });
}

void EpisodeRunner::finish_episode(const StepResult& result) {
  finished_.seed = seed_;
  finished_.length = length_;
  finished_.returns = returns_;
  finished_.acted = acted_;
  finished_.outcome = result.outcome;
  const std::span<const float> counted = counts();
  finished_.counts.assign(counted.begin(), counted.end());
  check_description();
}

const EpisodeSummary& EpisodeRunner::cut() {
  is_over_ = true;
  finish_episode({.truncated = true});
  return finished_;
}

StepResult EpisodeRunner::step(std::span<const float> actions) {
  const StepResult result = advance(actions);
  if (!result.terminated && !result.truncated) return result;
  observations_.swap(final_observations_);
  present_.swap(final_present_);
  ++record_.episode;
  begin_derived();
  return result;
}

void EpisodeRunner::check_actions(std::span<const float> actions) const {
  for (int agent = 0; agent < spec_.agent_count(); ++agent) {
    if (!is_present(agent)) continue;
    const AgentKind& kind = spec_.kind_of(agent);
    try {
      about_kind(kind, [&] {
        check_action(kind.action, observation(agent), spec_.action_of(agent, actions));
      });
    } catch (const Error& error) {
      throw Error("recorded actions of environment " + spec_.id + ", episode seed " +
                  std::to_string(seed_) + ", step " + std::to_string(length_ + 1) + ": " +
                  error.what());
    }
  }
}

void EpisodeRunner::restore(const EpisodeRecord& record) {
  const EpisodeRecord played = record;  // The record may be our own.
  progress_ = played.progress;
  const std::size_t count = action_count();
  if (played.actions.size() % count != 0) {
    throw Error("recorded actions of environment " + spec_.id + ": found " +
                std::to_string(played.actions.size()) + " numbers, wanted a multiple of " +
                std::to_string(count));
  }
  check_edits(spec_, played.edits, static_cast<int>(played.actions.size() / count));
  record_.episode = played.episode;
  begin_derived();
  auto next = played.edits.begin();
  const auto edit_now = [&] {
    for (; next != played.edits.end() && next->step == length_; ++next) edit(next->edit);
  };
  for (std::size_t at = 0; at < played.actions.size(); at += count) {
    edit_now();
    const std::span<const float> action = std::span(played.actions).subspan(at, count);
    check_actions(action);
    const StepResult result = advance(action);
    if (result.terminated || result.truncated) {
      fail(
          "the recorded episode ended while it was replayed, wanted it to go on: the "
          "environment has changed");
    }
  }
  edit_now();
}

std::uint64_t EpisodeRunner::digest() const {
  Digest digest;
  digest.add_all(returns_);
  for (int agent = 0; agent < spec_.agent_count(); ++agent) {
    if (is_present(agent)) {
      digest.add(observation(agent));
    } else {
      digest.add(false);
    }
  }
  return digest.value();
}

void EpisodeRunner::expect(std::uint64_t digest) const {
  if (digest == this->digest()) return;
  fail(
      "the replay of the recorded actions shows something else than was seen then, wanted the same "
      "bytes: the environment is not deterministic, or has changed",
      digest);
}

}  // namespace saccade

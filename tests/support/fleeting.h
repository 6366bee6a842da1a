// Agents that come and go: an environment whose schedule says who is present when.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/random.h"
#include "envs/core/registry.h"

namespace saccade::testing {

/// Who is present after so many steps, a digit for each agent: {"110", "011"} is an episode of one
/// step, with which the first of three agents leaves and the last one comes.
using Schedule = std::vector<std::string>;

/// Agent a gets the reward a + 1 with each step in which it acts.
class Fleeting : public Environment {
 public:
  explicit Fleeting(Schedule schedule, bool terminates = false, float reward_of_absent = 0)
      : schedule_(std::move(schedule)),
        terminates_(terminates),
        reward_of_absent_(reward_of_absent) {
    spec_.id = "fleeting";
    spec_.kinds[0].observation.types = {{"self", {"time", "luck"}, 1}, {"other", {"number"}}};
    spec_.kinds[0].action.heads = {CategoricalHead{"move", {"stay", "left", "right"}, true}};
    spec_.kinds[0].agents = static_cast<int>(schedule_[0].size());
    spec_.max_steps = static_cast<int>(schedule_.size()) - 1;
    spec_.reward_low = 1;  // That of who is absent lies beyond it.
    spec_.reward_high = 10;
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    luck_ = static_cast<float>(rng_.uniform());
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (int a = 0; a < spec_.kinds[0].agents; ++a) {
      const auto at = static_cast<std::size_t>(a);
      if (!is_present(a) && actions[at] != 0) throw std::runtime_error("an absent agent acts");
      rewards[at] = is_present(a) ? static_cast<float>(a + 1) : reward_of_absent_;
    }
    luck_ = static_cast<float>(rng_.uniform());
    const bool over = ++steps_ == spec_.max_steps;
    return {.terminated = over && terminates_, .truncated = over && !terminates_};
  }

  bool is_present(int agent) const override {
    return schedule_[static_cast<std::size_t>(steps_)][static_cast<std::size_t>(agent)] == '1';
  }

  void observe(int agent, Observation& seen) const override {
    if (!is_present(agent)) throw std::runtime_error("an absent agent is observed");
    seen.add(0, agent, {static_cast<float>(steps_), luck_});
    for (int other = 0; other < spec_.kinds[0].agents; ++other) {
      if (other != agent && is_present(other)) seen.add(1, other, {static_cast<float>(other)});
    }
    seen.set_mask(0, std::vector<std::uint8_t>{0, 1, 1});
  }

  void draw(Scene& scene) const override {
    for (int agent = 0; agent < spec_.kinds[0].agents; ++agent) {
      const Vec2 place{static_cast<float>(agent), 0};
      if (is_present(agent)) scene.add(Circle{place, 0.3F}, {255, 255, 255}, agent);
    }
  }

 private:
  Schedule schedule_;
  bool terminates_;
  float reward_of_absent_;
  EnvironmentSpec spec_;
  Rng rng_;
  float luck_ = 0;
  int steps_ = 0;
};

inline EnvironmentFactory fleeting(Schedule schedule, bool terminates = false) {
  return [schedule = std::move(schedule), terminates] {
    return std::make_unique<Fleeting>(schedule, terminates);
  };
}

}  // namespace saccade::testing

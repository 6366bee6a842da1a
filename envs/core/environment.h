// The contract between an environment and everything that uses one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "envs/core/observation.h"
#include "envs/core/scene.h"
#include "envs/core/spaces.h"

namespace saccade {

/// What stays the same for the life of an environment, and in all of its instances.
struct EnvironmentSpec {
  std::string id;  ///< Kebab case: "lunar-lander".
  ObservationSpace observation;
  ActionSpace action;
  int agents = 1;                ///< Agents that act at once, sharing one policy.
  int max_steps = 0;             ///< No episode is longer; at least 1.
  double steps_per_second = 30;  ///< Decisions per second of the environment's own time.
  float reward_low = -1;         ///< Every reward of a step lies in [reward_low, reward_high].
  float reward_high = 1;
  /// Ways an episode can end, if named: "success", "timeout".  What names may hold: spaces.h.
  std::vector<std::string> outcomes{};
  /// What the environment counts over an episode: "food_eaten".
  std::vector<std::string> counts{};

  bool operator==(const EnvironmentSpec&) const = default;
};

/// What one step did, besides the rewards.
struct StepResult {
  bool terminated = false;  ///< The task ended here: the value of what follows is 0.
  bool truncated = false;   ///< Time ran out: what follows still has a value.
  int outcome = -1;  ///< Index into EnvironmentSpec::outcomes at the end of an episode, or -1.
};

/// A simulated world.  All randomness of an episode comes from the seed given to `reset`: the same
/// seed and actions give the same bytes.  It never resets itself.
class Environment {
 public:
  virtual ~Environment() = default;

  virtual const EnvironmentSpec& spec() const = 0;

  /// Starts an episode.
  virtual void reset(std::uint64_t seed) = 0;

  /// Advances by one decision.  `actions` holds [agents x action_width] numbers, the heads of one
  /// agent after another; `rewards` [agents] is to be filled, and nothing beyond it.  Not called
  /// after the episode's end.
  virtual StepResult step(std::span<const float> actions, std::span<float> rewards) = 0;

  /// Writes what `agent` sees now into an observation that is empty.  Entities come in any order;
  /// an entity keeps its id for the whole episode.
  virtual void observe(int agent, Observation& observation) const = 0;

  /// Describes the world as it looks now into a scene that is empty.
  virtual void draw(Scene& scene) const = 0;

  /// Fills [counts] with what was counted since the reset.
  virtual void counts(std::span<float> /*values*/) const {}
};

}  // namespace saccade

// The contract between an environment and everything that uses one.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "envs/core/action_space.h"
#include "envs/core/observation.h"
#include "envs/core/scene.h"

namespace saccade {

/// The max_steps of an environment whose episodes may go on for ever.
inline constexpr int kNoLimit = std::numeric_limits<int>::max();

/// What stays the same for the life of an environment, and in all of its instances.
struct EnvironmentSpec {
  std::string id;  ///< Kebab case: "lunar-lander".
  ObservationSpace observation;
  ActionSpace action;
  int agents = 1;                ///< Agents that act at once, at most; they share one policy.
  int max_steps = 0;             ///< No episode is longer; at least 1, or kNoLimit.
  double steps_per_second = 30;  ///< Decisions per second of the environment's own time.
  /// Every reward of a step lies in [reward_low, reward_high], of which one or both may be
  /// infinite.
  float reward_low = -1;
  float reward_high = 1;
  /// Ways an episode can end, if named: "success", "timeout".  What names may hold:
  /// observation_space.h.
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
  /// agent after another; those of an agent that is absent, and of a head that is skipped, are to
  /// be ignored.  `rewards` [agents] is to be filled, with 0 for who was absent, and nothing beyond
  /// it.  Not called after the episode's end.
  virtual StepResult step(std::span<const float> actions, std::span<float> rewards) = 0;

  /// Whether the agent is in the world now: it is observed and acts in the next step.  Agents may
  /// leave before the episode ends, come in later and come back; one at least is there until the
  /// end.  Who leaves with a step gets that step's reward, and what follows has the value 0 for it.
  virtual bool is_present(int /*agent*/) const { return true; }

  /// Writes what `agent`, which is present, sees now into an observation that is empty.  Entities
  /// come in any order; an entity keeps its id for the whole episode.  After the episode's end no
  /// masks are needed.
  virtual void observe(int agent, Observation& observation) const = 0;

  /// Describes the world as it looks now into a scene that is empty.
  virtual void draw(Scene& scene) const = 0;

  /// Fills [counts] with what was counted since the reset.
  virtual void counts(std::span<float> /*values*/) const {}
};

}  // namespace saccade

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

/// Agents that see and act alike, and share one policy.
struct AgentKind {
  std::string name{};  ///< "predator"; an only kind needs none.
  ObservationSpace observation;
  ActionSpace action;
  int agents = 1;  ///< That act at once, at most.

  bool operator==(const AgentKind&) const = default;

  /// What the names of its tensors and columns begin with: "predator.", or nothing without a name.
  std::string prefix() const { return name.empty() ? "" : name + '.'; }
};

/// What stays the same for the life of an environment, and in all of its instances.
struct EnvironmentSpec {
  std::string id;  ///< Kebab case: "lunar-lander".
  /// One unless more are declared, then with different names that have no dot.  Agents are numbered
  /// kind by kind, those of the first kind first.
  std::vector<AgentKind> kinds = std::vector<AgentKind>(1);
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
  /// Whether episodes depend on how much of the training is done: Environment::set_progress.
  bool has_curriculum = false;
  /// Whether the state of a running episode can be changed: Environment::edit.
  bool has_edits = false;

  bool operator==(const EnvironmentSpec&) const = default;

  int agent_count() const;                    ///< Of all kinds.
  int first_agent(std::size_t kind) const;    ///< Number of the first agent of a kind.
  std::size_t kind_index(int agent) const;    ///< Index into `kinds`.
  const AgentKind& kind_of(int agent) const;  ///< The kind itself.
  std::size_t action_count() const;           ///< Numbers of one step's actions of all agents.

  /// Of one step's actions [action_count], those of an agent: [action_width of its kind].
  template <class Number>
  std::span<Number> action_of(int agent, std::span<Number> actions) const;
};

/// What one step did, besides the rewards.
struct StepResult {
  bool terminated = false;  ///< The task ended here: the value of what follows is 0.
  bool truncated = false;   ///< Time ran out: what follows still has a value.
  int outcome = -1;  ///< Index into EnvironmentSpec::outcomes at the end of an episode, or -1.
};

/// A change of a running episode's state, by someone who asks "what if?".
struct StateEdit {
  enum class Kind { kMove, kRemove, kAdd };

  Kind kind = Kind::kMove;
  EntityId id = kNoEntity;  ///< Of the entity that is moved or removed.
  std::string type{};       ///< Name of the entity type of which one is added.
  Vec2 place{};             ///< Where the entity is put, world units; of no meaning to kRemove.

  bool operator==(const StateEdit&) const = default;
};

/// A simulated world.  All randomness of an episode comes from the seed given to `reset`: the same
/// seed and actions give the same bytes.  It never resets itself.
class Environment {
 public:
  virtual ~Environment() = default;

  virtual const EnvironmentSpec& spec() const = 0;

  /// Says how much of the training is done, in [0, 1], to an environment with a curriculum.  Called
  /// before `reset`, for the episode that it starts; where nothing is trained, it is 1.
  virtual void set_progress(double /*done*/) {}

  /// Starts an episode.
  virtual void reset(std::uint64_t seed) = 0;

  /// Advances by one decision.  `actions` [EnvironmentSpec::action_count] holds one agent's action
  /// after the other, each with the heads of its kind; those of an agent that is absent, and of a
  /// head that is skipped, are to be ignored.  `rewards` [agents] is to be filled, with 0 for who
  /// was absent, and nothing beyond it.  Not called after the episode's end.
  virtual StepResult step(std::span<const float> actions, std::span<float> rewards) = 0;

  /// Whether the agent is in the world now: it is observed and acts in the next step.  Agents may
  /// leave before the episode ends, come in later and come back; one at least is there until the
  /// end.  Who leaves with a step gets that step's reward, and what follows has the value 0 for it.
  virtual bool is_present(int /*agent*/) const { return true; }

  /// Writes what `agent`, which is present, sees now into an observation of its kind, which is
  /// empty.  Entities come in any order; an entity keeps its id for the whole episode.  After the
  /// episode's end no masks are needed.
  virtual void observe(int agent, Observation& observation) const = 0;

  /// Describes the world as it looks now into a scene that is empty.
  virtual void draw(Scene& scene) const = 0;

  /// Fills [counts] with what was counted since the reset.
  virtual void counts(std::span<float> /*values*/) const {}

  /// Changes the state between two steps, if the spec says `has_edits`; `observe` and `draw` show
  /// it at once.  Returns the id of the entity: that of the edit, or of one that is added a new one
  /// that no entity of the episode has had.  The same seed, actions and edits at the same steps
  /// give the same bytes.  An edit that makes no sense throws Error by `refuse_edit` and changes
  /// nothing; what else is thrown is a failure.  Not called after the episode's end.
  virtual EntityId edit(const StateEdit& edit);
};

/// What messages call an edit: "move of entity 7", "removal of entity 7", "new entity of type
/// food".
inline std::string edit_label(const StateEdit& edit) {
  if (edit.kind == StateEdit::Kind::kAdd) return "new entity of type " + edit.type;
  const bool is_move = edit.kind == StateEdit::Kind::kMove;
  return (is_move ? "move of entity " : "removal of entity ") + std::to_string(edit.id);
}

/// Throws Error: what the edit asks for cannot be done, and nothing has changed.
[[noreturn]] inline void refuse_edit(const StateEdit& edit, const std::string& found,
                                     const std::string& wanted) {
  throw Error(edit_label(edit) + ": found " + found + ", wanted " + wanted);
}

inline EntityId Environment::edit(const StateEdit& edit) {
  refuse_edit(edit, "environment " + spec().id + ", which offers no edits", "one that offers them");
}

/// For messages: "agent kind predator: ", or nothing of a kind without name.
inline std::string kind_label(const AgentKind& kind) {
  return kind.name.empty() ? "" : "agent kind " + kind.name + ": ";
}

/// Calls `call()`; an Error that it throws says of which kind it speaks.
template <class Call>
void about_kind(const AgentKind& kind, const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    throw Error(kind_label(kind) + error.what(), error.kind());
  }
}

inline int EnvironmentSpec::agent_count() const {
  return first_agent(kinds.size());
}

inline int EnvironmentSpec::first_agent(std::size_t kind) const {
  int agent = 0;
  for (std::size_t k = 0; k < kind; ++k) agent += kinds[k].agents;
  return agent;
}

inline std::size_t EnvironmentSpec::kind_index(int agent) const {
  std::size_t kind = 0;
  for (; agent >= kinds[kind].agents; ++kind) agent -= kinds[kind].agents;
  return kind;
}

inline const AgentKind& EnvironmentSpec::kind_of(int agent) const {
  return kinds[kind_index(agent)];
}

inline std::size_t EnvironmentSpec::action_count() const {
  int count = 0;
  for (const AgentKind& kind : kinds) count += kind.agents * action_width(kind.action);
  return static_cast<std::size_t>(count);
}

template <class Number>
std::span<Number> EnvironmentSpec::action_of(int agent, std::span<Number> actions) const {
  int first = 0;
  std::size_t kind = 0;
  for (; agent >= kinds[kind].agents; ++kind) {
    first += kinds[kind].agents * action_width(kinds[kind].action);
    agent -= kinds[kind].agents;
  }
  const int width = action_width(kinds[kind].action);
  return actions.subspan(static_cast<std::size_t>(first + agent * width),
                         static_cast<std::size_t>(width));
}

/// Fills one step's actions [action_count] as random_action does, of one agent after the other;
/// `seen` [agents].
inline void random_actions(const EnvironmentSpec& spec, std::span<const Observation> seen, Rng& rng,
                           std::span<float> actions) {
  std::size_t agent = 0;
  for (const AgentKind& kind : spec.kinds) {
    const auto width = static_cast<std::size_t>(action_width(kind.action));
    for (int i = 0; i < kind.agents; ++i, ++agent, actions = actions.subspan(width)) {
      random_action(kind.action, seen[agent], rng, actions.first(width));
    }
  }
}

}  // namespace saccade

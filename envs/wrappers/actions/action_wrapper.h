// The base of wrappers that change what agents do before the world is told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "envs/wrappers/wrapper.h"

namespace saccade {

/// Hands each head's choice of each agent to `change`, in every step in which the head takes part.
class ActionWrapper : public Wrapper {
 public:
  explicit ActionWrapper(std::unique_ptr<Environment> environment);

  void reset(std::uint64_t seed) override;
  StepResult step(std::span<const float> actions, std::span<float> rewards) override;

 protected:
  /// One head of one agent that is there.
  struct Place {
    int agent;
    const AgentKind& kind;
    std::size_t head;         ///< Of the kind.
    std::size_t number;       ///< Of all heads of all agents.
    const Observation& seen;  ///< By the agent, before the step.  Masks and candidates alone count.
  };

  /// Before the heads of an agent that is there.
  virtual void begin_agent(int /*agent*/) {}
  /// May write other numbers that the head allows.
  virtual void change(const Place& place, std::span<float> numbers) = 0;
  /// Of one of all heads: its agent is not there, or an episode begins.
  virtual void forget(std::size_t number) = 0;
  /// The head takes no part in this step.
  virtual void skip(std::size_t number) { forget(number); }

  std::size_t head_count() const { return head_count_; }  ///< Of all agents.
  std::uint64_t seed() const { return seed_; }
  std::uint64_t steps() const { return steps_; }  ///< Since the reset.

  /// What the agent may choose from now; empty where that never changes.
  const Observation& choices(int agent) const;

 private:
  void change_agent(int agent, std::size_t first);

  std::vector<Observation> blank_;          // [kinds]
  std::vector<std::uint8_t> has_changing_;  // [kinds] as booleans
  std::size_t head_count_ = 0;
  std::uint64_t seed_ = 0;
  std::uint64_t steps_ = 0;
  std::vector<float> actions_;
};

}  // namespace saccade

// A person at the keyboard, for any action space.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "experiments/players/player.h"
#include "render/frame/frame.h"

namespace saccade {

/// Turns held keys into one action, [action_width]:
///   categorical    arrows by the labels' words ("left", "north", "main engine", ...), a digit by
///                  index; with nothing held the label without a direction, if there is one;
///   continuous     left and right move the first dimension that is not named like a vertical one,
///                  up and down the first other, as far as a stick is tilted; nothing held is 0, or
///                  the nearest value in range;
///   select-entity  the entity that was clicked, a digit by index, else the first candidate; -1
///                  when there is none.
/// Keys that mean nothing leave a choice as in `previous`, the action before; a choice that is
/// masked gives way to the first allowed one.
std::vector<float> action_for_keys(const ActionSpace& space, const Observation& observation,
                                   const render::HeldKeys& keys,
                                   const std::vector<float>& previous);

/// Lets the agents of one kind, all of them, do what the keys say.
class KeyboardPlayer : public Player {
 public:
  /// Steers kind number `kind` of an environment like this; the agents of other kinds are
  /// `other`'s. `advises`: what `other` would do in the person's place is shown.
  KeyboardPlayer(const EnvironmentSpec& spec, std::size_t kind, std::unique_ptr<Player> other,
                 bool advises = false);

  /// What is held from now on.
  void hold(const render::HeldKeys& keys) { keys_ = keys; }

  void begin_episode(std::uint64_t seed) override;
  void see(std::span<const Observation> seen) override { other_->see(seen); }
  /// The choices there are, the advice if there is any, and the action before.
  Decision think(int agent, const Observation& observation) override;
  std::vector<float> act(int agent, const Observation& observation,
                         const Decision& decision) override;
  std::string name() const override;
  std::string faithfulness() const override { return advises_ ? other_->faithfulness() : ""; }
  bool has_value() const override { return advises_ && other_->has_value(); }
  int image_patch() const override { return other_->image_patch(); }
  bool is_shown(int agent) const override { return spec_.kind_index(agent) == kind_; }

 private:
  const AgentKind& kind() const { return spec_.kinds[kind_]; }

  EnvironmentSpec spec_;
  std::size_t kind_;
  std::unique_ptr<Player> other_;
  bool advises_;
  render::HeldKeys keys_;
  // What each agent did in the step before: [agents x action_width], 0 at first, and in words.
  std::vector<std::vector<float>> previous_;
  std::vector<std::vector<HeadDecision>> before_;
};

}  // namespace saccade

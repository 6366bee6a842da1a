// A person at the keyboard, for any action space.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "experiments/play/player.h"
#include "render/frame/frame.h"

namespace saccade {

/// Turns held keys into one action, [action_width]:
///   categorical    arrows by the labels' words ("left", "north", "main engine", ...), a digit by
///                  index; with nothing held the label without a direction, if there is one;
///   continuous     left and right move the first dimension that is not named like a vertical one,
///                  up and down the first other; nothing held is 0, or the nearest value in range;
///   select-entity  a digit by index, else the first candidate (-1 when there is none).
/// Keys that mean nothing leave a choice as in `previous`, the action before; a choice that is
/// masked gives way to the first allowed one.
std::vector<float> action_for_keys(const ActionSpace& space, const Observation& observation,
                                   const render::HeldKeys& keys,
                                   const std::vector<float>& previous);

/// Lets the agents of one kind, all of them, do what the keys say.
class KeyboardPlayer : public Player {
 public:
  /// Steers kind number `kind` of an environment like this; the others are `rest`'s, which may be
  /// null if there are none.
  KeyboardPlayer(const EnvironmentSpec& spec, std::size_t kind, std::unique_ptr<Player> rest);

  /// What is held from now on.
  void hold(const render::HeldKeys& keys) { keys_ = keys; }

  void begin_episode(std::uint64_t seed) override;
  void see(std::span<const Observation> seen) override {
    if (rest_) rest_->see(seen);
  }
  /// The action before, so that the viewer shows what was done.
  Decision think(int agent, const Observation& observation) override;
  std::vector<float> act(int agent, const Observation& observation,
                         const Decision& decision) override;
  bool is_shown(int agent) const override { return spec_.kind_index(agent) == kind_; }

 private:
  const ActionSpace& action() const { return spec_.kinds[kind_].action; }

  EnvironmentSpec spec_;
  std::size_t kind_;
  std::unique_ptr<Player> rest_;
  render::HeldKeys keys_;
  std::vector<float> previous_;
};

}  // namespace saccade

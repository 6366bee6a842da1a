// The program over the environments that misbehave where EVIL is set.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/program.h"

namespace saccade::testing {

using Arguments = std::vector<std::string>;

/// Two environments, episodes of 10 steps, updates of 35: five steps of each are replayed.
inline Arguments training(const std::string& fault, const std::string& out) {
  return {"train",
          "evil-" + fault,
          "--plugin",
          SACCADE_EVIL,
          "--out",
          out,
          "--steps",
          "70",
          "--quiet",
          "--threads",
          "2",
          "--set",
          "rollout.envs=2",
          "--set",
          "rollout.horizon=35",
          "--set",
          "ppo.epochs=1",
          "--set",
          "ppo.minibatches=1",
          "--set",
          "policy.width=8",
          "--set",
          "policy.attention.heads=1",
          "--set",
          "eval.episodes=0"};
}

inline ProgramResult good(const std::filesystem::path& folder, const Arguments& arguments) {
  return run_program_in(folder, SACCADE_PROGRAM, arguments);
}

}  // namespace saccade::testing

// Environments in workers that need no Gymnasium (toy_worker.py).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "envs/core/registry.h"
#include "envs/gym/gym_environments.h"
#include "envs/gym/gym_options.h"

namespace saccade::testing {

inline constexpr int kFaultyStep = 3;  ///< As toy_worker.py has it.

/// How an orchard is made.
struct ToySettings {
  int workers = 1;
  double timeout = 30;
  double wait = 30;
  std::vector<std::string> arguments{};
  std::string python = SACCADE_TOY_PYTHON;
  std::string program = SACCADE_TOY_WORKER;
};

/// A scheme with workers of its own, which end with it, and what it said.
class ToyWorkers {
 public:
  explicit ToyWorkers(const ToySettings& settings = {}) : settings_(settings) {
    const ClientWatch watch{
        .say = [lines = lines_](const std::string& line) { lines->push_back(line); }};
    add_gym_environments(registry_, watch, [settings] {
      return GymProgram{settings.python, settings.program};
    });
  }

  EnvironmentFactory factory(const std::string& place) const {
    const EnvironmentEntry entry = registry_.find("gym:" + place);
    Options options(entry.options);
    options.set("workers", settings_.workers);
    options.set("timeout", settings_.timeout);
    options.set("wait", settings_.wait);
    options.set(kGymArguments, settings_.arguments);
    return [entry, options] { return make_environment(entry, options); };
  }
  std::unique_ptr<Environment> make(const std::string& place) const { return factory(place)(); }

  const std::vector<std::string>& said() const { return *lines_; }

 private:
  ToySettings settings_;
  std::shared_ptr<std::vector<std::string>> lines_ = std::make_shared<std::vector<std::string>>();
  Registry registry_;
};

}  // namespace saccade::testing

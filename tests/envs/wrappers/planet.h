// An environment whose options are of every type, and some of which change its description.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/wrapped.h"

namespace saccade::testing {

/// Shows its options.
class Planet final : public Environment {
 public:
  explicit Planet(const Options& options)
      : shown_{static_cast<float>(options.get<double>("gravity")),
               static_cast<float>(options.get<int>("moons")),
               static_cast<float>(options.get<double>("wind"))} {
    if (options.get<int>("moons") > options.get<int>("most_moons")) {
      throw Error("option moons: found more than most_moons");
    }
    spec_.id = "planet";
    spec_.max_steps = options.get<int>("days");
    spec_.reward_high = static_cast<float>(options.get<int>("most_moons"));
    spec_.kinds[0].observation.types = {{"self", {"gravity", "moons", "wind"}, 1}};
    if (options.get<int>("eyes") > 1) spec_.kinds[0].observation.types[0].features[2] = "storm";
    spec_.kinds[0].action.heads = {CategoricalHead{"say", {"yes", "no"}}};
    spec_.steps_per_second = options.get<double>("rate");
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = spec_.reward_high;
    return {.truncated = ++steps_ == spec_.max_steps};
  }
  void observe(int agent, Observation& seen) const override { seen.add(0, agent, shown_); }
  void draw(Scene& /*scene*/) const override {}

 private:
  std::vector<float> shown_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

inline World planet(const OptionList& list = {}) {
  const EnvironmentEntry entry{
      .id = "planet",
      .summary = "Shows its options.",
      .options = {{.name = "gravity", .default_value = -10.0, .help = "", .min = -20, .max = 0},
                  {.name = "moons", .default_value = 4, .help = "", .min = 0, .max = 100},
                  {.name = "most_moons", .default_value = 10, .help = "", .min = 0, .max = 100},
                  {.name = "wind", .default_value = 0.0, .help = ""},
                  {.name = "days", .default_value = 5, .help = "", .min = 1},
                  {.name = "eyes", .default_value = 1, .help = ""},
                  {.name = "rate", .default_value = 10.0, .help = ""},
                  {.name = "is_far", .default_value = false, .help = ""},
                  {.name = "name", .default_value = std::string("Ceres"), .help = ""}},
      .make = [](const Options& options) { return std::make_unique<Planet>(options); }};
  return {entry, options_of(entry, list)};
}

}  // namespace saccade::testing

// Its environment works for a while and then throws in the middle of an episode.
#include <memory>
#include <stdexcept>

#include "envs/core/plugin.h"

namespace {

constexpr int kMaxSteps = 100;

class FailsLater final : public saccade::Environment {
 public:
  const saccade::EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { steps_ = 0; }

  saccade::StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    if (++steps_ == kMaxSteps / 2) throw std::runtime_error("the simulator lost its licence");
    rewards[0] = 0;
    return {};
  }

  void observe(int /*agent*/, saccade::Observation& observation) const override {
    observation.add(0, 0, {static_cast<float>(steps_)});
  }
  void draw(saccade::Scene& /*scene*/) const override {}

 private:
  saccade::EnvironmentSpec spec_{
      .id = "fails-later",
      .kinds =
          {{.observation = {.types = {{.name = "self", .features = {"time"}, .fixed_count = 1}}},
            .action = {.heads = {saccade::CategoricalHead{.name = "act", .labels = {"a", "b"}}}}}},
      .max_steps = kMaxSteps};
  int steps_ = 0;
};

void add_environments(saccade::Registry& registry) {
  registry.add({.id = "fails-later",
                .summary = "Throws in the middle of an episode.",
                .options = {},
                .make = [](const saccade::Options&) -> std::unique_ptr<saccade::Environment> {
                  return std::make_unique<FailsLater>();
                }});
}

}  // namespace

SACCADE_PLUGIN(add_environments)

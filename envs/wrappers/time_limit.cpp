// wrap.time_limit: episodes that end earlier.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

constexpr const char* kOutcome = "timeout";

/// If the environment names outcomes, "timeout" is one of them.
class TimeLimit final : public Wrapper {
 public:
  TimeLimit(std::unique_ptr<Environment> environment, int limit) : Wrapper(std::move(environment)) {
    EnvironmentSpec& spec = wrapped_spec();
    detail::want(limit < spec.max_steps, "wrap.time_limit", std::to_string(limit),
                 "less than " + std::to_string(spec.max_steps) +
                     ", the longest episode of environment " + spec.id + " without it");
    spec.max_steps = limit;
    if (spec.outcomes.empty()) return;
    const auto at = std::find(spec.outcomes.begin(), spec.outcomes.end(), kOutcome);
    outcome_ = static_cast<int>(at - spec.outcomes.begin());
    if (at == spec.outcomes.end()) spec.outcomes.emplace_back(kOutcome);
  }

  void reset(std::uint64_t seed) override {
    steps_ = 0;
    Wrapper::reset(seed);
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const StepResult result = inner().step(actions, rewards);
    const bool is_late = ++steps_ >= wrapped_spec().max_steps;
    if (!is_late || result.terminated || result.truncated) return result;
    return {.truncated = true, .outcome = outcome_};
  }

 private:
  int outcome_ = -1;
  int steps_ = 0;
};

}  // namespace

WrapperEntry time_limit_wrapper() {
  return {.option = {.name = "time_limit",
                     .default_value = 0,
                     .help = "Decisions after which an episode is truncated; 0: as the environment "
                             "has it.",
                     .min = 0,
                     .max = 1e8},
          .wrap = wrap_in<TimeLimit, int>};
}

}  // namespace saccade

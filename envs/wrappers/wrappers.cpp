// The list of wrappers, from the world to the agent.  To add one, write a file with a function
// <name>_wrapper, and add its name where it belongs: docs/wrappers.md says why the order matters.
#include "envs/wrappers/wrappers.h"

#include <utility>

#define SACCADE_WRAPPERS(ADD) \
  ADD(curriculum)             \
  ADD(randomise)              \
  ADD(fixed_count)            \
  ADD(sticky)                 \
  ADD(action_delay)           \
  ADD(frame_skip)             \
  ADD(time_limit)             \
  ADD(reward_scale)           \
  ADD(reward_clip)            \
  ADD(noise)                  \
  ADD(feature_noise)          \
  ADD(flicker)                \
  ADD(hide)

namespace saccade {

#define SACCADE_DECLARE(name) WrapperEntry name##_wrapper();
SACCADE_WRAPPERS(SACCADE_DECLARE)

const std::vector<WrapperEntry>& wrappers() {
#define SACCADE_CALL(name) name##_wrapper(),
  static const std::vector<WrapperEntry> kAll = {SACCADE_WRAPPERS(SACCADE_CALL)};
  return kAll;
}

Options wrapper_options() {
  std::vector<OptionSpec> specs;
  for (const WrapperEntry& entry : wrappers()) specs.push_back(entry.option);
  return Options(std::move(specs));
}

std::unique_ptr<Environment> make_wrapped_environment(const EnvironmentEntry& entry,
                                                      const Options& options, const Options& wrap) {
  std::unique_ptr<Environment> environment = make_environment(entry, options);
  for (std::size_t i = 0; i < wrappers().size(); ++i) {
    const WrapperEntry& wrapper = wrappers()[i];
    const OptionValue& value = wrap.values()[i];
    if (value == wrapper.option.default_value) continue;
    environment = wrapper.wrap(std::move(environment), value, {entry, options, wrap});
  }
  return environment;
}

}  // namespace saccade

// The list of wrappers.  To add one, write a file with a function <name>_wrapper, and add its name
// here.
#include "envs/wrappers/wrappers.h"

#include <utility>

#define SACCADE_WRAPPERS(ADD) \
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

std::unique_ptr<Environment> wrap_environment(std::unique_ptr<Environment> environment,
                                              const Options& options) {
  for (std::size_t i = 0; i < wrappers().size(); ++i) {
    const WrapperEntry& entry = wrappers()[i];
    const OptionValue& value = options.values()[i];
    if (value != entry.option.default_value)
      environment = entry.wrap(std::move(environment), value);
  }
  return environment;
}

}  // namespace saccade

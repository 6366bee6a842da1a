// The table of wrappers: what the keys wrap.<name> put around any environment.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// From what an environment was made, for a wrapper that makes it anew.
struct EnvironmentOrigin {
  const EnvironmentEntry& entry;
  const Options& options;
  const Options& wrap;
};

struct WrapperEntry {
  OptionSpec option;  ///< Of the wrapper's name; its default wraps nothing.
  /// Wraps an environment; `value` is not the default.  Throws Error that begins with the key when
  /// the value does not suit the environment or has no effect on it.
  std::function<std::unique_ptr<Environment>(std::unique_ptr<Environment>, const OptionValue& value,
                                             const EnvironmentOrigin& origin)>
      wrap;
};

/// All of them; the first are wrapped first, so that the last see what the others made of the
/// world.
const std::vector<WrapperEntry>& wrappers();

/// The options of all wrappers, at their defaults: an environment as it is.
Options wrapper_options();

/// Makes an environment of an entry, wrapped in what `wrap` asks for.
std::unique_ptr<Environment> make_wrapped_environment(const EnvironmentEntry& entry,
                                                      const Options& options, const Options& wrap);

/// The function `wrap` of a wrapper that is made of an environment and a value.
template <class Around, class Value>
std::unique_ptr<Environment> wrap_in(std::unique_ptr<Environment> environment,
                                     const OptionValue& value,
                                     const EnvironmentOrigin& /*origin*/) {
  return std::make_unique<Around>(std::move(environment), std::get<Value>(value));
}

}  // namespace saccade

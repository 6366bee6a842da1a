// The table of wrappers: what the keys wrap.<name> put around any environment.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

struct WrapperEntry {
  OptionSpec option;  ///< Of the wrapper's name; its default wraps nothing.
  /// Wraps an environment; `value` is not the default.  Throws Error that begins with the key when
  /// the value does not suit the environment.
  std::function<std::unique_ptr<Environment>(std::unique_ptr<Environment>,
                                             const OptionValue& value)>
      wrap;
};

/// All of them; the first are wrapped first, so that the last see what the others made of the
/// world.
const std::vector<WrapperEntry>& wrappers();

/// The options of all wrappers, at their defaults: an environment as it is.
Options wrapper_options();

/// Wraps the environment in what the options ask for.
std::unique_ptr<Environment> wrap_environment(std::unique_ptr<Environment> environment,
                                              const Options& options);

}  // namespace saccade

// The environments at hand: those that ship, and those of the plug-ins that were loaded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// A registry that remembers which plug-ins it came from.  There is no global one: `main` or a test
/// makes it and hands it on.
class RegisteredEnvironments {
 public:
  /// Holds the built-in environments.
  RegisteredEnvironments();
  /// Holds these.
  explicit RegisteredEnvironments(Registry registry) : registry_(std::move(registry)) {}

  /// Loads a plug-in's environments.  One that is loaded already (by absolute path) is left alone.
  /// Throws Error when it cannot be loaded.
  void load(const std::string& path);
  void load_all(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) load(path);
  }

  const Registry& registry() const { return registry_; }
  /// Absolute paths, in the order of loading.
  const std::vector<std::string>& plugins() const { return plugins_; }

 private:
  Registry registry_;
  std::vector<std::string> plugins_;
};

}  // namespace saccade

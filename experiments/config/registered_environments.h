// The environments at hand: those that ship, and those of the plug-ins that were loaded.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// A registry that remembers which plug-ins it came from.  There is no global one: `main` or a test
/// makes it and hands it on.
class RegisteredEnvironments {
 public:
  /// Holds the built-in environments.  Whoever waits for one outside of the program says so on
  /// stderr, and stops at a Ctrl-C.
  RegisteredEnvironments();
  /// Holds these.
  explicit RegisteredEnvironments(Registry registry) : registry_(std::move(registry)) {}

  /// Loads a plug-in's environments.  One that is loaded already (by absolute path) is left alone.
  /// Throws Error when it cannot be loaded.
  void load(const std::string& path);
  void load_all(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) load(path);
  }

  /// Says nothing on stderr from now on.
  void be_quiet() { *is_quiet_ = true; }

  /// Whether it is the id of an environment of this program, or has the form of one outside of it.
  bool knows(const std::string& id) const;
  /// All ids, and the forms of those outside of the program.
  std::vector<std::string> ids() const;

  const Registry& registry() const { return registry_; }
  /// Absolute paths, in the order of loading.
  const std::vector<std::string>& plugins() const { return plugins_; }

 private:
  std::shared_ptr<std::atomic<bool>> is_quiet_ = std::make_shared<std::atomic<bool>>(false);
  Registry registry_;
  std::vector<std::string> plugins_;
};

/// The id of an environment as part of a file's name: "socket-5555" of "socket:5555".
std::string file_label(const std::string& id);

}  // namespace saccade

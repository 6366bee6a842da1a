// The environments that can be made by name.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/manual.h"
#include "envs/core/options.h"

namespace saccade {

/// How to make an environment of one id.
struct EnvironmentEntry {
  std::string id;       ///< Kebab case.
  std::string summary;  ///< One sentence.
  std::vector<OptionSpec> options;
  std::function<std::unique_ptr<Environment>(const Options&)> make;
  EnvironmentManual manual{};
};

/// A list of entries; there is no global one.
class Registry {
 public:
  /// Throws Error when the id is taken or is not kebab case.
  void add(EnvironmentEntry entry);

  /// Throws Error naming the nearest id when there is none.
  const EnvironmentEntry& find(std::string_view id) const;

  const std::vector<EnvironmentEntry>& entries() const { return entries_; }

 private:
  std::vector<EnvironmentEntry> entries_;
};

/// Makes environments of one kind: what a learner is given.
using EnvironmentFactory = std::function<std::unique_ptr<Environment>()>;

/// Makes an environment of an entry; use this rather than the entry's `make`.  Whatever that does
/// wrong (it throws, it returns nothing) becomes one Error that names the environment.
std::unique_ptr<Environment> make_environment(const EnvironmentEntry& entry,
                                              const Options& options);

}  // namespace saccade

#include "envs/core/registry_inl.h"

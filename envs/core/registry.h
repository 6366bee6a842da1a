// The environments that can be made by name, and what a person reads about each.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/options.h"

namespace saccade {

/// A feature or an action, and what it means.
struct ManualLine {
  /// "mine.x", a feature of one entity type; "x", the feature of that name of every type that has
  /// no line of its own; the name of a sensor (rays, an image); or the name of an action head.
  std::string name;
  std::string meaning;  ///< With the unit: "Position, m, right of the middle."
};

/// What `saccade envs ENV` and docs/environments.md say of an environment.  Texts are sentences in
/// plain English; a blank line begins a new paragraph.
struct EnvironmentManual {
  std::string task{};  ///< What there is, what happens, and what is wanted.
  std::vector<ManualLine> features{};
  std::vector<ManualLine> actions{};
  std::string reward{};
  std::string ends{};         ///< When an episode ends, and with which outcome.
  std::string source{};       ///< Where the environment comes from: authors, year, program.
  std::string differences{};  ///< From the source; empty: none, or there is no source.
};

/// What the lines say of a feature of a type, or null.
const std::string* meaning_of(const std::vector<ManualLine>& lines, std::string_view type,
                              std::string_view feature);

/// How to make an environment of one id.
struct EnvironmentEntry {
  std::string id;       ///< Kebab case.
  std::string summary;  ///< One sentence.
  std::vector<OptionSpec> options;
  std::function<std::unique_ptr<Environment>(const Options&)> make;
  EnvironmentManual manual{};
};

/// Environments outside of this program, whose ids say where they are: "socket:5555".
struct EnvironmentScheme {
  std::string name;     ///< What stands before the colon, kebab case: "socket".
  std::string form;     ///< What is to be typed: "socket:PORT".
  std::string summary;  ///< One sentence.
  /// The entry of the whole id; `place` is what stands behind the colon.  Throws Error when that
  /// makes no sense.  Only to make the environment may anything outside be touched.
  std::function<EnvironmentEntry(std::string_view id, std::string_view place)> entry;
};

/// A list of entries; there is no global one.
class Registry {
 public:
  /// Throws Error when the id is taken or is not kebab case.
  void add(EnvironmentEntry entry);
  void add(EnvironmentScheme scheme);

  /// Throws Error naming the nearest id when there is none.
  EnvironmentEntry find(std::string_view id) const;

  const std::vector<EnvironmentEntry>& entries() const { return entries_; }
  const std::vector<EnvironmentScheme>& schemes() const { return schemes_; }

 private:
  std::vector<EnvironmentEntry> entries_;
  std::vector<EnvironmentScheme> schemes_;
};

/// Makes environments of one kind: what a learner is given.
using EnvironmentFactory = std::function<std::unique_ptr<Environment>()>;

/// Makes an environment of an entry; use this rather than the entry's `make`.  Whatever that does
/// wrong (it throws, it returns nothing) becomes one Error that names the environment.
std::unique_ptr<Environment> make_environment(const EnvironmentEntry& entry,
                                              const Options& options);

}  // namespace saccade

#include "envs/core/registry_inl.h"

// What a person reads about an environment: `saccade envs ENV` and docs/environments.md show it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// A feature or an action, and what it means.
struct ManualLine {
  /// "mine.x", a feature of one entity type; "x", the feature of that name of every type that has
  /// no line of its own; the name of a sensor (rays, an image); or the name of an action head.
  std::string name;
  std::string meaning;  ///< With the unit: "Position, m, right of the middle."
};

/// Texts are sentences in plain English; a blank line begins a new paragraph.
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
inline const std::string* meaning_of(const std::vector<ManualLine>& lines, std::string_view type,
                                     std::string_view feature) {
  const std::string own = std::string(type) + '.' + std::string(feature);
  const std::string* shared = nullptr;
  for (const ManualLine& line : lines) {
    if (line.name == own) return &line.meaning;
    if (line.name == feature) shared = &line.meaning;
  }
  return shared;
}

}  // namespace saccade

// What files of episodes have in common: options, edits and numbers as JSON.  What is read comes
// from anywhere: whatever does not fit throws Error that names the place, what was found and what
// was wanted.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "envs/core/options.h"
#include "envs/core/registry.h"
#include "envs/episode/episode_error.h"

namespace saccade {

using EpisodeJson = nlohmann::ordered_json;

/// The text as JSON.  Lists and objects may be nested three deep.
EpisodeJson parse_episode_json(const std::string& text);

/// The entry of an object; Error if it is missing.
const EpisodeJson& entry_of(const EpisodeJson& object, std::string_view name);

/// `place` is what messages call the number.
template <class Number>
Number whole_number(const std::string& place, const EpisodeJson& json) {
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  } else if (json.is_number_integer()) {
    const auto number = json.get<std::int64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  }
  using Limits = std::numeric_limits<Number>;
  throw Error(fmt::format("{}: found {}, wanted a whole number from {} to {}", place,
                          json.is_number() ? json.dump() : json.type_name(), Limits::min(),
                          Limits::max()));
}

/// A finite number.
float number_of(const std::string& place, const EpisodeJson& json);
std::string text_of(const std::string& place, const EpisodeJson& json);
std::vector<std::string> texts_of(const std::string& place, const EpisodeJson& json);
/// Of a training, in [0, 1].
double progress_of(const EpisodeJson& json);

EpisodeJson options_json(const Options& options);
/// Sets what an object of values says.
void set_options(Options& options, const EpisodeJson& json);
/// The same of wrappers.
void set_wrappers(Options& wrap, const EpisodeJson& json);

EpisodeJson edits_json(std::span<const TimedEdit> edits);
std::vector<TimedEdit> edits_of(const EpisodeJson& json);

/// The environment of this id.  If there is none, Error says which plug-ins it may come from, which
/// are never loaded.
EnvironmentEntry entry_of_episode(const Registry& registry, const std::string& id,
                                  const std::vector<std::string>& plugins);

}  // namespace saccade

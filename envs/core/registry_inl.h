// Implementation of registry.h; included by it.
#pragma once

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "envs/core/registry.h"

namespace saccade {
namespace detail {

/// Lower-case words of letters and digits joined by single hyphens, the first one a letter.
inline bool is_kebab_case(std::string_view id) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (id.empty() || !is_letter(id.front()) || id.back() == '-') return false;
  if (id.find("--") != std::string_view::npos) return false;
  return std::all_of(id.begin(), id.end(),
                     [&](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

}  // namespace detail

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

inline void Registry::add(EnvironmentEntry entry) {
  if (!detail::is_kebab_case(entry.id)) {
    throw Error("environment id: found \"" + entry.id +
                "\", wanted kebab case such as lunar-lander");
  }
  for (const EnvironmentEntry& other : entries_) {
    if (other.id == entry.id) throw Error("environment " + entry.id + ": is there already");
  }
  if (!entry.make) throw Error("environment " + entry.id + ": has no function that makes it");
  entries_.push_back(std::move(entry));
}

inline void Registry::add(EnvironmentScheme scheme) {
  if (!detail::is_kebab_case(scheme.name) || !scheme.entry) {
    throw Error("environment scheme \"" + scheme.name + "\": wanted a kebab-case name and entries");
  }
  schemes_.push_back(std::move(scheme));
}

inline EnvironmentEntry Registry::find(std::string_view id) const {
  const std::size_t colon = id.find(':');
  std::vector<std::string> ids;
  for (const EnvironmentScheme& scheme : schemes_) {
    if (colon != std::string_view::npos && scheme.name == id.substr(0, colon))
      return scheme.entry(id, id.substr(colon + 1));
    ids.push_back(scheme.form);
  }
  for (const EnvironmentEntry& entry : entries_) {
    if (entry.id == id) return entry;
    ids.push_back(entry.id);
  }
  throw Error("unknown environment " + std::string(id) + detail::suggestion(id, ids));
}

inline std::unique_ptr<Environment> make_environment(const EnvironmentEntry& entry,
                                                     const Options& options) {
  const std::string what = "environment " + entry.id + ": could not be made: ";
  std::unique_ptr<Environment> environment;
  try {
    environment = entry.make(options);
  } catch (const Error& error) {
    throw Error(what + error.what(), error.kind());
  } catch (const std::exception& error) {
    throw Error(what + error.what(), Error::Kind::kFailure);
  } catch (...) {
    throw Error(what + "it threw something that is no std::exception", Error::Kind::kFailure);
  }
  if (!environment) throw Error(what + "it returned nothing", Error::Kind::kFailure);
  return environment;
}

}  // namespace saccade

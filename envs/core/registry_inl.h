// Implementation of registry.h; included by it.
#pragma once

#include <algorithm>
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

inline const EnvironmentEntry& Registry::find(std::string_view id) const {
  std::vector<std::string> ids;
  for (const EnvironmentEntry& entry : entries_) {
    if (entry.id == id) return entry;
    ids.push_back(entry.id);
  }
  throw Error("unknown environment " + std::string(id) + detail::suggestion(id, ids));
}

}  // namespace saccade

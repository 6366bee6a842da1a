// Implementation of options.h; included by it.
#pragma once

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <locale>
#include <numeric>
#include <sstream>

#include "envs/core/options.h"

namespace saccade {
namespace detail {

/// A number as a person writes it: 0.5, not 0.500000.
inline std::string number_text(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  const bool is_long_whole = std::trunc(value) == value && std::abs(value) < 1e9;
  text << std::setprecision(is_long_whole ? 9 : 6) << value;  // 1000000 rather than 1e+06
  return text.str();
}

inline std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// " (did you mean X?)" or what there is to choose from.
inline std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(name, candidates);
  if (!nearest.empty()) return "; did you mean " + nearest + "?";
  return candidates.empty() ? "; there is none" : "; wanted one of: " + join(candidates);
}

inline std::string option_text(const OptionValue& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* integer = std::get_if<int>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return '"' + *text + '"';
  std::vector<std::string> quoted;
  for (const std::string& text : std::get<std::vector<std::string>>(value)) {
    quoted.push_back('"' + text + '"');
  }
  return '[' + join(quoted) + ']';
}

inline bool accepts(const OptionSpec& spec, const OptionValue& value) {
  if (value.index() != spec.default_value.index()) return false;
  const auto in_range = [&spec](double number) { return number >= spec.min && number <= spec.max; };
  if (const auto* integer = std::get_if<int>(&value)) return in_range(*integer);
  if (const auto* number = std::get_if<double>(&value)) return in_range(*number);
  const auto is_choice = [&spec](const std::string& text) {
    return spec.choices.empty() ||
           std::find(spec.choices.begin(), spec.choices.end(), text) != spec.choices.end();
  };
  if (const auto* text = std::get_if<std::string>(&value)) return is_choice(*text);
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return !list || std::all_of(list->begin(), list->end(), is_choice);
}

/// Levenshtein's distance: insertions, deletions and replacements that turn `a` into `b`.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace detail

inline std::string accepted_values(const OptionSpec& spec) {
  if (std::holds_alternative<bool>(spec.default_value)) return "true or false";
  if (std::holds_alternative<std::string>(spec.default_value)) {
    return spec.choices.empty() ? "a text" : "one of " + detail::join(spec.choices);
  }
  if (std::holds_alternative<std::vector<std::string>>(spec.default_value)) {
    return spec.choices.empty() ? "a list of texts"
                                : "a list of any of " + detail::join(spec.choices);
  }
  const std::string type =
      std::holds_alternative<int>(spec.default_value) ? "a whole number" : "a number";
  const bool from = std::isfinite(spec.min), to = std::isfinite(spec.max);
  const std::string low = detail::number_text(spec.min), high = detail::number_text(spec.max);
  if (from && to) return type + " in [" + low + ", " + high + "]";
  if (from) return type + " of at least " + low;
  return to ? type + " of at most " + high : type;
}

inline std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  std::string nearest;
  std::size_t limit = 2 + name.size() / 4;  // Beyond this it is another word, not a slip.
  for (const std::string& candidate : candidates) {
    const std::size_t distance = detail::edit_distance(name, candidate);
    if (distance >= limit) continue;
    limit = distance;
    nearest = candidate;
  }
  return nearest;
}

inline std::size_t Options::index_of(std::string_view name) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    if (specs_[i].name == name) return i;
    names.push_back(specs_[i].name);
  }
  throw Error("unknown option " + std::string(name) + detail::suggestion(name, names));
}

inline void Options::set(std::string_view name, const OptionValue& value,
                         const std::string& label) {
  const std::size_t index = index_of(name);
  const OptionSpec& spec = specs_[index];
  const auto* integer = std::get_if<int>(&value);
  const bool promotes = integer && std::holds_alternative<double>(spec.default_value);
  const OptionValue converted = promotes ? OptionValue(static_cast<double>(*integer)) : value;
  if (!detail::accepts(spec, converted)) {
    throw Error(label + ": found " + detail::option_text(converted) + ", wanted " +
                accepted_values(spec));
  }
  values_[index] = converted;
}

}  // namespace saccade

// In what two descriptions of an environment differ, in words.
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/options.h"

namespace saccade {
namespace detail {

inline std::string spec_text(const std::string& value) {
  return value.empty() ? "\"\"" : value;
}
inline std::string spec_text(bool value) {
  return value ? "yes" : "no";
}
template <class Number>
std::string spec_text(Number value) {
  return number_text(static_cast<double>(value));
}

/// Keeps the first difference that it is told of.
class SpecDifference {
 public:
  const std::string& text() const { return text_; }

  template <class Value>
  void value(const std::string& thing, const Value& found, const Value& was) {
    if (found != was) note(thing, spec_text(found), spec_text(was));
  }

  /// Lists of the same kind of thing; `what` is "features", "labels".
  template <class Value>
  void list(const std::string& thing, const char* what, const std::vector<Value>& found,
            const std::vector<Value>& was) {
    count(thing, what, found.size(), was.size());
    for (std::size_t i = 0; i < found.size() && text_.empty(); ++i) {
      value(thing + ", " + what + ", number " + std::to_string(i), found[i], was[i]);
    }
  }

  void count(const std::string& thing, const char* what, std::size_t found, std::size_t was) {
    if (found != was) note(thing, std::to_string(found) + " " + what, std::to_string(was));
  }

  void note(const std::string& thing, const std::string& found, const std::string& was) {
    if (text_.empty()) text_ = thing + ": found " + found + ", was " + was;
  }

 private:
  std::string text_;
};

inline void compare(const EntityType& found, const EntityType& was, SpecDifference& difference) {
  const std::string thing = "entity type " + was.name;
  difference.value(thing + ", name", found.name, was.name);
  difference.list(thing, "features", found.features, was.features);
  difference.value(thing + ", fixed_count", found.fixed_count, was.fixed_count);
}

inline void compare(const RayModality& found, const RayModality& was, SpecDifference& difference) {
  const std::string thing = "rays " + was.name;
  difference.value(thing + ", name", found.name, was.name);
  difference.value(thing + ", count", found.count, was.count);
  difference.value(thing + ", range", found.range, was.range);
  difference.list(thing, "hits", found.hits, was.hits);
  difference.value(thing + ", optional", found.optional, was.optional);
}

inline void compare(const ImageModality& found, const ImageModality& was,
                    SpecDifference& difference) {
  const std::string thing = "image " + was.name;
  difference.value(thing + ", name", found.name, was.name);
  difference.value(thing + ", height", found.height, was.height);
  difference.value(thing + ", width", found.width, was.width);
  difference.list(thing, "channels", found.channels, was.channels);
  difference.value(thing + ", pixel_size", found.pixel_size, was.pixel_size);
  difference.value(thing + ", optional", found.optional, was.optional);
}

inline void compare_heads(const std::string& thing, const CategoricalHead& found,
                          const CategoricalHead& was, SpecDifference& difference) {
  difference.list(thing, "labels", found.labels, was.labels);
  difference.value(thing + ", masked", found.masked, was.masked);
}

inline void compare_heads(const std::string& thing, const ContinuousHead& found,
                          const ContinuousHead& was, SpecDifference& difference) {
  difference.list(thing, "labels", found.labels, was.labels);
  difference.list(thing, "low bounds", found.low, was.low);
  difference.list(thing, "high bounds", found.high, was.high);
}

inline void compare_heads(const std::string& thing, const SelectEntityHead& found,
                          const SelectEntityHead& was, SpecDifference& difference) {
  difference.list(thing, "types", found.types, was.types);
  difference.value(thing + ", masked", found.masked, was.masked);
}

inline void compare(const ActionHead& found, const ActionHead& was, SpecDifference& difference) {
  const std::string thing = "action head " + head_name(was);
  difference.value(thing + ", name", head_name(found), head_name(was));
  constexpr const char* kKinds[] = {"categorical", "continuous", "select-entity"};
  if (found.index() != was.index()) {
    return difference.note(thing + ", kind", kKinds[found.index()], kKinds[was.index()]);
  }
  std::visit(
      [&](const auto& head) {
        compare_heads(thing, std::get<std::decay_t<decltype(head)>>(found), head, difference);
      },
      was);
}

template <class Part>
void compare_parts(const char* what, const std::vector<Part>& found, const std::vector<Part>& was,
                   SpecDifference& difference) {
  difference.count("what it declares", what, found.size(), was.size());
  for (std::size_t i = 0; i < found.size() && difference.text().empty(); ++i) {
    compare(found[i], was[i], difference);
  }
}

}  // namespace detail

/// "entity type food: found 3 features, was 2": the first difference, or "" when there is none.
inline std::string spec_difference(const EnvironmentSpec& found, const EnvironmentSpec& was) {
  detail::SpecDifference difference;
  difference.value("id", found.id, was.id);
  detail::compare_parts("entity types", found.observation.types, was.observation.types, difference);
  detail::compare_parts("fans of rays", found.observation.rays, was.observation.rays, difference);
  detail::compare_parts("images", found.observation.images, was.observation.images, difference);
  detail::compare_parts("action heads", found.action.heads, was.action.heads, difference);
  difference.value("agents", found.agents, was.agents);
  difference.value("max_steps", found.max_steps, was.max_steps);
  difference.value("steps_per_second", found.steps_per_second, was.steps_per_second);
  difference.value("reward_low", found.reward_low, was.reward_low);
  difference.value("reward_high", found.reward_high, was.reward_high);
  difference.list("what it names", "outcomes", found.outcomes, was.outcomes);
  difference.list("what it names", "counts", found.counts, was.counts);
  return difference.text();
}

/// Throws Error (kind kFailure) naming the first difference from the spec of the first instance.
inline void check_same_spec(const EnvironmentSpec& found, const EnvironmentSpec& first) {
  if (found == first) return;
  throw Error("environment " + first.id + ": description: " + spec_difference(found, first) +
                  " in the first instance, wanted the same in every instance",
              Error::Kind::kFailure);
}

}  // namespace saccade

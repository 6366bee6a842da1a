#include "envs/episode/spec_difference.h"

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "envs/core/options.h"
#include "envs/episode/geometry_text.h"

namespace saccade {
namespace {

using detail::number_text;

/// "500", or "no limit".
std::string limit_text(int max_steps) {
  return max_steps == kNoLimit ? "no limit" : std::to_string(max_steps);
}

std::string spec_text(const std::string& value) {
  return value.empty() ? "\"\"" : value;
}
std::string spec_text(bool value) {
  return value ? "yes" : "no";
}
std::string spec_text(const Geometry& group) {
  return geometry_text(group);
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

  template <class Field, class Value>
  void field(const std::string& thing, const Field& field, const std::vector<Value>& found,
             const std::vector<Value>& was) {
    list(thing, field.elements, found, was);
  }
  template <class Field, class Value>
  void field(const std::string& thing, const Field& field, const Value& found, const Value& was) {
    value(thing + ", " + field.name, found, was);
  }

  void count(const std::string& thing, const char* what, std::size_t found, std::size_t was) {
    if (found != was) note(thing, std::to_string(found) + " " + what, std::to_string(was));
  }

  void note(const std::string& thing, const std::string& found, const std::string& was) {
    if (text_.empty()) text_ = thing + ": found " + found + ", was " + was;
  }

  /// What was found about a part of the whole; `label` says which.
  void add_part(const std::string& label, const SpecDifference& part) {
    if (text_.empty() && !part.text_.empty()) text_ = label + part.text_;
  }

 private:
  std::string text_;
};

template <class Part>
void compare_fields(const std::string& thing, const Part& found, const Part& was,
                    SpecDifference& difference) {
  difference.value(thing + ", name", found.name, was.name);
  for_each_field<Part>([&](const auto& field) {
    difference.field(thing, field, found.*field.member, was.*field.member);
  });
}

void compare(const EntityType& found, const EntityType& was, SpecDifference& difference) {
  compare_fields("entity type " + was.name, found, was, difference);
}

void compare(const RayModality& found, const RayModality& was, SpecDifference& difference) {
  compare_fields("rays " + was.name, found, was, difference);
}

void compare(const ImageModality& found, const ImageModality& was, SpecDifference& difference) {
  compare_fields("image " + was.name, found, was, difference);
}

void compare(const ActionHead& found, const ActionHead& was, SpecDifference& difference) {
  const std::string thing = "action head " + head_name(was);
  difference.value(thing + ", name", head_name(found), head_name(was));
  if (found.index() != was.index()) {
    return difference.note(thing + ", kind", head_kind(found), head_kind(was));
  }
  std::visit(
      [&](const auto& head) {
        compare_fields(thing, std::get<std::decay_t<decltype(head)>>(found), head, difference);
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

void compare_spaces(const ObservationSpace& found, const ObservationSpace& was,
                    SpecDifference& difference) {
  compare_parts("entity types", found.types, was.types, difference);
  compare_parts("fans of rays", found.rays, was.rays, difference);
  compare_parts("images", found.images, was.images, difference);
}

void compare(const AgentKind& found, const AgentKind& was, SpecDifference& difference) {
  SpecDifference own;
  own.value("name", found.name, was.name);
  compare_spaces(found.observation, was.observation, own);
  compare_parts("action heads", found.action.heads, was.action.heads, own);
  own.value("agents", found.agents, was.agents);
  difference.add_part(kind_label(was), own);
}

}  // namespace

std::string spec_difference(const EnvironmentSpec& found, const EnvironmentSpec& was) {
  SpecDifference difference;
  difference.value("id", found.id, was.id);
  compare_parts("agent kinds", found.kinds, was.kinds, difference);
  difference.value("max_steps", limit_text(found.max_steps), limit_text(was.max_steps));
  difference.value("steps_per_second", found.steps_per_second, was.steps_per_second);
  difference.value("reward_low", found.reward_low, was.reward_low);
  difference.value("reward_high", found.reward_high, was.reward_high);
  difference.list("what it names", "outcomes", found.outcomes, was.outcomes);
  difference.list("what it names", "counts", found.counts, was.counts);
  difference.value("has_curriculum", found.has_curriculum, was.has_curriculum);
  difference.value("has_edits", found.has_edits, was.has_edits);
  return difference.text();
}

void check_same_spec(const EnvironmentSpec& found, const EnvironmentSpec& first) {
  if (found == first) return;
  throw Error("environment " + first.id + ": description: " + spec_difference(found, first) +
                  " in the first instance, wanted the same in every instance",
              Error::Kind::kFailure);
}

}  // namespace saccade

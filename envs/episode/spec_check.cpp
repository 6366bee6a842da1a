#include "envs/episode/spec_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "envs/core/names.h"

namespace saccade {
namespace {

using detail::check_name, detail::escaped, detail::number_text, detail::want,
    detail::want_distinct_names;

void want_positive(const std::string& thing, const std::string& what, float value) {
  want(std::isfinite(value) && value > 0, thing, what + ' ' + number_text(value),
       "a finite number above 0");
}

void check_modality(const RayModality& rays) {
  check_name("rays", rays.name);
  const std::string thing = "rays " + rays.name;
  want(rays.count >= 1, thing, std::to_string(rays.count) + " rays", "at least 1");
  want_positive(thing, "range", rays.range);
  want(!rays.hits.empty(), thing, "no kind of hit", "at least one");
  want_distinct_names("hits of " + thing, rays.hits);
}

void check_modality(const ImageModality& image) {
  check_name("image", image.name);
  const std::string thing = "image " + image.name;
  want(image.height >= 1 && image.width >= 1, thing,
       std::to_string(image.height) + " x " + std::to_string(image.width) + " pixels",
       "at least 1 x 1");
  want_positive(thing, "pixel_size", image.pixel_size);
  want(!image.channels.empty(), thing, "no channels", "at least one");
  want_distinct_names("channels of " + thing, image.channels);
}

void check_modalities(const ObservationSpace& space) {
  std::vector<std::string> names;
  for (const EntityType& type : space.types) names.push_back(type.name);
  for (const RayModality& rays : space.rays) {
    check_modality(rays);
    names.push_back(rays.name);
  }
  for (const ImageModality& image : space.images) {
    check_modality(image);
    names.push_back(image.name);
  }
  want_distinct_names("entity types, rays and images", names);
}

void check_group(const std::string& thing, const EntityType& type, const Geometry& group) {
  const bool may_be_one = group.kind == Geometry::kAngle || group.kind == Geometry::kHeading;
  const std::size_t count = group.features.size();
  want(count == 2 || (count == 1 && may_be_one), thing, std::to_string(count) + " features",
       may_be_one ? "one in rad, or two, cosine and sine" : "two, x and y");
  for (const std::string& name : group.features) {
    const auto& known = type.features;
    want(std::find(known.begin(), known.end(), name) != known.end(), thing,
         "the feature " + escaped(name), "one that the type has");
  }
  want_positive(thing, "unit", group.unit.x);
  want_positive(thing, "unit", group.unit.y);
}

void check_geometry(const EntityType& type, bool is_self) {
  std::vector<std::string> grouped;
  int frames[] = {0, 0};  // Positions, headings.
  for (const Geometry& group : type.geometry) {
    const std::string place = "geometry of entity type " + type.name;
    want(group.kind >= Geometry::kPoint && group.kind <= Geometry::kHeading, place,
         "the kind " + std::to_string(group.kind), "0 to 4");
    const std::string thing = place + ", " + geometry_kind_name(group.kind);
    check_group(thing, type, group);
    grouped.insert(grouped.end(), group.features.begin(), group.features.end());
    if (group.kind < Geometry::kPosition) continue;
    want(is_self, thing, "entity type " + type.name, "type 0, the agent itself");
    want(++frames[group.kind - Geometry::kPosition] == 1, thing, "it twice", "it once");
  }
  want_distinct_names("features in the geometry of entity type " + type.name, grouped);
}

void check_entity_types(const std::vector<EntityType>& types) {
  want(!types.empty(), "entity types", "none", "at least the agent itself");
  std::vector<std::string> names;
  for (const EntityType& type : types) {
    names.push_back(type.name);
    check_name("entity types", type.name);
    want(type.fixed_count >= -1, "entity type " + type.name,
         "fixed_count " + std::to_string(type.fixed_count), "-1 or more");
    want_distinct_names("features of entity type " + type.name, type.features);
    check_geometry(type, &type == &types.front());
  }
  want_distinct_names("entity types", names);
  const int self = types[0].fixed_count;
  want(self == 1 || self == -1, "entity type " + types[0].name + ", the agent itself",
       "fixed_count " + std::to_string(self), "1");
  want(!types[0].critic_only, "entity type " + types[0].name + ", the agent itself", "critic_only",
       "a type that the policy sees");
}

void check_action_heads(const AgentKind& kind) {
  want(!kind.action.heads.empty(), "action heads", "none", "at least one");
  std::vector<std::string> names;
  for (const ActionHead& head : kind.action.heads) {
    names.push_back(head_name(head));
    check_name("action heads", names.back());
    std::visit([&kind](const auto& h) { h.check(kind.observation); }, head);
  }
  want_distinct_names("action heads", names);
}

void check_kind(const AgentKind& kind) {
  check_entity_types(kind.observation.types);
  check_modalities(kind.observation);
  check_action_heads(kind);
  want(kind.agents >= 1, "agents", std::to_string(kind.agents), "at least 1");
}

/// An only kind may go without a name.  The names begin those of tensors and columns, after which
/// a dot follows.
void check_kind_names(const std::vector<AgentKind>& kinds) {
  if (kinds.size() == 1 && kinds[0].name.empty()) return;
  std::vector<std::string> names;
  for (const AgentKind& kind : kinds) names.push_back(kind.name);
  want_distinct_names("agent kinds", names);
  for (const std::string& name : names) {
    want(name.find('.') == std::string::npos, "agent kinds", "the name " + name,
         "one without a dot");
    want(name != "count" && name != "outcome", "agent kinds", "the name " + name,
         "another one: columns of counts and outcomes begin with it");
  }
}

void check_kinds(const std::vector<AgentKind>& kinds) {
  want(!kinds.empty(), "agent kinds", "none", "at least one");
  check_kind_names(kinds);
  std::int64_t agents = 0;
  for (const AgentKind& kind : kinds) {
    about_kind(kind, [&kind] { check_kind(kind); });
    agents += kind.agents;
  }
  constexpr int kMost = std::numeric_limits<int>::max();
  want(agents <= kMost, "agents of all kinds", std::to_string(agents),
       "at most " + std::to_string(kMost));
}

void check_numbers(const EnvironmentSpec& spec) {
  want(spec.max_steps >= 1, "max_steps", std::to_string(spec.max_steps), "at least 1");
  want(std::isfinite(spec.steps_per_second) && spec.steps_per_second > 0, "steps_per_second",
       number_text(spec.steps_per_second), "more than 0");
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const bool ordered = spec.reward_low <= spec.reward_high;  // Not if one is NaN.
  want(ordered && spec.reward_low != kInfinity && spec.reward_high != -kInfinity, "reward range",
       "[" + number_text(spec.reward_low) + ", " + number_text(spec.reward_high) + "]",
       "low not above high; -inf and inf for no bound");
}

}  // namespace

void check_spec(const EnvironmentSpec& spec) {
  try {
    check_name("id", spec.id);
    want(detail::is_kebab_case(spec.id), "id", '"' + spec.id + '"', "kebab case");
    check_kinds(spec.kinds);
    check_numbers(spec);
    want_distinct_names("outcomes", spec.outcomes);
    want_distinct_names("counts", spec.counts);
  } catch (const Error& error) {
    const bool is_shown = detail::is_printable_utf8(spec.id);
    throw Error("environment " + (is_shown ? spec.id : detail::escaped(spec.id)) +
                ": description: " + error.what());
  }
}

EnvironmentSpec spec_of(const Environment& environment) {
  constexpr const char* kWhat = "environment: its description cannot be read: ";
  EnvironmentSpec spec;
  try {
    spec = environment.spec();
  } catch (const std::exception& error) {
    detail::refuse(std::string(kWhat) + error.what());
  } catch (...) {
    detail::refuse(std::string(kWhat) + "it threw something that is no std::exception");
  }
  check_spec(spec);
  return spec;
}

EnvironmentSpec spec_of(const EnvironmentFactory& make_environment) {
  return spec_of(*make_environment());
}

}  // namespace saccade

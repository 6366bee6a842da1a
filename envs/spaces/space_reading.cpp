#include "envs/spaces/space_reading.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <type_traits>
#include <vector>

#include "envs/core/options.h"

namespace saccade {

namespace {

using Json = nlohmann::json;

Geometry::Kind read_geometry_kind(const std::string& name) {
  for (const auto kind : {Geometry::kPoint, Geometry::kDirection, Geometry::kAngle,
                          Geometry::kPosition, Geometry::kHeading}) {
    if (name == geometry_kind_name(kind)) return kind;
  }
  throw Error("unknown kind of geometry '" + name + "'");
}

bool is_int(const Json& json) {
  using Limits = std::numeric_limits<int>;
  if (json.is_number_unsigned()) return json.get<std::uint64_t>() <= std::uint64_t{Limits::max()};
  return json.is_number_integer() && json.get<std::int64_t>() >= Limits::min();
}

void read_value(const Json& json, Geometry& group);

/// One value or a list of them.  The library itself would cut 2.5 to 2, and 5000000000 to
/// something.
template <class Value>
void read_value(const Json& json, Value& value) {
  if constexpr (std::is_same_v<Value, int>) {
    if (!is_int(json)) {
      throw Error("found " + std::string(json.is_number() ? json.dump() : json.type_name()) +
                  ", wanted a whole number");
    }
  } else if constexpr (std::is_same_v<Value, float>) {
    if (!json.is_number()) {
      throw Error("found " + std::string(json.type_name()) + ", wanted a number");
    }
  }
  json.get_to(value);
}

template <class Value>
void read_value(const Json& json, std::vector<Value>& values) {
  if (!json.is_array()) throw Error("found " + std::string(json.type_name()) + ", wanted a list");
  values.clear();
  for (const Json& element : json) read_value(element, values.emplace_back());
}

void read_value(const Json& json, Geometry& group) {
  group.kind = read_geometry_kind(json.at("kind"));
  json.at("features").get_to(group.features);
  if (!json.contains("unit")) return;
  read_value(json.at("unit").at(0), group.unit.x);
  read_value(json.at("unit").at(1), group.unit.y);
}

void refuse_unknown(const Json& json, const std::vector<std::string>& known) {
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    throw Error("unknown key " + key + detail::suggestion(key, known));
  }
}

/// `known` begins with the key of the name, and has the keys that are read elsewhere.
template <class Described>
Described read_fields(const Json& json, std::vector<std::string> known, SpaceText source) {
  Described described;
  json.at(known.front()).get_to(described.name);
  try {
    for_each_field<Described>([&](const auto& field) {
      known.emplace_back(field.name);
      const bool may_lack = field.only_if_set || source == SpaceText::kByHand;
      if (may_lack && !json.contains(field.name)) return;
      try {
        read_value(json.at(field.name), described.*field.member);
      } catch (const Error& error) {
        throw Error(std::string(field.name) + ": " + error.what());
      }
    });
    if (source == SpaceText::kByHand) refuse_unknown(json, known);
  } catch (const Error& error) {
    throw Error(described.name + ": " + error.what());
  }
  return described;
}

template <std::size_t kIndex = 0>
ActionHead read_head(const Json& json, SpaceText source) {
  if constexpr (kIndex == std::variant_size_v<ActionHead>) {
    throw Error("unknown kind of action head " + json.at("kind").dump());
  } else {
    using Head = std::variant_alternative_t<kIndex, ActionHead>;
    if (json.at("kind") == Head::kKind) return read_fields<Head>(json, {"head", "kind"}, source);
    return read_head<kIndex + 1>(json, source);
  }
}

/// The list that `text` holds; `read` reads each element.
template <class Read>
void read_list(const std::string& text, const std::string& what, const Read& read) {
  try {
    const Json list = Json::parse(text);
    if (!list.is_array()) throw Error("found " + std::string(list.type_name()) + ", wanted a list");
    for (const Json& element : list) read(element);
  } catch (const Json::exception& error) {
    throw Error(what + ": " + error.what());
  } catch (const Error& error) {
    throw Error(what + ": " + error.what());
  }
}

}  // namespace

ObservationSpace read_observation_space(const std::string& text, SpaceText source) {
  ObservationSpace space;
  read_list(text, "observation", [&](const Json& json) {
    if (json.contains("rays")) {
      space.rays.push_back(read_fields<RayModality>(json, {"rays"}, source));
    } else if (json.contains("image")) {
      space.images.push_back(read_fields<ImageModality>(json, {"image"}, source));
    } else {
      space.types.push_back(read_fields<EntityType>(json, {"type"}, source));
    }
  });
  return space;
}

ActionSpace read_action_space(const std::string& text, SpaceText source) {
  ActionSpace space;
  read_list(text, "action",
            [&](const Json& json) { space.heads.push_back(read_head(json, source)); });
  return space;
}

}  // namespace saccade

#include "envs/spaces/space_reading.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

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

}  // namespace

// Found by the library through its argument.
static void from_json(const Json& json, Geometry& group) {
  group.kind = read_geometry_kind(json.at("kind"));
  json.at("features").get_to(group.features);
  group.unit = {json.at("unit").at(0), json.at("unit").at(1)};
}

namespace {

template <class Described>
Described read_fields(const Json& json, const char* name_key) {
  Described described;
  json.at(name_key).get_to(described.name);
  for_each_field<Described>([&](const auto& field) {
    if (field.only_if_set && !json.contains(field.name)) return;
    json.at(field.name).get_to(described.*field.member);
  });
  return described;
}

template <std::size_t kind = 0>
ActionHead read_head(const Json& json) {
  if constexpr (kind == std::variant_size_v<ActionHead>) {
    throw Error("unknown kind of action head " + json.at("kind").dump());
  } else {
    using Head = std::variant_alternative_t<kind, ActionHead>;
    if (json.at("kind") == Head::kKind) return read_fields<Head>(json, "head");
    return read_head<kind + 1>(json);
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

ObservationSpace read_observation_space(const std::string& text) {
  ObservationSpace space;
  read_list(text, "observation", [&space](const Json& json) {
    if (json.contains("rays")) {
      space.rays.push_back(read_fields<RayModality>(json, "rays"));
    } else if (json.contains("image")) {
      space.images.push_back(read_fields<ImageModality>(json, "image"));
    } else {
      space.types.push_back(read_fields<EntityType>(json, "type"));
    }
  });
  return space;
}

ActionSpace read_action_space(const std::string& text) {
  ActionSpace space;
  read_list(text, "action", [&](const Json& json) { space.heads.push_back(read_head(json)); });
  return space;
}

}  // namespace saccade

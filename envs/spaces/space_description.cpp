#include "envs/spaces/space_description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace saccade {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// All that is declared, but for the name.
template <class Described>
OrderedJson fields_json(const Described& described) {
  OrderedJson json = OrderedJson::object();
  for_each_field<Described>([&](const auto& field) {
    const auto& value = described.*field.member;
    if (is_stored(field, value)) json[field.name] = value;
  });
  return json;
}

template <class Described>
OrderedJson named_json(const Described& described, const std::string& name_key) {
  OrderedJson json = OrderedJson::object();
  json[name_key] = described.name;
  json.update(fields_json(described));
  return json;
}

}  // namespace

void to_json(OrderedJson& json, const Geometry& group) {
  json = {{"kind", geometry_kind_name(group.kind)},
          {"features", group.features},
          {"unit", {group.unit.x, group.unit.y}}};
}

OrderedJson to_json(const RayModality& rays, const std::string& name_key) {
  return named_json(rays, name_key);
}

OrderedJson to_json(const ImageModality& image, const std::string& name_key) {
  return named_json(image, name_key);
}

std::string describe_space(const ObservationSpace& space, GeometryText geometry) {
  OrderedJson types = OrderedJson::array();
  for (EntityType type : space.types) {
    if (geometry == GeometryText::kWithout) type.geometry.clear();
    types.push_back(named_json(type, "type"));
  }
  for (const RayModality& rays : space.rays) types.push_back(to_json(rays, "rays"));
  for (const ImageModality& image : space.images) types.push_back(to_json(image, "image"));
  return types.dump();
}

std::string describe_space(const ActionSpace& space) {
  OrderedJson heads = OrderedJson::array();
  for (const ActionHead& head : space.heads) {
    OrderedJson json = {{"head", head_name(head)}, {"kind", head_kind(head)}};
    json.update(std::visit([](const auto& h) { return fields_json(h); }, head));
    heads.push_back(std::move(json));
  }
  return heads.dump();
}

std::string summarise_space(const ObservationSpace& space) {
  std::vector<std::string> parts;
  for (const EntityType& type : space.types) {
    parts.push_back(fmt::format("{}({}{})", type.name, type.features.size(),
                                type.critic_only ? ", critic only" : ""));
  }
  for (const RayModality& rays : space.rays) {
    parts.push_back(fmt::format("{}({} rays)", rays.name, rays.count));
  }
  for (const ImageModality& image : space.images) {
    parts.push_back(fmt::format("{}({} x {} x {})", image.name, image.height, image.width,
                                image.channels.size()));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string summarise_space(const ActionSpace& space) {
  std::vector<std::string> parts;
  for (const ActionHead& head : space.heads) {
    const std::string summary = std::visit([](const auto& h) { return h.summary(); }, head);
    parts.push_back(head_name(head) + ": " + summary);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace saccade

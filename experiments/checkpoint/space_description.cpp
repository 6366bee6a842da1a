#include "experiments/checkpoint/space_description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

struct HeadJson {
  Json operator()(const CategoricalHead& head) const {
    return {{"kind", "categorical"}, {"labels", head.labels}, {"masked", head.masked}};
  }
  Json operator()(const ContinuousHead& head) const {
    return {
        {"kind", "continuous"}, {"labels", head.labels}, {"low", head.low}, {"high", head.high}};
  }
  Json operator()(const SelectEntityHead& head) const {
    return {{"kind", "select-entity"}, {"types", head.types}, {"masked", head.masked}};
  }
};

struct HeadSummary {
  std::string operator()(const CategoricalHead& head) const {
    return fmt::format("{}: {} choices", head.name, head.labels.size());
  }
  std::string operator()(const ContinuousHead& head) const {
    return fmt::format("{}: {} numbers", head.name, head.low.size());
  }
  std::string operator()(const SelectEntityHead& head) const {
    return fmt::format("{}: an entity", head.name);
  }
};

}  // namespace

Json to_json(const RayModality& rays, const std::string& name_key) {
  return {{name_key, rays.name},
          {"count", rays.count},
          {"range", rays.range},
          {"hits", rays.hits},
          {"optional", rays.optional}};
}

Json to_json(const ImageModality& image, const std::string& name_key) {
  return {{name_key, image.name},           {"height", image.height},
          {"width", image.width},           {"channels", image.channels},
          {"pixel_size", image.pixel_size}, {"optional", image.optional}};
}

std::string describe_space(const ObservationSpace& space) {
  Json types = Json::array();
  for (const EntityType& type : space.types) {
    types.push_back(
        {{"type", type.name}, {"features", type.features}, {"fixed_count", type.fixed_count}});
  }
  for (const RayModality& rays : space.rays) types.push_back(to_json(rays, "rays"));
  for (const ImageModality& image : space.images) types.push_back(to_json(image, "image"));
  return types.dump();
}

std::string describe_space(const ActionSpace& space) {
  Json heads = Json::array();
  for (const ActionHead& head : space.heads) {
    Json json = {{"head", head_name(head)}};
    json.update(std::visit(HeadJson{}, head));
    heads.push_back(std::move(json));
  }
  return heads.dump();
}

std::string summarise_space(const ObservationSpace& space) {
  std::vector<std::string> parts;
  for (const EntityType& type : space.types) {
    parts.push_back(fmt::format("{}({})", type.name, type.features.size()));
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
  for (const ActionHead& head : space.heads) parts.push_back(std::visit(HeadSummary{}, head));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace saccade

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/seen_by_agent.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "agents/policy/tokens.h"

namespace saccade {

std::vector<render::TokenKind> token_kinds(const ObservationSpace& space, int image_patch) {
  std::vector<render::TokenKind> kinds;
  for (const TokenSpec& type : token_types(space, image_patch)) kinds.push_back({type.name});
  for (std::size_t i = 0; i < space.types.size(); ++i) kinds[i].features = space.types[i].features;
  const std::size_t first = kinds.size() - space.images.size();  // Images are the last types.
  for (std::size_t i = 0; i < space.images.size(); ++i) {
    kinds[first + i].side = static_cast<float>(image_patch) * space.images[i].pixel_size;
  }
  return kinds;
}

std::vector<render::SeenImage> images_of(const ObservationSpace& space, int image_patch) {
  std::vector<render::SeenImage> images;
  int type = static_cast<int>(space.types.size() + space.rays.size());
  for (const ImageModality& image : space.images) {
    images.push_back({.name = image.name,
                      .channels = image.channels,
                      .type = type++,
                      .height = image.height,
                      .width = image.width,
                      .patch = image_patch,
                      .pixel_size = image.pixel_size});
  }
  return images;
}

render::SeenEntities entities_of(const ObservationSpace& space, const Observation& observation) {
  render::SeenEntities seen;
  for (std::size_t type = 0; type < space.types.size(); ++type) {
    if (space.types[type].critic_only) continue;
    const Observation::Rows& rows = observation.rows()[type];
    seen.ids.insert(seen.ids.end(), rows.ids.begin(), rows.ids.end());
    seen.types.resize(seen.ids.size(), static_cast<int>(type));
    seen.features.insert(seen.features.end(), rows.features.begin(), rows.features.end());
  }
  return seen;
}

float heading_of(const EntityType& self, const Observation& observation) {
  const Geometry* geometry = self.find_geometry(Geometry::kHeading);
  if (geometry == nullptr || observation.is_empty()) {
    return std::numeric_limits<float>::quiet_NaN();
  }
  const auto feature = [&](std::size_t i) {
    const auto found = std::find(self.features.begin(), self.features.end(), geometry->features[i]);
    return observation.rows()[0].features[static_cast<std::size_t>(found - self.features.begin())];
  };
  if (geometry->features.size() == 1) return feature(0) * geometry->unit.x;
  return std::atan2(feature(1), feature(0));
}

void fill_images(const Observation& seen, std::vector<render::SeenImage>& images) {
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Observation::Image none;
    const Observation::Image& image = seen.is_empty() ? none : seen.images()[i];
    images[i].origin = image.origin;
    images[i].pixels = image.pixels;  // None where it is not present.
  }
}

}  // namespace saccade
#endif

#include "envs/episode/observation_check.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "envs/core/options.h"

namespace saccade {
namespace {

using detail::number_text, detail::refuse;

void check_row_count(const EntityType& type, bool is_self, int count) {
  const int wanted = is_self ? 1 : type.fixed_count;
  if (wanted < 0 || count == wanted) return;
  refuse("entity type " + type.name + ": found " + std::to_string(count) + " rows, wanted " +
         std::to_string(wanted));
}

void check_features(const EntityType& type, const std::vector<float>& features) {
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (std::isfinite(features[i])) continue;
    refuse("entity type " + type.name + ", feature " + type.features[i % type.features.size()] +
           ": found " + number_text(features[i]) + ", wanted a finite number");
  }
}

void check_rows(const EntityType& type, bool is_self, const Observation::Rows& rows) {
  check_row_count(type, is_self, rows.count());
  check_features(type, rows.features);
}

/// Says which id is wrong; finding that out may take time.
[[noreturn]] void refuse_ids(const Observation& observation) {
  std::vector<EntityId> ids;
  for (const Observation::Rows& rows : observation.rows()) {
    ids.insert(ids.end(), rows.ids.begin(), rows.ids.end());
  }
  std::sort(ids.begin(), ids.end());
  if (ids.front() < 0) {
    refuse("entity id: found " + std::to_string(ids.front()) + ", wanted 0 or more");
  }
  refuse("entity id: found " + std::to_string(*std::adjacent_find(ids.begin(), ids.end())) +
         " twice, wanted each id once");
}

/// `met` is reused, so that nothing is allocated once it is large enough.
void check_ids(const Observation& observation, IdSet& met) {
  std::size_t count = 0;
  for (const Observation::Rows& rows : observation.rows()) count += rows.ids.size();
  met.begin(count);
  for (const Observation::Rows& rows : observation.rows()) {
    for (const EntityId id : rows.ids) {
      if (id < 0 || !met.insert(id)) refuse_ids(observation);
    }
  }
}

/// Whether the head takes part, and its mask.
void check_head(const ActionHead& head, bool is_there, const Observation& observation,
                const std::vector<std::uint8_t>& mask) {
  if (!is_there && !is_optional(head)) {
    refuse("action head " + head_name(head) +
           ": found it skipped, wanted it in every observation: it is not optional");
  }
  const auto thing = [&head] { return "mask of action head " + head_name(head); };
  const bool wants_mask = is_there && is_masked(head);
  const auto wanted = static_cast<std::size_t>(wants_mask ? choice_count(head, observation) : 0);
  if (mask.size() != wanted) {
    refuse(thing() + ": found " + std::to_string(mask.size()) + " values, wanted " +
           std::to_string(wanted));
  }
  const auto allowed = [](std::uint8_t value) { return value != 0; };
  if (!mask.empty() && std::none_of(mask.begin(), mask.end(), allowed)) {
    refuse(thing() + ": found nothing allowed, wanted at least one choice");
  }
}

void check_origin(const std::string& thing, Vec2 origin) {
  if (std::isfinite(origin.x) && std::isfinite(origin.y)) return;
  refuse(thing + ", origin: found " + number_text(origin.x) + ", " + number_text(origin.y) +
         ", wanted finite numbers");
}

void check_size(const std::string& thing, std::size_t found, std::size_t wanted) {
  if (found == wanted) return;
  refuse(thing + ": found " + std::to_string(found) + ", wanted " + std::to_string(wanted));
}

/// Whether there is a reading to be checked.
bool check_presence(const std::string& thing, bool optional, bool present) {
  if (!present && !optional) refuse(thing + ": found no reading, wanted one in every observation");
  return present;
}

void check_ray(const RayModality& modality, std::size_t ray, float distance, int hit) {
  const auto thing = [&] { return "rays " + modality.name + ", ray " + std::to_string(ray); };
  const auto kinds = static_cast<int>(modality.hits.size());
  if (!(distance >= 0 && distance <= modality.range)) {  // NaN fails, too.
    refuse(thing() + ": found distance " + number_text(distance) + ", wanted a number in [0, " +
           number_text(modality.range) + "]");
  }
  if (hit < -1 || hit >= kinds) {
    refuse(thing() + ": found hit " + std::to_string(hit) + ", wanted -1 to " +
           std::to_string(kinds - 1));
  }
  if (hit == -1 && distance != modality.range) {
    refuse(thing() + ": found distance " + number_text(distance) +
           " of a ray that hits nothing, wanted the range " + number_text(modality.range));
  }
}

void check_rays(const RayModality& modality, const Observation::Rays& rays) {
  const std::string thing = "rays " + modality.name;
  if (!check_presence(thing, modality.optional, rays.present)) return;
  check_origin(thing, rays.origin);
  if (!std::isfinite(rays.heading)) {
    refuse(thing + ", heading: found " + number_text(rays.heading) + ", wanted a finite number");
  }
  const auto count = static_cast<std::size_t>(modality.count);
  check_size(thing + ", distances", rays.distances.size(), count);
  check_size(thing + ", hits", rays.hits.size(), count);
  for (std::size_t i = 0; i < count; ++i) check_ray(modality, i, rays.distances[i], rays.hits[i]);
}

void check_image(const ImageModality& modality, const Observation::Image& image) {
  const std::string thing = "image " + modality.name;
  if (!check_presence(thing, modality.optional, image.present)) return;
  check_origin(thing, image.origin);
  const std::size_t channels = modality.channels.size();
  check_size(thing + ", pixels", image.pixels.size(),
             static_cast<std::size_t>(modality.height) * static_cast<std::size_t>(modality.width) *
                 channels);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    if (std::isfinite(image.pixels[i])) continue;
    refuse(thing + ", channel " + modality.channels[i % channels] + ": found " +
           number_text(image.pixels[i]) + ", wanted a finite number");
  }
}

}  // namespace

std::vector<Observation> empty_observations(const EnvironmentSpec& spec) {
  std::vector<Observation> observations;
  for (const AgentKind& kind : spec.kinds) {
    observations.insert(observations.end(), static_cast<std::size_t>(kind.agents),
                        Observation(kind.observation, kind.action));
  }
  return observations;
}

void check_sight(const ObservationSpace& space, const Observation& observation, IdSet& met) {
  for (std::size_t t = 0; t < space.types.size(); ++t) {
    check_rows(space.types[t], t == 0, observation.rows()[t]);
  }
  check_ids(observation, met);
  for (std::size_t i = 0; i < space.rays.size(); ++i) {
    check_rays(space.rays[i], observation.rays()[i]);
  }
  for (std::size_t i = 0; i < space.images.size(); ++i) {
    check_image(space.images[i], observation.images()[i]);
  }
}

void check_heads(const ActionSpace& space, const Observation& observation) {
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    check_head(space.heads[h], observation.has_head(h), observation, observation.masks()[h]);
  }
}

void check_observation(const AgentKind& kind, const Observation& observation) {
  IdSet met;
  check_sight(kind.observation, observation, met);
  check_heads(kind.action, observation);
}

}  // namespace saccade

#include "envs/wrappers/wrapper.h"

#include <cassert>
#include <utility>

#include "envs/episode/episode_runner.h"
#include "envs/episode/spec_difference.h"

namespace saccade {

Wrapper::Wrapper(std::unique_ptr<Environment> inner)
    : spec_(spec_of(*inner)), inner_(std::move(inner)), inner_spec_(spec_) {
  for (const AgentKind& kind : inner_spec_.kinds) seen_.emplace_back(kind.observation, kind.action);
}

const EnvironmentSpec& Wrapper::spec() const {
  const EnvironmentSpec& now = inner_->spec();
  if (now != inner_spec_) detail::refuse(spec_difference(now, inner_spec_) + " at the beginning");
  return spec_;
}

void Wrapper::replace_inner(std::unique_ptr<Environment> inner) {
  inner_spec_ = spec_of(*inner);
  assert(inner_spec_.kinds == spec_.kinds);
  inner_ = std::move(inner);
}

const Observation& Wrapper::look(int agent) const {
  Observation& seen = seen_[inner_spec_.kind_index(agent)];
  seen.clear();
  inner_->observe(agent, seen);
  return seen;
}

void Wrapper::copy_sensors_and_heads(const Observation& from, Observation& to) {
  int index = 0;
  for (const Observation::Rays& rays : from.rays()) {
    if (rays.present) to.set_rays(index, rays.origin, rays.heading, rays.distances, rays.hits);
    ++index;
  }
  index = 0;
  for (const Observation::Image& image : from.images()) {
    if (image.present) to.set_image(index, image.origin, image.pixels);
    ++index;
  }
  for (std::size_t head = 0; head < from.masks().size(); ++head) {
    if (!from.masks()[head].empty()) to.set_mask(static_cast<int>(head), from.masks()[head]);
    if (!from.has_head(head)) to.skip_head(static_cast<int>(head));
  }
}

}  // namespace saccade

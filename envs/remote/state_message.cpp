#include "envs/remote/state_message.h"

#include <cmath>
#include <string>

#include "envs/core/options.h"
#include "envs/episode/observation_check.h"
#include "envs/episode/step_check.h"

namespace saccade {
namespace {

// What is known of the entities of a type beside their features.
enum Placing : std::uint32_t { kPlaceless, kPlaced, kMoving };
// Whether a head takes part in the step.
enum Taking : std::uint32_t { kSkipped, kFree, kMasked };

/// What is wrong is said with the name of what was read.
template <class Call>
void about(const std::string& thing, const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    detail::refuse(thing + ": " + error.what());
  }
}

Vec2 point_at(const std::vector<float>& points, std::size_t index) {
  return points.empty() ? kNowhere : Vec2{points[2 * index], points[2 * index + 1]};
}

/// Unknown is NaN for both coordinates.
void check_points(const char* what, const std::vector<float>& points) {
  for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
    const float x = points[i], y = points[i + 1];
    if (std::isnan(x) ? std::isnan(y) : std::isfinite(x) && std::isfinite(y)) continue;
    ByteReader::refuse(what, detail::number_text(x) + ", " + detail::number_text(y),
                       "two finite numbers, or nan twice");
  }
}

std::string agent_label(std::size_t agent) {
  return "agent " + std::to_string(agent);
}

}  // namespace

StateMessage::StateMessage(const EnvironmentSpec& spec)
    : spec_(spec),
      counts_(spec.counts.size()),
      rewards_(static_cast<std::size_t>(spec.agent_count())),
      present_(rewards_.size()),
      acted_(rewards_.size()),
      seen_(empty_observations(spec)) {}

void StateMessage::read_start(std::span<const std::byte> content) {
  acted_.assign(acted_.size(), 0);
  read(content);
  if (result_.terminated || result_.truncated) {
    detail::refuse("end of the episode: found it at the start, wanted a step at least");
  }
  for (std::size_t agent = 0; agent < rewards_.size(); ++agent) {
    if (rewards_[agent] == 0) continue;
    detail::refuse("reward of " + agent_label(agent) + ": found " +
                   detail::number_text(rewards_[agent]) + " at the start, wanted 0");
  }
}

void StateMessage::read_step(std::span<const std::byte> content, int step) {
  acted_ = present_;
  read(content);
  const std::string fault = end_fault(spec_, result_, step);
  if (!fault.empty()) detail::refuse(fault);
  for (std::size_t agent = 0; agent < rewards_.size(); ++agent) {
    const std::string found =
        acted_[agent] != 0 ? reward_fault(spec_, rewards_[agent])
        : rewards_[agent] != 0
            ? "found " + detail::number_text(rewards_[agent]) + ", wanted 0: it was absent"
            : "";
    if (!found.empty()) detail::refuse("reward of " + agent_label(agent) + ": " + found);
  }
}

void StateMessage::read(std::span<const std::byte> content) {
  ByteReader reader(content);
  result_.terminated = reader.take_flag("terminated");
  result_.truncated = reader.take_flag("truncated");
  result_.outcome = reader.take<std::int32_t>("outcome");
  reader.take_all("counts", counts_.size(), counts_);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (std::isfinite(counts_[i])) continue;
    detail::refuse("count " + spec_.counts[i] + ": found " + detail::number_text(counts_[i]) +
                   ", wanted a finite number");
  }
  bool anyone = false;
  std::size_t agent = 0;
  for (const AgentKind& kind : spec_.kinds) {
    for (int i = 0; i < kind.agents; ++i, ++agent) {
      about(agent_label(agent), [&] { read_agent(reader, kind, agent); });
      anyone = anyone || present_[agent] != 0;
    }
  }
  reader.want_end();
  if (!anyone && !result_.terminated && !result_.truncated) {
    detail::refuse("presence: found no agent, wanted one at least until the episode ends");
  }
}

void StateMessage::read_agent(ByteReader& reader, const AgentKind& kind, std::size_t agent) {
  rewards_[agent] = reader.take<float>("reward");
  present_[agent] = reader.take_flag("presence") ? 1 : 0;
  Observation& seen = seen_[agent];
  seen.clear();
  if (present_[agent] == 0) return;
  int number = 0;
  for (const EntityType& type : kind.observation.types) read_entities(reader, type, number++, seen);
  number = 0;
  for (const RayModality& rays : kind.observation.rays) read_rays(reader, rays, number++, seen);
  number = 0;
  for (const ImageModality& image : kind.observation.images) {
    read_image(reader, image, number++, seen);
  }
  number = 0;
  for (const ActionHead& head : kind.action.heads) read_head(reader, head, number++, seen);
  check_agent(kind, agent);
}

// By the checks of every environment, but while it is still known whose fault it is.
void StateMessage::check_agent(const AgentKind& kind, std::size_t agent) {
  check_sight(kind.observation, seen_[agent], met_);
  if (!result_.terminated && !result_.truncated) check_heads(kind.action, seen_[agent]);
}

void StateMessage::read_entities(ByteReader& reader, const EntityType& type, int number,
                                 Observation& seen) {
  about("entity type " + type.name, [&] {
    const std::size_t width = type.features.size();
    const std::size_t count = reader.take_count("entities", 4 * (1 + width));
    reader.take_all("ids", count, ids_);
    reader.take_all("features", count * width, numbers_);
    const auto places = reader.take<std::uint32_t>("places");
    if (places > kMoving) ByteReader::refuse("places", std::to_string(places), "0, 1 or 2");
    reader.take_all("positions", places == kPlaceless ? 0 : 2 * count, positions_);
    reader.take_all("velocities", places == kMoving ? 2 * count : 0, velocities_);
    check_points("positions", positions_);
    check_points("velocities", velocities_);
    for (std::size_t i = 0; i < count; ++i) {
      seen.add(number, ids_[i], std::span(numbers_).subspan(i * width, width),
               point_at(positions_, i), point_at(velocities_, i));
    }
  });
}

void StateMessage::read_rays(ByteReader& reader, const RayModality& rays, int number,
                             Observation& seen) {
  about("rays " + rays.name, [&] {
    if (!reader.take_flag("presence")) return;
    const Vec2 origin = reader.take_point("origin");
    const auto heading = reader.take<float>("heading");
    const auto count = static_cast<std::size_t>(rays.count);
    reader.take_all("distances", count, numbers_);
    reader.take_all("hits", count, hits_);
    seen.set_rays(number, origin, heading, numbers_, hits_);
  });
}

void StateMessage::read_image(ByteReader& reader, const ImageModality& image, int number,
                              Observation& seen) {
  about("image " + image.name, [&] {
    if (!reader.take_flag("presence")) return;
    const Vec2 origin = reader.take_point("origin");
    const auto pixels = static_cast<std::size_t>(image.height) *
                        static_cast<std::size_t>(image.width) * image.channels.size();
    reader.take_all("pixels", pixels, numbers_);
    seen.set_image(number, origin, numbers_);
  });
}

void StateMessage::read_head(ByteReader& reader, const ActionHead& head, int number,
                             Observation& seen) {
  about("action head " + head_name(head), [&] {
    const auto part = reader.take<std::uint32_t>("part in the step");
    if (part > kMasked) ByteReader::refuse("part in the step", std::to_string(part), "0, 1 or 2");
    if (part == kSkipped) seen.skip_head(number);
    if (part != kMasked) return;
    reader.take_all("mask", static_cast<std::uint64_t>(choice_count(head, seen)), mask_);
    seen.set_mask(number, mask_);
  });
}

}  // namespace saccade

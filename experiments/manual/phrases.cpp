#include "experiments/manual/phrases.h"

#include <cmath>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "envs/episode/geometry_text.h"
#include "envs/episode/spec_check.h"

namespace saccade {

namespace {

const char* presence(bool optional) {
  return optional ? ", not always" : "";
}

}  // namespace

EnvironmentSpec default_spec(const EnvironmentEntry& entry) {
  return spec_of([&entry] { return make_environment(entry, Options(entry.options)); });
}

std::string limits_phrase(const EnvironmentSpec& spec) {
  const std::string steps = spec.max_steps == kNoLimit
                                ? "any number of steps"
                                : fmt::format("at most {} steps", spec.max_steps);
  const bool any_reward = std::isinf(spec.reward_low) && std::isinf(spec.reward_high);
  const std::string rewards =
      any_reward ? "of any size" : fmt::format("in [{}, {}]", spec.reward_low, spec.reward_high);
  const int agents = spec.agent_count();
  const std::string kinds =
      spec.kinds.size() == 1 ? "" : fmt::format(" of {} kinds", spec.kinds.size());
  return fmt::format("{} agent{}{}, {} at {:.4g} per second, rewards {}", agents,
                     agents == 1 ? "" : "s", kinds, steps, spec.steps_per_second, rewards);
}

std::string head_phrase(const ActionHead& head, const ObservationSpace& space) {
  const std::string text = std::visit([&space](const auto& h) { return h.describe(space); }, head);
  std::vector<const char*> notes;
  if (is_masked(head)) notes.push_back("masked");
  if (is_optional(head)) notes.push_back("not always");
  return text + (notes.empty() ? "" : fmt::format(" ({})", fmt::join(notes, ", ")));
}

std::string type_phrase(const EntityType& type) {
  std::string text = type.name;
  if (type.fixed_count >= 0) text += fmt::format(" ({} always)", type.fixed_count);
  if (type.critic_only) text += " (critic only)";
  return text;
}

std::string geometry_phrase(const EntityType& type) {
  std::vector<std::string> groups;
  for (const Geometry& group : type.geometry) groups.push_back(geometry_text(group));
  return fmt::format("{}", fmt::join(groups, ", "));
}

std::string rays_phrase(const RayModality& rays) {
  return fmt::format("{} rays of {}{}; they hit {}", rays.count, rays.range,
                     presence(rays.optional), fmt::join(rays.hits, ", "));
}

std::string image_phrase(const ImageModality& image) {
  return fmt::format("image of {} x {} pixels of {}{}; channels {}", image.height, image.width,
                     image.pixel_size, presence(image.optional), fmt::join(image.channels, ", "));
}

std::string default_phrase(const OptionSpec& option) {
  return std::visit(
      [&option](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
          return detail::option_text(option.default_value);
        } else {
          return fmt::format("{}", value);
        }
      },
      option.default_value);
}

}  // namespace saccade

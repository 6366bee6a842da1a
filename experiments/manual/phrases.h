// What is said of an environment in the terminal and on its page alike.
#pragma once

#include <string>

#include "envs/core/registry.h"

namespace saccade {

/// As the environment describes itself with its defaults.  Makes it once; throws what that throws.
EnvironmentSpec default_spec(const EnvironmentEntry& entry);

/// "2 agents, at most 200 steps at 20 per second, rewards in [0, 1]"
std::string limits_phrase(const EnvironmentSpec& spec);

/// "one of 3: 0 left, 1 forward, 2 right (masked)"
std::string head_phrase(const ActionHead& head, const ObservationSpace& space);

/// "mine", "self (1 always)", "floor (critic only)"
std::string type_phrase(const EntityType& type);

/// "point (x, y) in units of 8, heading (angle)", or nothing.
std::string geometry_phrase(const EntityType& type);

/// "24 rays of 12; they hit edge, food"
std::string rays_phrase(const RayModality& rays);

/// "image of 24 x 24 pixels of 0.75; channels food, poison"
std::string image_phrase(const ImageModality& image);

/// Default of an option as a configuration has it, without quotes.
std::string default_phrase(const OptionSpec& option);

}  // namespace saccade

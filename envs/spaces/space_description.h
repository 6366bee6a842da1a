// Observation and action spaces as text: kept with a checkpoint, and compared when it is loaded.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "envs/core/action_space.h"

namespace saccade {

/// Whether the text of what is observed tells of its geometry, which matters where a policy sees in
/// a frame other than the world's.
enum class GeometryText { kWithout, kWith };

/// All that is declared, as JSON; equal texts mean equal spaces.
std::string describe_space(const ObservationSpace& space,
                           GeometryText geometry = GeometryText::kWith);
std::string describe_space(const ActionSpace& space);

/// {"kind", "features", "unit": [x, y]}.
void to_json(nlohmann::ordered_json& json, const Geometry& group);

/// {`name_key`: the sensor's name, then all that it declares}.
nlohmann::ordered_json to_json(const RayModality& rays, const std::string& name_key);
nlohmann::ordered_json to_json(const ImageModality& image, const std::string& name_key);

/// For a person: "self(4), food(6), lidar(32 rays), view(24 x 24 x 5)" and "move: 5 choices".
std::string summarise_space(const ObservationSpace& space);
std::string summarise_space(const ActionSpace& space);

}  // namespace saccade

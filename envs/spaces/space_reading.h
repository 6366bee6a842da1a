// The text of observation and action spaces (space_description.h), read back: a checkpoint can be
// used without the environment that it was trained in.
#pragma once

#include <string>

#include "envs/core/action_space.h"

namespace saccade {

/// Where a text comes from.
enum class SpaceText {
  kStored,  ///< Saccade wrote it: everything stands in it, and perhaps what later versions know.
  kByHand,  ///< A person did: what is missing has its default, and what is unknown is a mistake.
};

/// Throws Error saying what is missing or of another type.  Whether what is declared makes sense,
/// as check_spec finds out, is not checked.
ObservationSpace read_observation_space(const std::string& text,
                                        SpaceText source = SpaceText::kStored);
ActionSpace read_action_space(const std::string& text, SpaceText source = SpaceText::kStored);

}  // namespace saccade

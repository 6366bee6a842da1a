// Whether an environment declares what a frame needs.
#pragma once

#include "agents/frame/agent_frame.h"
#include "envs/core/environment.h"

namespace saccade {

/// Throws Error (policy.frame) that says which geometry is missing of which entity type.
void check_frame(const ObservationSpace& space, ObservationFrame frame);

/// The same of each kind of agents; the message names the environment and the kind as well.
void check_frame(const EnvironmentSpec& spec, ObservationFrame frame);

}  // namespace saccade

// Whether what a learner is asked to do is possible.
#pragma once

#include <cstdint>

#include "agents/learner.h"

namespace saccade {

/// What the environments are like.  Throws Error naming the key when the configuration does not fit
/// them, or itself.
EnvironmentSpec checked_spec(const EnvironmentFactory& make_environment,
                             const LearnerConfig& config, std::int64_t total_steps);

}  // namespace saccade

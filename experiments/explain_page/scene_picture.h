// A moment as a picture: the world as the environment drew it, and over it what the agent attended
// to and what its decision hung on.
#pragma once

#include <string>

#include "agents/explain/moment_outcome.h"
#include "experiments/explain/played_episodes.h"
#include "experiments/plot/drawing.h"

namespace saccade {

/// Lines from the agent to entities, the wider the more attention (last layer, mean over heads; of
/// a policy that does not attend, none), and a ring around the entity without which the policy
/// changes most, by leave-one-out.  `width` in pixels; as high as the world asks for.
Drawing draw_moment(const SampledMoment& sampled, const MomentOutcome& outcome, double width);

/// "seed 3, step 120: most attention to mine 4 (38%); most depends on mine 4 (0.52 nats)".
std::string describe_moment(const SampledMoment& sampled, const MomentOutcome& outcome,
                            const std::vector<std::string>& types);

}  // namespace saccade

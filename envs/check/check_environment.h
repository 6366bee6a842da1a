// The promises that every environment makes, checked by playing it at random: what the contract
// test runs over the built-in environments, and `saccade check-env` over anybody's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// Plays `episodes` random episodes and returns every promise that was broken, one sentence each,
/// none twice; empty when all is well.  Checked are:
///
/// - the description itself, and all that EpisodeRunner checks: features, rewards, ids, sensors,
/// masks;
/// - that the same seed and actions give the same bytes, in any instance, after any episodes;
/// - of an environment that offers edits what check_edits says;
/// - of an environment with a curriculum all of this at several progresses of a training;
/// - that another seed gives another episode;
/// - that the agent keeps its id, as long as it is there;
/// - that shapes are finite and carry the id of an entity that some agent sees, or none;
/// - that positions and velocities of entities are finite or kNowhere.
///
/// The picture after an episode's last step is not checked.  An episode without a limit of steps is
/// left after 1000 steps.
std::vector<std::string> check_environment(const EnvironmentFactory& factory, int episodes,
                                           std::uint64_t seed);

/// A number that depends on every byte of `episodes` random episodes, pictures included.  Throws
/// Error when the environment misbehaves.
std::uint64_t fingerprint(const EnvironmentFactory& factory, int episodes, std::uint64_t seed);

}  // namespace saccade

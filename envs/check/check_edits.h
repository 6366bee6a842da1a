// Whether an environment that offers edits of its state keeps its promises about them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "envs/core/registry.h"

namespace saccade {

/// Plays an episode at random in two instances and edits it now and then: moves and removes what is
/// seen, and adds of every type.  Returns every promise that was broken, one sentence each:
///
/// - an edit that is refused changes nothing: the second instance never hears of it, and is the
/// same
///   to the last byte, from then on as well;
/// - one that is done gives the same in both;
/// - what was removed is gone, and what was added has an id that no entity had before.
///
/// Throws Error when an edit breaks what EpisodeRunner checks.
std::vector<std::string> check_edits(const EnvironmentFactory& factory, std::uint64_t episode,
                                     std::uint64_t seed);

}  // namespace saccade

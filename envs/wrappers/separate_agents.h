// Agents of one kind as kinds of their own, so that each has a policy, a critic and an optimiser of
// its own.
#pragma once

#include <memory>

#include "envs/core/environment.h"

namespace saccade {

/// The same environment, in which each agent is of a kind of its own.  The kinds of a kind with
/// several agents are called by its name and their numbers, "predator_0", "predator_1", those of a
/// kind without name "agent_0", "agent_1"; a kind with one agent stays.  Agents keep their numbers.
/// Throws Error when no kind has several agents, or when two kinds would get the same name.
std::unique_ptr<Environment> separate_agents(std::unique_ptr<Environment> environment);

}  // namespace saccade

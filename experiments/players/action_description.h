// An action in words for the viewer, of whoever chose it.
#pragma once

#include <span>
#include <vector>

#include "envs/core/decision.h"
#include "envs/core/environment.h"

namespace saccade {

/// Each head's choices, which of them are allowed, and what `action` [action_width] chooses,
/// without probabilities: nobody knows them.  Heads that `seen` skips choose nothing.
std::vector<HeadDecision> describe_action(const AgentKind& kind, const Observation& seen,
                                          std::span<const float> action);

/// The same of nobody: nothing is chosen, and numbers by hand are 0.
std::vector<HeadDecision> describe_choices(const AgentKind& kind, const Observation& seen);

/// Marks in `heads` what a person chose in the step before, `before`: the choice of the same label,
/// or of the same entity.
void mark_by_hand(const std::vector<HeadDecision>& before, std::vector<HeadDecision>& heads);

/// The same decisions with what `action` chooses as what was chosen; those that are missing are
/// described.
std::vector<HeadDecision> as_done(const AgentKind& kind, const Observation& seen,
                                  std::span<const float> action, std::vector<HeadDecision> heads);

}  // namespace saccade

// What someone who watches changes, to see what the agents would do then.
#pragma once

#include <cstddef>
#include <vector>

#include "envs/core/environment.h"

namespace saccade::render {

/// One feature of one entity, as one agent sees it.
struct FeatureEdit {
  std::size_t agent = 0;  ///< Index into Frame::agents.
  EntityId id = kNoEntity;
  std::size_t feature = 0;  ///< Index into TokenKind::features.
  float value = 0;          ///< As the environment has it.
};

/// Changes of one moment, in the order in which they were made.
struct WhatIf {
  std::vector<StateEdit> state{};       ///< What is moved, removed and added ...
  std::vector<FeatureEdit> features{};  ///< ... and the features that are changed after that.
  /// Whose view counts: what this agent's observation refuses is refused; to the others it does not
  /// happen.
  std::size_t viewed = 0;

  bool empty() const { return state.empty() && features.empty(); }
};

}  // namespace saccade::render

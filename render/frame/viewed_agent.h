// Whose mind is shown, where there are several agents.
#pragma once

#include "render/frame/frame.h"

namespace saccade::render {

/// The agent of number `chosen` while it is present; else, or where nobody was chosen (-1), the
/// first that is present, if possible one that is preferred; else the first of all.
std::size_t agent_to_view(const Frame& frame, int chosen);

/// Of the agents that are present the next one after frame.viewed (`by` 1) or the one before (-1),
/// kind after kind; after the last comes the first.
std::size_t next_agent(const Frame& frame, int by);

}  // namespace saccade::render

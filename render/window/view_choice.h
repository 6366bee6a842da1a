// What is shown of a step, and what that is called.
#pragma once

#include <string>

#include "render/frame/frame.h"
#include "render/overlay/command.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// Does what a command asks for that changes nothing but what is shown of a frame.  Returns what is
/// to be said where it has no effect, else nothing.
std::string choose_view(Command command, const Frame& frame, ViewState& state);

/// "forage, seed 3, step 44, paused"; `changed`: the world, or what is seen of it.
std::string title_of(const Frame& frame, const ViewState& state, bool changed);

}  // namespace saccade::render

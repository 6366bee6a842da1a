// The check of an answer, whatever carried it.
#pragma once

#include <cstdint>
#include <string>

#include "envs/remote/frame.h"

namespace saccade {

/// Throws Error (kind kFailure) unless the frame is the answer to the request of this number, and
/// of the wanted kind.  A failure is told with its text.
void check_answer(FrameKind request, std::uint32_t number, FrameKind wanted,
                  const ReceivedFrame& frame);

/// What a frame 'failure' says, printable and not too long.
std::string failure_text(const ReceivedFrame& frame);

}  // namespace saccade

#include "envs/remote/answer_check.h"

#include "envs/core/names.h"
#include "envs/remote/byte_reader.h"

namespace saccade {

void check_answer(FrameKind request, std::uint32_t number, FrameKind wanted,
                  const ReceivedFrame& frame) {
  const std::string thing = "answer to " + frame_label(request);
  if (frame.kind == FrameKind::kFailure) {
    detail::refuse("reports in its " + thing + ": " + failure_text(frame));
  }
  if (frame.kind != wanted) {
    detail::refuse(thing + ": found a frame " + frame_label(frame.kind) + ", wanted " +
                   frame_label(wanted));
  }
  if (frame.number != number) {
    detail::refuse(thing + ": found number " + std::to_string(frame.number) + ", wanted " +
                   std::to_string(number) + ", that of the request");
  }
}

std::string failure_text(const ReceivedFrame& frame) {
  constexpr std::size_t kMostShown = 1000;
  const std::string text =
      ByteReader(frame.content).take_text("text of 'failure'").substr(0, kMostShown);
  return detail::is_printable_utf8(text) ? text : detail::escaped(text);
}

}  // namespace saccade

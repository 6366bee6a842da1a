// Where the requests to one environment in another process go.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "envs/remote/frame.h"

namespace saccade {

/// One environment at the other end of a socket, or of whatever carries frames.  Used by one thread
/// at a time.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Sends a request and waits for its answer, whose content stays valid until the next call.
  /// Throws Error (kind kFailure) that begins with the label when there is none in time, or it is
  /// of another kind, or the environment reports a failure.
  virtual std::span<const std::byte> exchange(FrameKind request, std::span<const std::byte> content,
                                              FrameKind wanted) = 0;

  /// No more is to be asked: what came was wrong, so nothing that comes can be trusted.  The other
  /// side is told why, if it still listens.
  virtual void give_up(const std::string& why) = 0;

  /// What messages call it: "socket:5555, client 'arena 3' (127.0.0.1:4242)".
  virtual const std::string& label() const = 0;
};

}  // namespace saccade

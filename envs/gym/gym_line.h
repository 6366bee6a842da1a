// The way to one environment in a worker.
#pragma once

#include <cstdint>
#include <optional>

#include "envs/gym/shared_area.h"
#include "envs/remote/frame.h"

namespace saccade {

/// Carries frames (docs/socket.md): the header of each goes through a socket, its content lies in
/// shared memory, where an answer takes the place of its request.
class GymLine {
 public:
  /// Throws Error (kind kFailure) when the system has no socket or memory.
  GymLine();

  /// The end that is the worker's, until `hand_over` closes it here.
  int far_end() const { return far_.get(); }
  int memory() const { return area_.descriptor(); }
  void hand_over() { far_.close(); }

  /// How long `receive` waits, in seconds.
  void limit_wait(double seconds);
  /// Throws Error (kind kFailure) when the worker has gone.
  void send(FrameKind kind, std::uint32_t number, std::span<const std::byte> content);
  /// The next frame, or nothing if none came.  Throws Error (kind kFailure) when the worker has
  /// gone, or the frame is larger than allowed.
  std::optional<ReceivedFrame> receive();
  /// Whether the worker was found to have gone.
  bool is_cut() const { return is_cut_; }

 private:
  [[noreturn]] void refuse_cut();

  OwnedDescriptor near_, far_;
  SharedArea area_;
  bool is_cut_ = false;
};

}  // namespace saccade

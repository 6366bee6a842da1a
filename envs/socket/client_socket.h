// TCP, as far as it is needed to talk in frames with programs that connect to this one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "envs/process/child_process.h"
#include "envs/remote/frame.h"

namespace saccade {

/// Where this program listens.
struct SocketPlace {
  std::string host = "127.0.0.1";  ///< An IP address.
  std::uint16_t port = 0;          ///< 0: any that is free.

  bool operator<(const SocketPlace& other) const {
    return host != other.host ? host < other.host : port < other.port;
  }
  /// "127.0.0.1:5555", "[::1]:5555".
  std::string text() const;
};

/// Listens; `place.port` becomes the port if any would do.  Throws Error when that is not possible.
OwnedDescriptor listen_at(SocketPlace& place);

/// Whether only programs of this machine reach the place.
bool is_loopback(const SocketPlace& place);

/// One connection, which the other program has opened.
class ClientSocket {
 public:
  using Clock = std::chrono::steady_clock;

  explicit ClientSocket(OwnedDescriptor descriptor);

  /// The next connection at a listener, or nothing if there is none now.  Throws Error when it
  /// cannot be taken, for lack of descriptors say.
  static std::optional<ClientSocket> accept(int listener);

  int descriptor() const { return descriptor_.get(); }
  /// "127.0.0.1:4242" of the other program.
  const std::string& address() const { return address_; }
  FrameReader& reader() { return reader_; }

  /// Takes some of what has arrived, so that the reader can be asked before more is taken; returns
  /// whether the connection is still open.
  bool take_arrived();
  /// How long `receive` waits for the next bytes, in seconds.
  void limit_wait(double seconds);
  /// The next frame, by a time or one wait for bytes later; nothing: it did not come.  Throws Error
  /// saying what happened instead: "closed the connection".
  std::optional<ReceivedFrame> receive(Clock::time_point end);
  /// Sends all of it by a time.  Throws Error saying what happened instead.
  void send(std::span<const std::byte> bytes, Clock::time_point end);
  /// Sends what can be sent at once; whether that works does not matter.
  void send_last(std::span<const std::byte> bytes) noexcept;
  /// Whether the connection is open and nothing has arrived.
  bool is_quiet() const;

 private:
  OwnedDescriptor descriptor_;
  std::string address_;
  FrameReader reader_{kMostHelloBytes};
};

}  // namespace saccade

// Frames: what Saccade and an environment in another process say to each other, over a socket or
// any other stream of bytes.  docs/socket.md has the whole protocol.
//
// A frame is a header of three whole numbers of 32 bits, the size of what follows, its kind and its
// number, and then its content.  All numbers are little-endian.  An answer has the number of its
// request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saccade {

inline constexpr std::uint32_t kFrameMagic = 0x43434153;  ///< "SACC": the hello begins with it.
inline constexpr std::uint32_t kFrameVersion = 1;
inline constexpr std::size_t kFrameHeaderBytes = 12;
inline constexpr std::size_t kMostHelloBytes = 1 << 20;   ///< Of its content.
inline constexpr std::size_t kMostAnswerBytes = 1 << 26;  ///< Of an answer's content.

enum class FrameKind : std::uint32_t {
  // From Saccade.
  kWelcome = 1,
  kRefuse = 2,
  kReset = 3,
  kStep = 4,
  kDraw = 5,
  kClose = 6,
  // From the environment.
  kHello = 16,
  kState = 17,
  kScene = 18,
  kFailure = 19,
};

/// "'step'"; of a number that is no kind: "of unknown kind 77".
std::string frame_label(FrameKind kind);

/// A whole frame that was received.
struct ReceivedFrame {
  FrameKind kind = FrameKind::kHello;
  std::uint32_t number = 0;
  std::span<const std::byte> content;  ///< Valid until the reader is used again.
};

/// Appends a frame to `bytes`.
void append_frame(FrameKind kind, std::uint32_t number, std::span<const std::byte> content,
                  std::vector<std::byte>& bytes);

/// Makes frames of bytes that arrive in pieces of any size.  Takes no more memory than twice of
/// what has arrived, whatever a header claims.
class FrameReader {
 public:
  /// `most_bytes`: of a frame's content.
  explicit FrameReader(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// For frames from now on.
  void limit(std::size_t most_bytes) { most_bytes_ = most_bytes; }

  /// Where the next bytes are to be put; never empty.
  std::span<std::byte> room();
  /// So many were put there.
  void received(std::size_t count) { end_ += count; }

  /// The next frame, if all of it is there.  Throws Error (kind kFailure) if it is larger than
  /// allowed.
  std::optional<ReceivedFrame> next();

  /// Whether a frame has begun to arrive that is not whole yet.
  bool has_part() const { return end_ > begin_; }

 private:
  std::vector<std::byte> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // Of what has arrived and was not handed out.
  std::size_t most_bytes_;
};

}  // namespace saccade

#include "envs/gym/gym_line.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <string>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

using HeaderWords = std::array<std::uint32_t, 3>;  // Size of the content, kind, number.
static_assert(sizeof(HeaderWords) == kFrameHeaderBytes);

}  // namespace

GymLine::GymLine() {
  std::array<int, 2> ends{};
  // Of messages, each of which comes whole.
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    detail::refuse("no socket for a worker: " + std::generic_category().message(errno));
  }
  near_ = OwnedDescriptor(ends[0]);
  far_ = OwnedDescriptor(ends[1]);
}

void GymLine::limit_wait(double seconds) {
  timeval limit{};
  limit.tv_sec = static_cast<time_t>(seconds);
  limit.tv_usec = static_cast<suseconds_t>((seconds - std::floor(seconds)) * 1e6);
  ::setsockopt(near_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

void GymLine::send(FrameKind kind, std::uint32_t number, std::span<const std::byte> content) {
  const std::span<std::byte> room = area_.room(content.size());
  std::copy(content.begin(), content.end(), room.begin());
  const HeaderWords words{static_cast<std::uint32_t>(content.size()),
                          static_cast<std::uint32_t>(kind), number};
  ssize_t sent = 0;
  do {
    sent = ::send(near_.get(), words.data(), sizeof(words), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) refuse_cut();
}

std::optional<ReceivedFrame> GymLine::receive() {
  HeaderWords words{};
  ssize_t count = 0;
  do {
    count = ::recv(near_.get(), words.data(), sizeof(words), 0);
  } while (count < 0 && errno == EINTR);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
  if (count <= 0) refuse_cut();
  if (count != sizeof(words)) {
    detail::refuse("found a header of " + std::to_string(count) + " bytes, wanted " +
                   std::to_string(sizeof(words)));
  }
  const std::size_t size = words[0];
  const auto kind = static_cast<FrameKind>(words[1]);
  const std::size_t most = kind == FrameKind::kHello ? kMostHelloBytes : kMostAnswerBytes;
  if (size > most) {
    detail::refuse("found a frame " + frame_label(kind) + " of " + std::to_string(size) +
                   " bytes, wanted at most " + std::to_string(most));
  }
  return ReceivedFrame{kind, words[2], area_.content(size)};
}

void GymLine::refuse_cut() {
  is_cut_ = true;
  detail::refuse("its process has ended");
}

}  // namespace saccade

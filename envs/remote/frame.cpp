#include "envs/remote/frame.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "envs/core/error.h"

namespace saccade {
namespace {

static_assert(std::endian::native == std::endian::little, "frames are copied as they are");

constexpr std::size_t kFirstRoom = 1 << 16;

std::uint32_t word_at(const std::byte* bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

const char* name_of(FrameKind kind) {
  switch (kind) {
    case FrameKind::kWelcome:
      return "welcome";
    case FrameKind::kRefuse:
      return "refuse";
    case FrameKind::kReset:
      return "reset";
    case FrameKind::kStep:
      return "step";
    case FrameKind::kDraw:
      return "draw";
    case FrameKind::kClose:
      return "close";
    case FrameKind::kHello:
      return "hello";
    case FrameKind::kState:
      return "state";
    case FrameKind::kScene:
      return "scene";
    case FrameKind::kFailure:
      return "failure";
  }
  return nullptr;
}

}  // namespace

std::string frame_label(FrameKind kind) {
  const char* name = name_of(kind);
  if (name) return '\'' + std::string(name) + '\'';
  return "of unknown kind " + std::to_string(static_cast<std::uint32_t>(kind));
}

void append_frame(FrameKind kind, std::uint32_t number, std::span<const std::byte> content,
                  std::vector<std::byte>& bytes) {
  const std::uint32_t header[] = {static_cast<std::uint32_t>(content.size()),
                                  static_cast<std::uint32_t>(kind), number};
  const auto head = std::as_bytes(std::span(header));
  bytes.insert(bytes.end(), head.begin(), head.end());
  bytes.insert(bytes.end(), content.begin(), content.end());
}

std::span<std::byte> FrameReader::room() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == buffer_.size() && begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.end(),
              buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(std::max(kFirstRoom, 2 * buffer_.size()));
  return std::span(buffer_).subspan(end_);
}

std::optional<ReceivedFrame> FrameReader::next() {
  if (end_ - begin_ < kFrameHeaderBytes) return std::nullopt;
  const std::byte* const header = buffer_.data() + begin_;
  const std::size_t size = word_at(header);
  const auto kind = static_cast<FrameKind>(word_at(header + 4));
  if (size > most_bytes_) {
    detail::refuse("frame " + frame_label(kind) + ": found a size of " + std::to_string(size) +
                   " bytes, wanted at most " + std::to_string(most_bytes_));
  }
  if (end_ - begin_ < kFrameHeaderBytes + size) return std::nullopt;
  begin_ += kFrameHeaderBytes + size;
  return ReceivedFrame{kind, word_at(header + 8), {header + kFrameHeaderBytes, size}};
}

}  // namespace saccade

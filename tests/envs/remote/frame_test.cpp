#include "envs/remote/frame.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "envs/core/error.h"
#include "socket/raw_client.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::frame_bytes;

namespace {

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Puts bytes into the reader, in pieces of at most `piece`.
template <class Take>
void feed(FrameReader& reader, const std::string& bytes, std::size_t piece, const Take& take) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::span<std::byte> room = reader.room();
    const std::size_t count = std::min({piece, room.size(), bytes.size() - at});
    std::memcpy(room.data(), bytes.data() + at, count);
    reader.received(count);
    at += count;
    while (const auto frame = reader.next()) take(*frame);
  }
}

}  // namespace

TEST_CASE("Frames come out as they went in, whatever the pieces in which they arrive") {
  const std::vector<std::string> contents = {"", "a", std::string(200'000, 'x'), "end"};
  std::vector<std::byte> sent;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    append_frame(FrameKind::kStep, static_cast<std::uint32_t>(i),
                 std::as_bytes(std::span(contents[i])), sent);
  }
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20}) {
    FrameReader reader(1 << 20);
    std::size_t count = 0;
    feed(reader, text_of(sent), piece, [&](const ReceivedFrame& frame) {
      CHECK(frame.kind == FrameKind::kStep);
      CHECK(frame.number == count);
      CHECK(text_of(frame.content) == contents[count]);
      ++count;
    });
    CHECK(count == contents.size());
    CHECK_FALSE(reader.has_part());
  }
}

TEST_CASE("A frame larger than allowed is refused as soon as its header is there") {
  FrameReader reader(100);
  const std::string header = frame_bytes(17, 1, std::string(101, 'x')).substr(0, 12);
  CHECK_THROWS_WITH(feed(reader, header, 12, [](const ReceivedFrame& /*frame*/) {}),
                    "frame 'state': found a size of 101 bytes, wanted at most 100");
  reader.limit(101);
  CHECK_NOTHROW(reader.next());
}

TEST_CASE("A size that lies takes no memory") {
  FrameReader reader(kMostAnswerBytes);
  const std::string claim = testing::bytes_of(static_cast<std::uint32_t>(kMostAnswerBytes));
  feed(reader, claim + frame_bytes(17, 1, "").substr(4), 12,
       [](const ReceivedFrame& /*frame*/) { FAIL("there is no whole frame"); });
  CHECK(reader.has_part());
  CHECK(reader.room().size() < (1 << 16));
}

TEST_CASE("Messages name a frame's kind") {
  CHECK(frame_label(FrameKind::kReset) == "'reset'");
  CHECK(frame_label(static_cast<FrameKind>(77)) == "of unknown kind 77");
}

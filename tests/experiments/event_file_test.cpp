#include "experiments/run/event_file.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <map>

#include "envs/core/error.h"
#include "experiments/run/atomic_file.h"
#include "experiments/run/crc32c.h"
#include "support/program.h"

namespace saccade {
namespace {

template <class Value>
Value take_raw(std::string_view& text) {
  Value value{};
  REQUIRE(text.size() >= sizeof(Value));
  std::memcpy(&value, text.data(), sizeof(Value));
  text.remove_prefix(sizeof(Value));
  return value;
}

std::uint32_t masked(std::string_view text) {
  const std::uint32_t crc = crc32c(std::as_bytes(std::span(text.data(), text.size())));
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

/// The payloads of a TFRecord file; every checksum must be right.
std::vector<std::string> read_records(const std::string& file) {
  std::vector<std::string> records;
  for (std::string_view rest = file; !rest.empty();) {
    const std::string_view length_bytes = rest.substr(0, 8);
    const auto length = take_raw<std::uint64_t>(rest);
    REQUIRE(take_raw<std::uint32_t>(rest) == masked(length_bytes));
    records.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
    REQUIRE(take_raw<std::uint32_t>(rest) == masked(records.back()));
  }
  return records;
}

std::uint64_t take_varint(std::string_view& text) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(text.at(0));
    text.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
}

/// The fields of a protocol buffer message: number -> raw values.
std::multimap<unsigned, std::string> read_message(std::string_view text) {
  std::multimap<unsigned, std::string> fields;
  while (!text.empty()) {
    const std::uint64_t key = take_varint(text);
    std::size_t size = 0;
    if ((key & 7) == 0) {
      fields.emplace(key >> 3, std::to_string(take_varint(text)));
      continue;
    }
    if ((key & 7) == 1) size = 8;
    if ((key & 7) == 2) size = take_varint(text);
    if ((key & 7) == 5) size = 4;
    REQUIRE(text.size() >= size);
    fields.emplace(key >> 3, text.substr(0, size));
    text.remove_prefix(size);
  }
  return fields;
}

std::map<std::string, float> read_scalars(const std::string& event) {
  std::map<std::string, float> scalars;
  const auto fields = read_message(event);
  const auto summary = read_message(fields.find(5)->second);
  for (auto it = summary.lower_bound(1); it != summary.upper_bound(1); ++it) {
    const auto value = read_message(it->second);
    std::string_view bytes = value.find(2)->second;
    scalars[value.find(1)->second] = take_raw<float>(bytes);
  }
  return scalars;
}

}  // namespace

TEST_CASE("TensorBoard's file begins with its version and holds the scalars") {
  const testing::TemporaryFolder folder;
  EventFile events(folder.path(), 0);
  events.add(1'000'000, {{"train/return_mean", 12.5}, {"train/entropy", -0.25}});
  events.add(2'000'000, {{"eval/return_mean", 3}});
  CHECK(events.path().filename().string().starts_with("events.out.tfevents."));

  const std::vector<std::string> records = read_records(read_file(events.path()));
  REQUIRE(records.size() == 3);
  CHECK(read_message(records[0]).find(3)->second == "brain.Event:2");
  CHECK(read_message(records[1]).find(2)->second == "1000000");
  CHECK(read_scalars(records[1]) ==
        std::map<std::string, float>{{"train/return_mean", 12.5F}, {"train/entropy", -0.25F}});
  CHECK(read_scalars(records[2]) == std::map<std::string, float>{{"eval/return_mean", 3.0F}});
}

TEST_CASE("a continued run tells TensorBoard to forget what comes later") {
  const testing::TemporaryFolder folder;
  const EventFile events(folder.path(), 512);
  const std::vector<std::string> records = read_records(read_file(events.path()));
  REQUIRE(records.size() == 2);
  const auto start = read_message(records[1]);
  CHECK(start.find(2)->second == "512");
  CHECK(read_message(start.find(7)->second).find(1)->second == "1");
}

TEST_CASE("an event file that cannot be made is an error") {
  const testing::TemporaryFolder folder;
  CHECK_THROWS_AS(EventFile(folder.path() / "none", 0), Error);
}

}  // namespace saccade

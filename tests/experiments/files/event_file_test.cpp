#include "experiments/files/event_file.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <map>

#include "envs/core/error.h"
#include "experiments/files/atomic_file.h"
#include "experiments/files/crc32c.h"
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

/// The event files in a folder, as TensorBoard sorts them.
std::vector<std::filesystem::path> event_files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The step of a record that is a session's start (field 7: SessionLog, its field 1: START = 1).
std::string start_step(const std::string& record) {
  const auto event = read_message(record);
  REQUIRE(event.contains(7));
  CHECK(read_message(event.find(7)->second).find(1)->second == "1");
  return event.find(2)->second;
}

}  // namespace

TEST_CASE("TensorBoard's file begins with its version and a session, and holds the scalars") {
  const testing::TemporaryFolder folder;
  EventFile events(folder.path(), 0);
  CHECK(event_files_in(folder.path()).empty());
  events.add(1'000'000, {{"train/return_mean", 12.5}, {"train/entropy", -0.25}});
  events.add(2'000'000, {{"eval/return_mean", 3}});
  CHECK_NOTHROW(events.sync());

  const auto files = event_files_in(folder.path());
  REQUIRE(files.size() == 1);
  CHECK(files[0].filename().string().starts_with("events.out.tfevents."));
  const std::vector<std::string> records = read_records(read_file(files[0]));
  REQUIRE(records.size() == 4);
  CHECK(read_message(records[0]).find(3)->second == "brain.Event:2");
  CHECK(start_step(records[1]) == "0");
  CHECK(read_message(records[2]).find(2)->second == "1000000");
  CHECK(read_scalars(records[2]) ==
        std::map<std::string, float>{{"train/return_mean", 12.5F}, {"train/entropy", -0.25F}});
  CHECK(read_scalars(records[3]) == std::map<std::string, float>{{"eval/return_mean", 3.0F}});
}

// TensorBoard forgets what stands at a session's start and later, but takes the first start that it
// meets for the beginning (tensorboard/backend/event_processing/plugin_event_accumulator.py).
TEST_CASE("a continued run tells TensorBoard to forget what came after its checkpoint alone") {
  const testing::TemporaryFolder folder;
  EventFile first(folder.path(), 0);
  first.add(512, {{"train/entropy", 1}});
  EventFile second(folder.path(), 513);
  second.add(768, {{"train/entropy", 1}});
  EventFile third(folder.path(), 769);
  third.add(1024, {{"train/entropy", 1}});
  const auto files = event_files_in(folder.path());
  REQUIRE(files.size() == 3);
  CHECK(start_step(read_records(read_file(files[0]))[1]) == "0");
  CHECK(start_step(read_records(read_file(files[1]))[1]) == "513");
  CHECK(start_step(read_records(read_file(files[2]))[1]) == "769");
}

TEST_CASE("event files are read in the order in which they were made, whatever the clock says") {
  const testing::TemporaryFolder folder;
  const auto future = folder.path() / "events.out.tfevents.9000000000.host.1";
  write_atomically(future, "");
  EventFile events(folder.path(), 0);
  events.add(1, {{"train/entropy", 1}});
  CHECK(event_files_in(folder.path()).front() == future);
}

TEST_CASE("an event file that cannot be made is an error") {
  const testing::TemporaryFolder folder;
  EventFile events(folder.path() / "none", 0);
  CHECK_THROWS_AS(events.add(1, {{"train/entropy", 1}}), Error);
}

TEST_CASE("a name with a second beyond ten digits does not disturb the order") {
  const testing::TemporaryFolder folder;
  const auto far = folder.path() / "events.out.tfevents.9223372036854775807.host.1";
  write_atomically(far, "");
  EventFile(folder.path(), 0).add(1, {{"train/entropy", 1}});
  const auto files = event_files_in(folder.path());
  REQUIRE(files.size() == 2);
  for (const auto& file : files) {
    CHECK_THAT(file.filename().string(), Catch::Matchers::StartsWith("events.out.tfevents.") &&
                                             !Catch::Matchers::Contains("-9"));
  }
}

}  // namespace saccade

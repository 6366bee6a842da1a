#include "experiments/files/event_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <span>

#include "experiments/files/atomic_file.h"
#include "experiments/files/crc32c.h"

namespace saccade {
namespace {

template <class Value>
void append_raw(std::string& text, Value value) {
  std::array<char, sizeof(Value)> bytes{};
  std::memcpy(bytes.data(), &value, sizeof(Value));
  text.append(bytes.data(), bytes.size());
}

/// Checksums are rotated and shifted because records may hold records.
std::uint32_t masked_crc(std::string_view text) {
  const std::uint32_t crc = crc32c(std::as_bytes(std::span(text.data(), text.size())));
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

void append_varint(std::string& text, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) text += static_cast<char>((value & 0x7f) | 0x80);
  text += static_cast<char>(value);
}

enum WireType { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void append_key(std::string& text, unsigned field, WireType type) {
  append_varint(text, (field << 3) | static_cast<unsigned>(type));
}

void append_bytes(std::string& text, unsigned field, std::string_view bytes) {
  append_key(text, field, kBytes);
  append_varint(text, bytes.size());
  text += bytes;
}

/// Event { double wall_time = 1; int64 step = 2; ... }
std::string begin_event(std::int64_t step) {
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  std::string event;
  append_key(event, 1, kFixed64);
  append_raw(event, now.count());
  append_key(event, 2, kVarint);
  append_varint(event, static_cast<std::uint64_t>(step));
  return event;
}

/// Summary.Value { string tag = 1; float simple_value = 2; }
std::string encode_scalar(const std::string& tag, double value) {
  std::string text;
  append_bytes(text, 1, tag);
  append_key(text, 2, kFixed32);
  append_raw(text, static_cast<float>(value));
  return text;
}

constexpr std::string_view kName = "events.out.tfevents.";
constexpr std::int64_t kLastSecond = 9'999'999'999;  // Of ten digits, as names have them.

/// The newest second in the names of the event files in the folder; 0 if there are none.
std::int64_t newest_second(const std::filesystem::path& folder) {
  std::int64_t newest = 0;
  for (const std::string& name : names_in(folder)) {
    if (!name.starts_with(kName)) continue;
    std::int64_t second = 0;
    std::from_chars(name.data() + kName.size(), name.data() + name.size(), second);
    if (second < kLastSecond) newest = std::max(newest, second);
  }
  return newest;
}

/// Names sort in the order in which files were made, even if the clock was set back in between.
std::string file_name(const std::filesystem::path& folder) {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'h', 'o', 's', 't'};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  return fmt::format("{}{:010}.{}.{}", kName, std::max(seconds, newest_second(folder) + 1),
                     host.data(), ::getpid());
}

}  // namespace

std::string frame_record(std::string_view payload) {
  std::string record;
  append_raw(record, static_cast<std::uint64_t>(payload.size()));
  append_raw(record, masked_crc(record));
  record += payload;
  append_raw(record, masked_crc(payload));
  return record;
}

EventFile::EventFile(std::filesystem::path folder, std::int64_t first_step)
    : folder_(std::move(folder)), first_step_(first_step) {}

void EventFile::begin() {
  constexpr unsigned kFileVersion = 3, kSessionLog = 7, kStatus = 1, kStart = 1;
  file_.emplace(folder_ / file_name(folder_));
  std::string version = begin_event(first_step_);
  append_bytes(version, kFileVersion, "brain.Event:2");
  append(version);
  std::string session;
  append_key(session, kStatus, kVarint);
  append_varint(session, kStart);
  std::string start = begin_event(first_step_);
  append_bytes(start, kSessionLog, session);
  append(start);
  sync_folder(folder_);
}

void EventFile::add(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
  constexpr unsigned kSummary = 5, kValue = 1;
  if (!file_) begin();
  std::string summary;
  for (const auto& [tag, value] : scalars) append_bytes(summary, kValue, encode_scalar(tag, value));
  std::string event = begin_event(step);
  append_bytes(event, kSummary, summary);
  append(event);
}

void EventFile::sync() const {
  if (file_) file_->sync();
}

void EventFile::append(std::string_view event) {
  file_->append(frame_record(event));
}

}  // namespace saccade

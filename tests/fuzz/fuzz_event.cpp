// The frames of TensorBoard's files: a strict reader gets back every payload, and refuses a frame
// of which any byte was changed.
#include <cstring>
#include <optional>
#include <span>

#include "experiments/files/crc32c.h"
#include "experiments/files/event_file.h"
#include "fuzz_input.h"

namespace saccade {
namespace {

std::uint32_t masked_crc(std::string_view text) {
  const std::uint32_t crc = crc32c(std::as_bytes(std::span(text.data(), text.size())));
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

template <class Value>
Value read_raw(std::string_view text) {
  Value value;
  std::memcpy(&value, text.data(), sizeof value);
  return value;
}

/// The payload of the only record in `bytes`, or nothing when they are no whole record.
std::optional<std::string_view> read_record(std::string_view bytes) {
  if (bytes.size() < 16) return std::nullopt;
  const auto size = read_raw<std::uint64_t>(bytes);
  if (size != bytes.size() - 16) return std::nullopt;
  const std::string_view payload = bytes.substr(12, size);
  if (read_raw<std::uint32_t>(bytes.substr(8)) != masked_crc(bytes.substr(0, 8)) ||
      read_raw<std::uint32_t>(bytes.substr(12 + size)) != masked_crc(payload)) {
    return std::nullopt;
  }
  return payload;
}

}  // namespace
}  // namespace saccade

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  const std::string payload = testing::text_of(data, size);
  std::string record = frame_record(payload);
  testing::promise(read_record(record) == payload, "a payload is read back");
  read_record(payload);  // Bytes from anywhere are no trouble to the reader.
  const std::size_t at = crc32c(std::as_bytes(std::span(data, size))) % record.size();
  record[at] = static_cast<char>(record[at] ^ 1);
  testing::promise(!read_record(record), "a changed byte is noticed");
  return 0;
}

// Writes the content of a frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace saccade {

class ByteWriter {
 public:
  template <class Number>
  void put(Number number) {
    put_all(std::span<const Number>(&number, 1));
  }
  template <class Number>
  void put_all(std::span<const Number> numbers) {
    static_assert(std::is_arithmetic_v<Number>);
    const auto bytes = std::as_bytes(numbers);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void put_text(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    put_all(std::span(text));
  }

  void clear() { bytes_.clear(); }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace saccade

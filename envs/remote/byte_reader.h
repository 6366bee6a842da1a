// Reads the content of a frame, of which nothing is believed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "envs/core/error.h"
#include "envs/core/observation_space.h"

namespace saccade {

/// Takes numbers and texts from the front.  What is not there is refused (Error of kind kFailure)
/// before memory is taken for it.  `what` names for messages what is read.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <class Number>
  Number take(const char* what) {
    static_assert(std::is_arithmetic_v<Number>);
    Number number{};
    copy(what, sizeof(Number), &number);
    return number;
  }

  Vec2 take_point(const char* what) {
    const auto x = take<float>(what);
    return {x, take<float>(what)};
  }

  /// Replaces what `values` held by `count` numbers.
  template <class Number>
  void take_all(const char* what, std::uint64_t count, std::vector<Number>& values) {
    want_items(what, count, sizeof(Number));
    values.resize(count);
    copy(what, count * sizeof(Number), values.data());
  }

  /// A size of 32 bits, and as many bytes.
  std::string take_text(const char* what) {
    const auto size = take<std::uint32_t>(what);
    want_items(what, size, 1);
    std::string text(size, '\0');
    copy(what, size, text.data());
    return text;
  }

  /// A number of items of `bytes` each, at least, that follow.
  std::uint32_t take_count(const char* what, std::size_t bytes) {
    const auto count = take<std::uint32_t>(what);
    want_items(what, count, bytes);
    return count;
  }

  /// 0 or 1.
  bool take_flag(const char* what) {
    const auto flag = take<std::uint32_t>(what);
    if (flag > 1) refuse(what, std::to_string(flag), "0 or 1");
    return flag == 1;
  }

  /// Throws Error unless all was read.
  void want_end() const {
    if (bytes_.empty()) return;
    refuse("what follows the content", std::to_string(bytes_.size()) + " bytes", "none");
  }

  [[noreturn]] static void refuse(const char* what, const std::string& found,
                                  const std::string& wanted) {
    detail::refuse(std::string(what) + ": found " + found + ", wanted " + wanted);
  }

 private:
  void want_items(const char* what, std::uint64_t count, std::size_t bytes) const {
    if (count <= bytes_.size() / bytes) return;
    refuse(what,
           std::to_string(count) + " of " + std::to_string(bytes) + " bytes or more in the " +
               std::to_string(bytes_.size()) + " bytes that are left",
           "no more than there are");
  }

  void copy(const char* what, std::size_t size, void* place) {
    if (size > bytes_.size()) {
      refuse(what, "the frame's end after " + std::to_string(bytes_.size()) + " bytes",
             std::to_string(size) + " bytes");
    }
    if (size > 0) std::memcpy(place, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
  }

  std::span<const std::byte> bytes_;
};

}  // namespace saccade

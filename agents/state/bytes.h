// Numbers packed into bytes for another process of the same program, and read from them again.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "envs/core/error.h"

namespace saccade {

using Bytes = std::vector<std::byte>;

/// Appends to bytes.
class Packer {
 public:
  explicit Packer(Bytes& to) : to_(to) {}

  template <class Value>
  void add(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    append(&value, sizeof(Value));
  }
  /// How many there are, then each of them.
  template <class Value>
  void add_all(std::span<const Value> values) {
    static_assert(std::is_trivially_copyable_v<Value>);
    add(values.size());
    append(values.data(), values.size_bytes());
  }
  template <class Value>
  void add_all(const std::vector<Value>& values) {
    add_all(std::span<const Value>(values));
  }
  void add_text(const std::string& text) { add_all(std::span<const char>(text)); }

 private:
  void append(const void* from, std::size_t count) {
    const auto* bytes = static_cast<const std::byte*>(from);
    to_.insert(to_.end(), bytes, bytes + count);
  }

  Bytes& to_;
};

/// Takes what was added, in the same order.  Throws Error when there is not as much.
class Unpacker {
 public:
  explicit Unpacker(std::span<const std::byte> from) : left_(from) {}

  template <class Value>
  Value take() {
    Value value;
    copy(&value, sizeof(Value));
    return value;
  }
  template <class Value>
  void take(Value& value) {
    copy(&value, sizeof(Value));
  }
  template <class Value>
  void take_all(std::vector<Value>& values) {
    const auto count = take<std::size_t>();
    check(count <= left_.size() / sizeof(Value));
    values.resize(count);
    copy(values.data(), count * sizeof(Value));
  }
  std::string take_text() {
    std::vector<char> letters;
    take_all(letters);
    return {letters.begin(), letters.end()};
  }

 private:
  static void check(bool is_there) {
    if (!is_there) throw Error("another process sent too little", Error::Kind::kFailure);
  }
  void copy(void* to, std::size_t count) {
    check(count <= left_.size());
    if (count > 0) std::memcpy(to, left_.data(), count);
    left_ = left_.subspan(count);
  }

  std::span<const std::byte> left_;
};

}  // namespace saccade

// Memory that a pass reuses: it grows to the largest size asked for and stays there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace saccade::nn {

/// An array aligned to 64 bytes.  Contents are unspecified after a growth.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) { resize(size); }

  /// Makes room for `size` elements and returns the first, never null: null means elsewhere that
  /// there is no such array.  Allocates only beyond the largest size seen so far.
  T* resize(std::size_t size) {
    if (size > capacity_ || data_ == nullptr) {
      capacity_ = std::max<std::size_t>(size, 1);
      data_.reset(static_cast<T*>(::operator new[](capacity_ * sizeof(T), kAlignment)));
    }
    size_ = size;
    return data_.get();
  }
  T* resize(int rows, int cols) {
    return resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
  }

  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(T* data) const { ::operator delete[](data, kAlignment); }
  };

  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace saccade::nn

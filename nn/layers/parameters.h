// All parameters of a network in one flat array, with named slices.
//
// Layers hold slices into it; gradients and optimiser moments are arrays of the same shape, so that
// clipping, saving, checking and reducing are one loop each.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/random/mersenne_twister.hpp>

namespace saccade::nn {

/// The stream from which initial parameters are drawn: the same on every platform.
using Random = boost::random::mt19937_64;

/// Where a matrix lies in the flat array: row-major [rows x cols] from `offset`.
struct Slice {
  std::size_t offset = 0;
  int rows = 0;
  int cols = 0;

  std::size_t size() const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  }
};

/// Hands out slices.  Each begins at a multiple of 64 bytes (for float); the padding between them
/// is never written and has zero gradient.
class ParameterLayout {
 public:
  struct Entry {
    std::string name;  ///< Dotted and readable: "policy.entity.food.embed.weight".
    Slice slice;
  };

  Slice add(std::string name, int rows, int cols) {
    constexpr std::size_t kAlignment = 16;
    const Slice slice{size_, rows, cols};
    size_ += (slice.size() + kAlignment - 1) / kAlignment * kAlignment;
    entries_.push_back({std::move(name), slice});
    return slice;
  }

  /// Length of the flat array.
  std::size_t size() const { return size_; }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::size_t size_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace saccade::nn

// One action head's part of a policy's network.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nn/heads/pointer.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"

namespace saccade {

/// One action head's part of the network.
template <class T>
struct NetworkHead {
  enum class Kind { kCategorical, kContinuous, kSelect };

  Kind kind = Kind::kCategorical;
  int width = 0;           ///< Choices or dimensions; 0 for kSelect.
  int action_width = 1;    ///< Numbers that its action takes.
  int action_begin = 0;    ///< Where they stand in the action.
  nn::Linear<T> linear;    ///< kCategorical, kContinuous.
  nn::Slice log_std;       ///< kContinuous.
  nn::Pointer<T> pointer;  ///< kSelect.
  std::vector<int> types;  ///< kSelect: of the candidates.
};

/// What a forward leaves behind for one head.
template <class T>
struct HeadPass {
  int width = 0;                      ///< Of a head with as many outputs in each sample.
  nn::Buffer<T> output;               ///< Log-probabilities, or means.
  nn::Buffer<T> d_output;             ///< To be filled before a backward.
  std::vector<std::int32_t> offsets;  ///< kSelect: [samples + 1] into `output` and `rows`.
  std::vector<std::int32_t> rows;     ///< kSelect: the candidates' tokens.
  nn::PointerPass<T> pointer;

  std::span<const T> of(int sample) const { return {output.data() + begin(sample), size(sample)}; }
  std::span<T> of(int sample) { return {output.data() + begin(sample), size(sample)}; }
  std::span<T> d_of(int sample) { return {d_output.data() + begin(sample), size(sample)}; }

 private:
  std::size_t begin(int sample) const {
    return static_cast<std::size_t>(width > 0 ? sample * width
                                              : offsets[static_cast<std::size_t>(sample)]);
  }
  std::size_t size(int sample) const {
    return width > 0 ? static_cast<std::size_t>(width) : begin(sample + 1) - begin(sample);
  }
};

}  // namespace saccade

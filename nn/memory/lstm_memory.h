// Long short-term memory (Hochreiter & Schmidhuber 1997; Gers et al. 2000), as torch.nn.LSTMCell
// computes it:
//
//   i  = sigmoid(x W_ii + b_i + h W_hi)   the input gate
//   f  = sigmoid(x W_if + b_f + h W_hf)   the forget gate
//   g  = tanh(x W_ig + b_g + h W_hg)      the new content
//   o  = sigmoid(x W_io + b_o + h W_ho)   the output gate
//   c' = f c + i g
//   h' = o tanh(c')                       y, and with c' the state
//
// The gates stand side by side in the order i, f, g, o.  PyTorch has the weights transposed, and a
// second bias, which is to be added to the one here.
#pragma once

#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"
#include "nn/memory/gates.h"
#include "nn/memory/memory.h"
#include "nn/memory/memory_config.h"

namespace saccade::nn {

/// B samples of all steps, D width.
template <class T>
struct LstmPass final : MemoryPass<T> {
  Buffer<T> gates;   ///< [B x 4D] x W_i + b + h W_h, then i, f, g, o, then the first's gradient.
  Buffer<T> tanh_c;  ///< [B x D] tanh(c')
  Buffer<T> before;  ///< [B x D] h
  TransposedWeight<T> transposed;  ///< [4D x D] W_h^T, for the backward.
};

template <class T>
class LstmMemory final : public Memory<T> {
 public:
  /// Adds `prefix.input.{weight,bias}` and `prefix.recurrent.weight`.
  LstmMemory(const MemoryConfig& config, int width, const std::string& prefix,
             ParameterLayout& layout);

  /// h, then c.
  int state_width() const override { return 2 * width_; }
  /// Orthogonal squares, zero biases.  A forget gate that begins open (bias 1, Jozefowicz et al.
  /// 2015) made cartpole without velocities harder to learn: docs/results.md.
  void initialise(T* parameters, Random& random) const override;
  std::unique_ptr<MemoryPass<T>> make_pass() const override {
    return std::make_unique<LstmPass<T>>();
  }
  void begin(const MemoryBatch<T>& all, MemoryPass<T>& pass) const override;
  void step(const MemoryInput<T>& in, MemoryPass<T>& pass, T* y, T* state_out) const override;
  void begin_backward(const MemoryBatch<T>& all, MemoryPass<T>& pass) const override;
  void step_backward(const MemoryInput<T>& in, MemoryPass<T>& pass, const MemoryGradients<T>& d,
                     T* gradient) const override;
  void end_backward(const MemoryBatch<T>& all, MemoryPass<T>& pass, T* d_x,
                    T* gradient) const override;

 private:
  void step_row(const T* c, T* gates, T* tanh_c, T* y, T* state_out) const;
  void step_row_backward(const T* c, const T* tanh_c, const T* d_y, const T* d_state_out, T* gates,
                         T* d_state) const;

  int width_;
  Linear<T> input_;  // [D x 4D]
  Slice recurrent_;  // [D x 4D]
};

}  // namespace saccade::nn

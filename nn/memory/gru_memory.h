// The gated recurrent unit (Cho et al. 2014), as torch.nn.GRUCell computes it:
//
//   r  = sigmoid(x W_ir + b_ir + h W_hr)         the reset gate
//   z  = sigmoid(x W_iz + b_iz + h W_hz)         the update gate
//   n  = tanh(x W_in + b_in + r (h W_hn + b_hn))  the new content
//   h' = (1 - z) n + z h                         the state, and y
//
// The gates stand side by side in the order r, z, n.  PyTorch has the weights transposed, and a
// second bias of r and z, which is to be added to the one here.
#pragma once

#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"
#include "nn/memory/gates.h"
#include "nn/memory/memory.h"
#include "nn/memory/memory_config.h"

namespace saccade::nn {

/// B samples of all steps, D width.
template <class T>
struct GruPass final : MemoryPass<T> {
  Buffer<T> gates;      ///< [B x 3D] x W_i + b_i, then r, z, n, then their gradients.
  Buffer<T> recurrent;  ///< [B x 3D] h W_h, then, in the third part alone, h W_hn + b_hn; then the
                        ///< gradients with respect to h W_h.
  Buffer<T> before;     ///< [B x D] h
  TransposedWeight<T> transposed;  ///< [3D x D] W_h^T, for the backward.
};

template <class T>
class GruMemory final : public Memory<T> {
 public:
  /// Adds `prefix.input.{weight,bias}`, `prefix.recurrent.weight` and `prefix.recurrent.bias`,
  /// which is b_hn.
  GruMemory(const MemoryConfig& config, int width, const std::string& prefix,
            ParameterLayout& layout);

  int state_width() const override { return width_; }
  /// Orthogonal squares, zero biases.
  void initialise(T* parameters, Random& random) const override;
  std::unique_ptr<MemoryPass<T>> make_pass() const override {
    return std::make_unique<GruPass<T>>();
  }
  void begin(const MemoryBatch<T>& all, MemoryPass<T>& pass) const override;
  void step(const MemoryInput<T>& in, MemoryPass<T>& pass, T* y, T* state_out) const override;
  void begin_backward(const MemoryBatch<T>& all, MemoryPass<T>& pass) const override;
  void step_backward(const MemoryInput<T>& in, MemoryPass<T>& pass, const MemoryGradients<T>& d,
                     T* gradient) const override;
  void end_backward(const MemoryBatch<T>& all, MemoryPass<T>& pass, T* d_x,
                    T* gradient) const override;

 private:
  void step_row(const T* candidate_bias, const T* h, T* gates, T* recurrent, T* y,
                T* state_out) const;
  void step_row_backward(const T* h, const T* d_y, const T* d_state_out, T* gates, T* recurrent,
                         T* d_state) const;

  int width_;
  Linear<T> input_;       // [D x 3D]
  Slice recurrent_;       // [D x 3D]
  Slice candidate_bias_;  // [1 x D] b_hn
};

}  // namespace saccade::nn

// Attention over the agent's own past: its vector queries the vectors of the last steps and itself.
//
//   e_j = normalised(x_j)                           one per step remembered, and the step's own
//   q   = e W_q + b_q                               of the step's own
//   s_j = q_h . ((e_j W_k)_h + time_h(age)) / sqrt(d)
//   a   = softmax(s)                                over the steps that there are
//   y   = x + concat_h(sum_j a_j (e_j W_v + b_v)_h) W_o + b_o
//
// As in Transformer-XL (Dai et al. 2019) the gradient reaches remembered vectors within a training
// sequence (by d_state), and what was remembered before it is fixed.  `time` is a learned vector
// per number of steps ago, added to keys (Shaw et al. 2018).
//
// As in the blocks of nn/blocks the norm comes first; it has no gain and bias, which the
// projections can take over.  So it is the same to remember normalised vectors, each normalised
// once.  And as in nn/blocks/ego_attention.h, with one query keys and values need never be formed:
//
//   s_j = (q_h W_k,h^T . e_j + q_h . time_h(age)) / sqrt(d)
//   sum_j a_j (e_j W_v + b_v)_h = (sum_j a_j e_j) W_v,h + b_v,h
#pragma once

#include <cstdint>
#include <vector>

#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"
#include "nn/memory/memory.h"
#include "nn/memory/memory_config.h"

namespace saccade::nn {

/// Of one step.  B samples, H heads, D width, L length; slots: the L vectors of the state, the
/// oldest first, then the step's own.
template <class T>
struct AttentionMemoryStep {
  Buffer<T> normalised;             ///< [B x D] e of the step's own.
  Buffer<T> rstd;                   ///< [B] 1 / sqrt(var(x) + 1e-5)
  Buffer<T> query;                  ///< [B x D] q, heads side by side.
  Buffer<T> folded;                 ///< [B x H x D] q_h W_k,h^T, then its gradient.
  Buffer<T> weights;                ///< [B x H x (L + 1)] q_h . time_h, then a; 0 in empty slots.
  Buffer<T> mixture;                ///< [B x H x D] sum_j a_j e_j, then its gradient.
  Buffer<T> values;                 ///< [B x D] heads side by side.
  std::vector<std::int32_t> first;  ///< [B] the first slot that is not empty.

  // Scratch of one sample.
  Buffer<T> entries;    ///< [up to L + 1 x D] what is in its slots.
  Buffer<T> d_entries;  ///< [up to L + 1 x D]
  Buffer<T> scores;     ///< [H x up to L + 1] q_h W_k,h^T . e_j

  // Scratch of a backward.
  Buffer<T> d_scores;      ///< [B x H x (L + 1)] with respect to sqrt(d) s; 0 in empty slots.
  Buffer<T> d_values;      ///< [B x D]
  Buffer<T> d_query;       ///< [B x D]
  Buffer<T> d_normalised;  ///< [B x D]
};

template <class T>
struct AttentionMemoryPass final : MemoryPass<T> {
  std::vector<AttentionMemoryStep<T>> steps;  ///< As many as the longest sequences had.
};

/// State: [L x D] the vectors remembered, the oldest first and the latest last, and how many there
/// are.
template <class T>
class AttentionMemory final : public Memory<T> {
 public:
  /// Adds `prefix.{query,key,value,output}` and `prefix.time`.
  AttentionMemory(const MemoryConfig& config, int width, const std::string& prefix,
                  ParameterLayout& layout);

  int state_width() const override { return length_ * width_ + 1; }
  void initialise(T* parameters, Random& random) const override;
  std::unique_ptr<MemoryPass<T>> make_pass() const override {
    return std::make_unique<AttentionMemoryPass<T>>();
  }
  void step(const MemoryInput<T>& in, MemoryPass<T>& pass, T* y, T* state_out) const override;
  void step_backward(const MemoryInput<T>& in, MemoryPass<T>& pass, const MemoryGradients<T>& d,
                     T* gradient) const override;
  MemoryWeights weights(const MemoryPass<T>& pass, int sample) const override;

 private:
  using Pass = AttentionMemoryStep<T>;
  static Pass& pass_of(const MemoryInput<T>& in, MemoryPass<T>& pass);

  // One head's columns of a matrix [rows x D].
  template <class U>
  View<U> head_columns(U* matrix, int rows, int head) const {
    return View<U>(matrix, rows, width_).columns(head * head_width_, head_width_);
  }
  // One head's part [B x n] of an array [B x H x n].
  template <class U>
  View<U> head_part(U* array, int samples, int head, int n) const {
    return View<U>(array, samples, heads_ * n).columns(head * n, n);
  }
  T* gather_entries(const MemoryInput<T>& in, int sample, Pass& pass) const;

  void fold_queries(const MemoryInput<T>& in, Pass& pass) const;
  void attend(const MemoryInput<T>& in, int sample, Pass& pass) const;
  void project_values(const MemoryInput<T>& in, Pass& pass) const;
  void remember(const MemoryInput<T>& in, const Pass& pass, T* state_out) const;

  void remember_backward(int samples, const MemoryGradients<T>& d, Pass& pass) const;
  void project_values_backward(const MemoryInput<T>& in, Pass& pass, T* gradient) const;
  void attend_backward(const MemoryInput<T>& in, int sample, Pass& pass, T* d_state) const;
  void fold_queries_backward(const MemoryInput<T>& in, Pass& pass, T* gradient) const;

  int width_;
  int length_;
  int heads_;
  int head_width_;
  T scale_;  // 1 / sqrt(d)
  Linear<T> query_;
  Linear<T> key_;  // Without bias: it would shift all scores alike, which softmax ignores.
  Linear<T> value_;
  Linear<T> output_;
  Slice time_;  // [(L + 1) x D] of each slot: row j is that of L - j steps ago.
};

}  // namespace saccade::nn

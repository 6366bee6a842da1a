// Scores for choosing one of a varying number of entities: scaled dot products between a query made
// from the agent's vector and a key made from each candidate's (pointer networks, Vinyals et al.
// 2015).
//
// The keys are never formed.  Of sample s with readout r_s, and candidate c with token t_c,
//   q_s = r_s W_q + b        u_s = q_s W_k^T        score_c = u_s . t_c / sqrt(width)
// which equals q_s . (t_c W_k) / sqrt(width), and costs one product per sample, not per candidate.
#pragma once

#include <cstdint>
#include <string>

#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

/// The candidates of each sample as indices into an array of tokens.
struct Candidates {
  int samples = 0;
  const std::int32_t* offsets = nullptr;  ///< [samples + 1] into `rows`, from 0.
  const std::int32_t* rows = nullptr;     ///< [offsets[samples]] rows of the tokens.
};

/// What one forward leaves for its backward.  Owned by the caller and reused.
template <class T>
struct PointerPass {
  Buffer<T> query;      ///< [samples x width] q, filled by forward.
  Buffer<T> folded;     ///< [samples x width] u = q W_k^T, filled by forward.
  Buffer<T> d_query;    ///< [samples x width] from here on, scratch of backward.
  Buffer<T> d_folded;   ///< [samples x width]
  Buffer<T> d_readout;  ///< [samples x readout width]
};

template <class T>
struct Pointer {
  Linear<T> query;
  Linear<T> key;  ///< Without bias: one would move all scores of a sample alike.

  /// `width` is that of tokens, queries and keys.  Adds `name.query.weight`, `name.query.bias` and
  /// `name.key.weight`.
  static Pointer create(ParameterLayout& layout, const std::string& name, int readout_width,
                        int width);

  /// Orthogonal; scores are small at first in proportion to `gain`.
  void initialise(T* parameters, Random& random, double gain) const;

  /// Overwrites scores [candidates].  readout [samples x readout width], tokens [any x width].
  void forward(const T* parameters, const T* readout, const T* tokens, const Candidates& candidates,
               PointerPass<T>& pass, T* scores) const;

  /// Adds to d_readout, d_tokens (shaped like their values) and `gradient`, given d_scores.
  void backward(const T* parameters, const T* readout, const T* tokens,
                const Candidates& candidates, PointerPass<T>& pass, const T* d_scores, T* d_readout,
                T* d_tokens, T* gradient) const;

 private:
  std::size_t width() const { return static_cast<std::size_t>(key.weight.rows); }
};

}  // namespace saccade::nn

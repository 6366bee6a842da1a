// What stands for a token in an EgoAttention: the token itself, normalised.  C is the unit matrix.
#pragma once

#include <cstddef>
#include <cstdint>

#include "nn/blocks/block_layers.h"
#include "nn/blocks/ego_attention_pass.h"
#include "nn/blocks/ego_mixture.h"

namespace saccade::nn {

/// The tokens that a block reads.
template <class T>
struct TokenView {
  const T* x = nullptr;                   ///< [tokens x width]
  const std::int32_t* rows = nullptr;     ///< [tokens] row of x for each token; null: in order.
  const std::int32_t* offsets = nullptr;  ///< [samples + 1] tokens of each sample, the agent first.
  int samples = 0;

  int tokens() const { return offsets[samples]; }
  std::ptrdiff_t row(int token) const { return rows == nullptr ? token : rows[token]; }
};

template <class T>
class TokenRows {
 public:
  using Input = TokenView<T>;
  struct Gradients {
    const T* d_normalised = nullptr;  ///< Given, [N x D] with respect to the rows; null: zero.
    T* d_x = nullptr;                 ///< Overwritten, laid out like TokenView::x.
  };
  struct Pass {
    Buffer<T> rstd;  ///< [N] 1 / sqrt(var + 1e-5) of the tokens; filled by forward.

    // Scratch of backward_sample.
    Buffer<T> weights;  ///< [2 x H x n] a, dL/dscores.
    Buffer<T> vectors;  ///< [2 x H x D] d_mixture, row_query.
    Buffer<T> d_rows;   ///< [n x D]
  };

  TokenRows(const BlockLayers<T>& layers, T scale)
      : norm_(layers.norm), key_(layers.key), value_(layers.value), scale_(scale) {}

  /// R, of a row: D.
  int width() const { return norm_.gain.cols; }

  /// Fills ego.row_keys and ego.row_values.
  void prepare(const T* parameters, EgoAttentionPass<T>& ego, Pass& pass) const;
  /// Fills ego.rows.
  void forward(const TokenView<T>& tokens, EgoAttentionPass<T>& ego, Pass& pass) const;

  /// Overwrites the sample's part of d.d_x.
  void backward_sample(const TokenView<T>& tokens, const EgoMixtureSample<T>& sample, int heads,
                       const Gradients& d, Pass& pass) const;
  /// Given ego.d_row_keys and ego.d_row_values, adds to `gradient`.
  void backward(const T* parameters, const TokenView<T>& tokens, EgoAttentionPass<T>& ego,
                Pass& pass, T* gradient) const;

 private:
  LayerNorm<T> norm_;
  Linear<T> key_;
  Linear<T> value_;
  T scale_;  // Of scores.
};

}  // namespace saccade::nn

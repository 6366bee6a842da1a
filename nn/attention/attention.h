// Multi-head attention by itself: queries, keys and values in, mixtures of values out, one head a
// block of columns.  Projections, residuals and norms are the block's (attention_block.h).
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "nn/attention/attention_config.h"
#include "nn/geometry/attention_batch.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/initialise.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// Scratch memory, reused: each kind fills what it needs, and nothing in it outlives a call.  H
/// heads, D width, d = D / H; R queries of one block, K keys of one sample (LocalAttention: R = 1,
/// and K the keys near that query).
template <class T>
struct AttentionScratch {
  // Kinds with scores.
  Buffer<T> weights;        ///< [R x K] of one head: its scores, which softmax turns into weights.
  Buffer<T> dropped;        ///< [R x K] of one head: the weights after dropout.
  Buffer<T> d_weights;      ///< [R x K] of one head: dL/ddropped, dL/dweights, dL/dscores in turn.
  Buffer<T> pair_features;  ///< [R x kPairFeatures x K] of all heads, if pairs are described.
  Buffer<T> pair_sums;      ///< [R x kPairFeatures] of one head, with a pair value.
  Buffer<T> d_pair_sums;    ///< [R x kPairFeatures] their gradients.

  // DenseAttention, of one sample: transposed, and rows of K padded to whole groups of lanes.
  Buffer<T> key_columns;    ///< [D x K padded] the keys times key_scale().
  Buffer<T> value_columns;  ///< [D x K padded] the values; for the backward.
  Buffer<T> d_key_columns;  ///< [D x K] dL/dkeys over key_scale(), not padded.

  // LinearAttention.
  Buffer<T> phi;            ///< [rows x D] phi of a block of queries or keys.
  Buffer<T> phi_keys;       ///< [K x D] phi of all keys, beside phi of all queries; for `weights`.
  Buffer<T> sums;           ///< [(d + 1) x D] of one sample: S [H x d x d], then z [D].
  Buffer<T> d_sums;         ///< [(d + 1) x D] their gradients.
  Buffer<T> d_numerator;    ///< [rows x d] of one head.
  Buffer<T> d_denominator;  ///< [rows] of one head.
};

/// What an attention works on.  The arrays are the caller's and outlive the call.
template <class T>
struct AttentionInput {
  const T* parameters;             ///< Of the network.
  const AttentionBatch<T>& batch;  ///< Who attends to whom.
  const T* query;                  ///< [queries x D] projected tokens.
  const T* key;                    ///< [keys x D]
  const T* value;                  ///< [keys x D]
  AttentionScratch<T>& scratch;
};

/// Gradients with respect to queries, keys and values, same shapes.
template <class T>
struct ProjectionGradients {
  T* query = nullptr;
  T* key = nullptr;
  T* value = nullptr;
};

/// Sets all of them to 0; D is `width`.
template <class T>
void fill_zeros(const AttentionBatch<T>& batch, int width, const ProjectionGradients<T>& d) {
  const std::ptrdiff_t queries = std::ptrdiff_t{batch.query_count()} * width;
  const std::ptrdiff_t keys = std::ptrdiff_t{batch.key_count()} * width;
  std::fill_n(d.query, queries, T{0});
  std::fill_n(d.key, keys, T{0});
  std::fill_n(d.value, keys, T{0});
}

/// A kind of attention.  Immutable after construction and shareable between threads.  A query
/// without any key gets a mixture of 0.
template <class T>
class Attention {
 public:
  virtual ~Attention() = default;

  virtual void initialise(T* parameters, Random& random) const = 0;

  /// Overwrites mixed [queries x D].
  virtual void forward(const AttentionInput<T>& in, T* mixed) const = 0;

  /// Overwrites `d`, given `mixed` as forward left it and dL/dmixed, both [queries x D]; adds to
  /// `gradient`.
  virtual void backward(const AttentionInput<T>& in, const T* mixed, const T* d_mixed,
                        const ProjectionGradients<T>& d, T* gradient) const = 0;

  /// Overwrites `weights` [heads x queries x keys of one sample]: how each of the sample's queries
  /// weighs its keys, without dropout.  A query's weights sum to 1, unless it has no key.
  virtual void weights(const AttentionInput<T>& in, int sample, T* weights) const = 0;
};

/// Where an attention stands in a network.
struct AttentionPlace {
  int width = 0;  ///< D, a multiple of heads.
  int heads = 0;
  int layer = 0;     ///< Tells dropout masks apart.
  std::string name;  ///< Begins the names of parameters.

  int head_width() const { return width / heads; }  ///< d
};

}  // namespace saccade::nn

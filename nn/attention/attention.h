// Multi-head attention by itself: queries, keys and values in, mixtures of values out, one head a
// block of columns.  Projections, residuals and norms are the block's (attention_block.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nn/attention/attention_config.h"
#include "nn/geometry/pairing.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/initialise.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

/// The projected tokens.
template <class T>
struct Projections {
  const T* query = nullptr;  ///< [queries x D]
  const T* key = nullptr;    ///< [keys x D]
  const T* value = nullptr;  ///< [keys x D]
};

/// Gradients with respect to them, same shapes.
template <class T>
struct ProjectionGradients {
  T* query = nullptr;
  T* key = nullptr;
  T* value = nullptr;
};

/// Scratch memory, reused.  Nothing in it outlives a call.
template <class T>
struct AttentionScratch {
  Buffer<T> scores;
  Buffer<T> d_scores;
  Buffer<T> dropped;
  Buffer<T> features;
  Buffer<T> keys;
  Buffer<T> d_keys;
  Buffer<T> state;
  Buffer<T> d_state;
};

/// A kind of attention.  Immutable after construction and shareable between threads.  A query
/// without any key gets a mixture of 0.
template <class T>
class Attention {
 public:
  virtual ~Attention() = default;

  virtual void initialise(T* parameters, Random& random) const = 0;

  /// Overwrites mixed [queries x D].
  virtual void forward(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
                       AttentionScratch<T>& scratch, T* mixed) const = 0;

  /// Overwrites `d`, given `mixed` as forward left it and dL/dmixed; adds to `gradient`.
  virtual void backward(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
                        AttentionScratch<T>& scratch, const T* mixed, const T* d_mixed,
                        const ProjectionGradients<T>& d, T* gradient) const = 0;

  /// Overwrites `weights` [heads x queries x keys of one sample]: how each of the sample's queries
  /// weighs its keys, without dropout.  A query's weights sum to 1, unless it has no key.
  virtual void weights(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
                       AttentionScratch<T>& scratch, int sample, T* weights) const = 0;
};

/// Where an attention stands in a network.
struct AttentionPlace {
  int width = 0;  ///< D, a multiple of heads.
  int heads = 0;
  int layer = 0;     ///< Tells dropout masks apart.
  std::string name;  ///< Begins the names of parameters.
};

}  // namespace saccade::nn

// From typed rows to tokens of one width: a linear map per entity type, or a small network.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nn/kernels/buffer.h"
#include "nn/kernels/rows.h"
#include "nn/layers/activation.h"
#include "nn/layers/entity_sets.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

/// One type of token as an encoder sees it.
struct TokenType {
  std::string name;      ///< Names the parameters.
  int width = 0;         ///< Features of each row.
  int fixed_count = -1;  ///< Rows in every sample; -1: any number.
  bool context = false;  ///< No entity but a sensor's token (ray, image patch): see Fusion.
};

/// Two orders of the same tokens.  Embedding by type is one product per type, so it writes type
/// after type; attention reads sample after sample (within a sample, types in order).
struct TokenOrder {
  int samples = 0;
  int tokens = 0;                        ///< Of all types.
  std::vector<std::int32_t> type_begin;  ///< [types + 1] type-major ranges, of all types.
  std::vector<std::int32_t> offsets;     ///< [samples + 1] sample-major ranges.
  std::vector<std::int32_t> by_type;     ///< Sample-major position -> type-major row.

  /// The sample-major order leaves out types before `first` and from `last` on.
  template <class T>
  void assign(const EntitySets<T>& sets, std::size_t first, std::size_t last);
  template <class T>
  void assign(const EntitySets<T>& sets) {
    assign(sets, 0, sets.types.size());
  }
};

/// How the features of a token become its vector.
enum class EmbeddingKind {
  kLinear,  ///< x = features W + b
  kMlp,     ///< x = layer_norm(f(features W + b)), with a ReLU as f what entity-gym's trainer has
            ///< (entity-neural-network/rogue-net, embedding.py).
};

/// What kMlp remembers for its backward; filled by forward, until the next one.  kLinear remembers
/// nothing.
template <class T>
struct EmbeddingPass {
  Buffer<T> hidden;       ///< [tokens x width] features W + b, type-major; unused with kRelu, whose
                          ///< slope `activated` tells.
  Buffer<T> activated;    ///< [tokens x width] f(hidden)
  LayerNormPass<T> norm;  ///< Of `activated`.
  Buffer<T> d_activated;  ///< [rows x width] scratch of backward.
};

/// Each type has maps of its own.  The bias b says what kind of thing it is; it starts as a random
/// unit vector, so that a normalisation that follows keeps the size of the features visible.
template <class T>
struct Embedding {
  std::vector<Linear<T>> types;
  std::vector<LayerNorm<T>> norms;            ///< [types] of kMlp; kLinear has none.
  Activation activation = Activation::kRelu;  ///< f

  /// Adds `prefix + "entity.<type>.embed.{weight,bias}"`, with kMlp `embed.norm.{gain,bias}` too.
  static Embedding create(ParameterLayout& layout, const std::string& prefix,
                          const std::vector<TokenType>& inputs, int width, EmbeddingKind kind,
                          Activation activation);
  void initialise(T* parameters, Random& random) const;

  /// Overwrites x [tokens x width], type-major.
  void forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
               EmbeddingPass<T>& pass, T* x) const;
  /// Adds to `gradient`; d_features as of EncoderPass.
  void backward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                EmbeddingPass<T>& pass, const T* d_x, T* gradient,
                std::span<T* const> d_features = {}) const;

 private:
  // Of the tokens of one type, which are `rows` of all.
  void forward_mlp(const T* parameters, std::size_t type, const T* features, Rows rows,
                   EmbeddingPass<T>& pass, T* x) const;
  void backward_mlp(const T* parameters, std::size_t type, const T* features, Rows rows,
                    EmbeddingPass<T>& pass, const T* d_x, T* d_features, T* gradient) const;
};

}  // namespace saccade::nn

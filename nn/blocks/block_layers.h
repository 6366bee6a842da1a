// The layers of one pre-LN transformer block, whichever of its tokens are computed.
#pragma once

#include <string>

#include "nn/layers/layer_norm.h"
#include "nn/layers/linear.h"
#include "nn/layers/mlp.h"

namespace saccade::nn {

/// The gradients that a block's backward is given, and those that it overwrites.
template <class T>
struct BlockGradients {
  const T* d_out = nullptr;  ///< Given, [queries x D].
  /// Given, [keys x D]: with respect to the keys' tokens, normalised without gain and bias; null:
  /// zero.
  const T* d_normalised = nullptr;
  T* d_x = nullptr;        ///< Overwritten: with respect to the tokens that a block reads.
  T* d_context = nullptr;  ///< Overwritten, [keys x D]; null: the keys are the tokens of d_x.
};

template <class T>
struct BlockLayers {
  LayerNorm<T> norm;
  Linear<T> query;
  /// Without bias: it would shift all scores of a query alike, which softmax ignores.
  Linear<T> key;
  Linear<T> value;
  Linear<T> output;
  LayerNorm<T> mlp_norm;
  Mlp<T> mlp;

  /// Adds `name.attention.{norm,query,key,value,output}` and `name.mlp.{norm,up,down}`.
  static BlockLayers create(ParameterLayout& layout, const std::string& name, int width,
                            int mlp_hidden, Activation activation) {
    const std::string attention = name + ".attention.";
    return {.norm = LayerNorm<T>::create(layout, attention + "norm", width),
            .query = Linear<T>::create(layout, attention + "query", width, width),
            .key = Linear<T>::create(layout, attention + "key", width, width, Bias::kNo),
            .value = Linear<T>::create(layout, attention + "value", width, width),
            .output = Linear<T>::create(layout, attention + "output", width, width),
            .mlp_norm = LayerNorm<T>::create(layout, name + ".mlp.norm", width),
            .mlp = Mlp<T>::create(layout, name + ".mlp", width, mlp_hidden, width, activation)};
  }

  void initialise(T* parameters, Random& random) const {
    norm.initialise(parameters);
    for (const Linear<T>* linear : {&query, &key, &value, &output}) {
      linear->initialise(parameters, random, 1);
    }
    mlp_norm.initialise(parameters);
    mlp.initialise(parameters, random, 1);
  }
};

}  // namespace saccade::nn

// DeepSets (Zaheer et al. 2017): each entity through the same small network, pooled per type.
//
//   h_j = f(normalise(embed(x_j)) W + b)
//   readout = norm(mlp([h_self, pool_{type 1} h, pool_{type 2} h, ...]))
//
// A type without entities pools to zeros.
#pragma once

#include <vector>

#include "nn/encoders/encoder.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/mlp.h"

namespace saccade::nn {

template <class T>
class PoolEncoder : public Encoder<T> {
 public:
  PoolEncoder(const EncoderConfig& config, const std::vector<TokenType>& types,
              const std::string& prefix, ParameterLayout& layout);

  std::unique_ptr<EncoderPass<T>> make_pass() const override;
  void initialise(T* parameters, Random& random) const override;
  void forward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass) const override;
  void backward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass,
                const T* d_readout, const T* d_tokens, T* gradient) const override;

 private:
  struct Pass;
  void pool(const EntitySets<T>& sets, Pass& pass) const;
  void pool_backward(const EntitySets<T>& sets, Pass& pass) const;

  int width_;
  bool maximum_;
  Activation activation_;
  int types_;
  Embedding<T> embedding_;
  Linear<T> entity_;
  Mlp<T> mlp_;
  LayerNorm<T> norm_;
};

}  // namespace saccade::nn

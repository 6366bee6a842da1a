// All features of all entities side by side into a perceptron of two hidden layers: the classical
// policy network, for environments whose entity counts never change.
#pragma once

#include <span>
#include <vector>

#include "nn/encoders/encoder.h"
#include "nn/layers/mlp.h"

namespace saccade::nn {

template <class T>
class FlatEncoder : public Encoder<T> {
 public:
  FlatEncoder(const EncoderConfig& config, const std::vector<TokenType>& types,
              const std::string& prefix, ParameterLayout& layout);

  std::unique_ptr<EncoderPass<T>> make_pass() const override;
  void initialise(T* parameters, Random& random) const override;
  void forward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass) const override;
  /// d_tokens must be null: there are none.
  void backward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass,
                const T* d_readout, const T* d_tokens, T* gradient) const override;

 private:
  struct Pass;

  const T* inputs_of(const EntitySets<T>& sets, Pass& pass) const;
  static void split_inputs(const EntitySets<T>& sets, const T* d_inputs,
                           std::span<T* const> d_features);

  int width_;
  int inputs_ = 0;
  Activation activation_;
  Mlp<T> mlp_;
};

}  // namespace saccade::nn

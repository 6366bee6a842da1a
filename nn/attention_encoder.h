// Embedding, self-attention blocks, the agent's block, a last normalisation.
#pragma once

#include <vector>

#include "nn/ego_attention.h"
#include "nn/embedding.h"
#include "nn/encoder.h"
#include "nn/self_attention.h"

namespace saccade::nn {

template <class T>
class AttentionEncoder : public Encoder<T> {
 public:
  AttentionEncoder(const EncoderConfig& config, const std::vector<EncoderInput>& types,
                   const std::string& prefix, ParameterLayout& layout);

  std::unique_ptr<EncoderPass<T>> make_pass() const override;
  void initialise(T* parameters, Random& random) const override;
  void forward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass) const override;
  void backward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass,
                const T* d_readout, const T* d_tokens, T* gradient) const override;

 private:
  struct Pass;

  int width_;
  Embedding<T> embedding_;
  std::vector<SelfAttention<T>> blocks_;
  EgoAttention<T> ego_;
  LayerNorm<T> norm_;
};

}  // namespace saccade::nn

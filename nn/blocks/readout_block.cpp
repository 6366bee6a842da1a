#include "nn/blocks/readout_block.h"

#include <algorithm>

#include "nn/attention/attention_kinds.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
template <class T>
ReadoutBlock<T>::ReadoutBlock(const BlockLayers<T>& layers, const AttentionConfig& config,
                              const AttentionPlace& place, ParameterLayout& layout)
    : width_(place.width), heads_(place.heads) {
  if (config.kind->scores_are_products) {
    folded_.emplace(layers, config, place, layout);
  } else {
    general_.emplace(layers, make_attention<T>(config, place, layout));
  }
}

template <class T>
void ReadoutBlock<T>::initialise(T* parameters, Random& random) const {
  if (folded_) folded_->initialise(parameters, random);
  if (general_) general_->initialise(parameters, random);
}

template <class T>
void ReadoutBlock<T>::forward(const T* parameters, const AttentionBatch<T>& batch,
                              const TokenView<T>& tokens, ReadoutPass<T>& pass) const {
  if (folded_) {
    folded_->forward(parameters, batch, tokens, pass.ego);
    pass.out = pass.ego.out.data();
    pass.normalised = pass.ego.normalised.data();
    return;
  }
  const T* in_order = tokens.x;
  if (tokens.rows != nullptr) {
    T* to = pass.tokens.resize(tokens.tokens(), width_);
    in_order = to;
    for (int i = 0; i < tokens.tokens(); ++i) {
      to = std::copy_n(tokens.x + tokens.row(i) * width_, width_, to);
    }
  }
  T* agents = pass.agents.resize(tokens.samples, width_);
  for (int s = 0; s < tokens.samples; ++s) {
    std::copy_n(in_order + at(tokens.offsets[s], width_), width_, agents + at(s, width_));
  }
  general_->forward(parameters, batch, agents, in_order, pass.block);
  pass.out = pass.block.out.data();
  pass.normalised = pass.block.context_norm.normalised.data();
}

template <class T>
void ReadoutBlock<T>::backward(const T* parameters, const AttentionBatch<T>& batch,
                               const TokenView<T>& tokens, ReadoutPass<T>& pass,
                               const BlockGradients<T>& d, T* gradient) const {
  if (folded_) {
    folded_->backward(parameters, batch, tokens, pass.ego, d, gradient);
    return;
  }
  const bool in_order = tokens.rows == nullptr;
  T* d_tokens = in_order ? d.d_x : pass.d_tokens.resize(tokens.tokens(), width_);  // [N x D]
  T* d_agents = pass.d_agents.resize(tokens.samples, width_);                      // [B x D]
  general_->backward(parameters, batch, pass.block, {d.d_out, d.d_normalised, d_agents, d_tokens},
                     gradient);
  // agents[s] = tokens[offsets[s]]
  for (int s = 0; s < tokens.samples; ++s) {
    add_scaled(T{1}, d_agents + at(s, width_), width_, d_tokens + at(tokens.offsets[s], width_));
  }
  // tokens[i] = x[row(i)]
  for (int i = 0; i < tokens.tokens() && !in_order; ++i) {
    std::copy_n(d_tokens + at(i, width_), width_, d.d_x + tokens.row(i) * width_);
  }
}

template <class T>
void ReadoutBlock<T>::weights(const T* parameters, const AttentionBatch<T>& batch,
                              ReadoutPass<T>& pass, int sample, T* weights) const {
  if (general_) {
    general_->weights(parameters, batch, pass.block, sample, weights);
    return;
  }
  const int n = batch.key_count(sample);
  for (int h = 0; h < heads_; ++h) {
    std::copy_n(pass.ego.weights.data() + at(h, batch.key_count()) + batch.keys[sample], n,
                weights + at(h, n));
  }
}

template class ReadoutBlock<float>;
template class ReadoutBlock<double>;

}  // namespace saccade::nn

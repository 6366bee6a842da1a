#include "nn/blocks/readout_block.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/attention/attention_kinds.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
namespace {

// Of scores.
template <class T>
T scale_of(const AttentionConfig& config, const AttentionPlace& place) {
  return config.scale ? T{1} / std::sqrt(static_cast<T>(place.head_width())) : T{1};
}

// The features of the agents, one row in each sample.
template <class T>
const T* agent_features(const EntitySets<T>& sets) {
  const EntityRows<T>& agents = sets.types[0];
  return agents.features + at(agents.offsets[0], agents.width);
}

}  // namespace

template <class T>
ReadoutBlock<T>::ReadoutBlock(const BlockLayers<T>& layers, const AttentionConfig& config,
                              const AttentionPlace& place, const Embedding<T>* embedding,
                              ParameterLayout& layout)
    : width_(place.width), heads_(place.heads) {
  if (!config.kind->scores_are_products) {
    general_.emplace(layers, make_attention<T>(config, place, layout));
    return;
  }
  const T scale = scale_of<T>(config, place);
  if (embedding != nullptr) {
    const FeatureRows<T> rows(layers, *embedding, scale);
    // Wider rows would cost more than the tokens.
    if (rows.count() <= width_) {
      embed_agent_ = embedding->types[0];
      of_features_.emplace(layers, config, place, rows, layout);
      return;
    }
  }
  of_tokens_.emplace(layers, config, place, TokenRows<T>(layers, scale), layout);
}

template <class T>
void ReadoutBlock<T>::initialise(T* parameters, Random& random) const {
  if (of_features_) of_features_->initialise(parameters, random);
  if (of_tokens_) of_tokens_->initialise(parameters, random);
  if (general_) general_->initialise(parameters, random);
}

template <class T>
void ReadoutBlock<T>::prepare(const T* parameters, ReadoutPass<T>& pass) const {
  if (of_features_) of_features_->prepare(parameters, pass.of_features);
  if (of_tokens_) of_tokens_->prepare(parameters, pass.of_tokens);
}

template <class T>
void ReadoutBlock<T>::gather_agents(const TokenView<T>& tokens, ReadoutPass<T>& pass) const {
  T* agents = pass.agents.resize(tokens.samples, width_);
  for (int s = 0; s < tokens.samples; ++s) {
    std::copy_n(tokens.x + tokens.row(tokens.offsets[s]) * width_, width_, agents + at(s, width_));
  }
}

template <class T>
const T* ReadoutBlock<T>::in_order(const TokenView<T>& tokens, ReadoutPass<T>& pass) const {
  if (tokens.rows == nullptr) return tokens.x;
  T* to = pass.tokens.resize(tokens.tokens(), width_);
  for (int i = 0; i < tokens.tokens(); ++i) {
    to = std::copy_n(tokens.x + tokens.row(i) * width_, width_, to);
  }
  return pass.tokens.data();
}

template <class T>
void ReadoutBlock<T>::forward(const T* parameters, const AttentionBatch<T>& batch,
                              const ReadoutInput<T>& input, ReadoutPass<T>& pass) const {
  if (of_features_) {
    T* agents = pass.agents.resize(batch.samples, width_);
    embed_agent_.forward(parameters, agent_features(*input.features.sets), batch.samples, agents);
    of_features_->forward(parameters, batch, agents, input.features, pass.of_features);
    pass.out = pass.of_features.out.data();
    pass.weights = pass.of_features.weights.data();
    pass.normalised = nullptr;
    return;
  }
  gather_agents(input.tokens, pass);
  if (of_tokens_) {
    of_tokens_->forward(parameters, batch, pass.agents.data(), input.tokens, pass.of_tokens);
    pass.out = pass.of_tokens.out.data();
    pass.weights = pass.of_tokens.weights.data();
    pass.normalised = pass.of_tokens.rows.data();
    return;
  }
  general_->forward(parameters, batch, pass.agents.data(), in_order(input.tokens, pass),
                    pass.block);
  pass.out = pass.block.out.data();
  pass.normalised = pass.block.context_norm.normalised.data();
}

template <class T>
void ReadoutBlock<T>::backward(const T* parameters, const AttentionBatch<T>& batch,
                               const ReadoutInput<T>& input, ReadoutPass<T>& pass,
                               const BlockGradients<T>& d, T* gradient) const {
  T* d_agents = pass.d_agents.resize(batch.samples, width_);  // [B x D]
  if (of_features_) {
    assert(d.d_normalised == nullptr);
    of_features_->backward(parameters, batch, input.features, pass.of_features, d.d_out, d_agents,
                           {}, gradient);
    embed_agent_.backward(parameters, agent_features(*input.features.sets), d_agents, batch.samples,
                          nullptr, gradient);
    return;
  }
  const TokenView<T>& tokens = input.tokens;
  if (of_tokens_) {
    of_tokens_->backward(parameters, batch, tokens, pass.of_tokens, d.d_out, d_agents,
                         {d.d_normalised, d.d_x}, gradient);
  } else {
    backward_general(parameters, batch, tokens, pass, d, gradient);
  }
  // agents[s] = x[row(offsets[s])]
  for (int s = 0; s < tokens.samples; ++s) {
    add_scaled(T{1}, d_agents + at(s, width_), width_,
               d.d_x + tokens.row(tokens.offsets[s]) * width_);
  }
}

// Fills pass.d_agents and overwrites d.d_x.
template <class T>
void ReadoutBlock<T>::backward_general(const T* parameters, const AttentionBatch<T>& batch,
                                       const TokenView<T>& tokens, ReadoutPass<T>& pass,
                                       const BlockGradients<T>& d, T* gradient) const {
  const bool in_order = tokens.rows == nullptr;
  T* d_tokens = in_order ? d.d_x : pass.d_tokens.resize(tokens.tokens(), width_);  // [N x D]
  general_->backward(parameters, batch, pass.block,
                     {d.d_out, d.d_normalised, pass.d_agents.data(), d_tokens}, gradient);
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
    std::copy_n(pass.weights + at(h, batch.key_count()) + batch.keys[sample], n,
                weights + at(h, n));
  }
}

template class ReadoutBlock<float>;
template class ReadoutBlock<double>;

}  // namespace saccade::nn

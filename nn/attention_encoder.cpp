#include "nn/attention_encoder.h"

#include <algorithm>

#include "nn/row_ops.h"
#include "nn/set_kernels.h"

namespace saccade::nn {

template <class T>
struct AttentionEncoder<T>::Pass : EncoderPass<T> {
  TokenOrder order;
  Buffer<T> embedded;  ///< [N x D] type-major.
  Buffer<T> in_order;  ///< [N x D] sample-major; only with self-attention blocks.
  std::vector<SelfAttentionPass<T>> blocks;
  EgoAttentionPass<T> ego;
  LayerNormPass<T> norm;
  Buffer<T> out;         ///< [B x D]
  Buffer<T> d_out;       ///< [B x D]
  Buffer<T> d_stream;    ///< [N x D] with respect to the residual stream.
  Buffer<T> d_embedded;  ///< [N x D] type-major.

  // The tokens that enter block i: without self-attention the agent's block reads the embedding as
  // it lies.
  TokenView<T> entering(std::size_t i) {
    const std::int32_t* offsets = order.offsets.data();
    if (blocks.empty()) return {embedded.data(), order.by_type.data(), offsets, order.samples};
    const T* x = i == 0 ? in_order.data() : blocks[i - 1].out.data();
    return {x, nullptr, offsets, order.samples};
  }
};

namespace {

template <class T>
BlockLayers<T> make_block_layers(const EncoderConfig& config, const std::string& prefix, int index,
                                 ParameterLayout& layout) {
  return BlockLayers<T>::create(layout, prefix + "block" + std::to_string(index), config.width,
                                config.mlp_ratio * config.width, config.activation);
}

template <class T>
std::vector<SelfAttention<T>> make_blocks(const EncoderConfig& config, const std::string& prefix,
                                          ParameterLayout& layout) {
  std::vector<SelfAttention<T>> blocks;
  for (int i = 0; i < config.self_attention_blocks; ++i) {
    blocks.emplace_back(make_block_layers<T>(config, prefix, i, layout), config.heads);
  }
  return blocks;
}

// to[i] = from[order[i]] for rows of the given width.
template <class T>
void gather_rows(const T* from, const std::vector<std::int32_t>& order, int width, T* to) {
  for (const std::int32_t row : order) to = std::copy_n(from + at(row, width), width, to);
}

// to[order[i]] = from[i]
template <class T>
void scatter_rows(const T* from, const std::vector<std::int32_t>& order, int width, T* to) {
  for (const std::int32_t row : order) {
    std::copy_n(from, width, to + at(row, width));
    from += width;
  }
}

}  // namespace

template <class T>
AttentionEncoder<T>::AttentionEncoder(const EncoderConfig& config,
                                      const std::vector<EncoderInput>& types,
                                      const std::string& prefix, ParameterLayout& layout)
    : width_(config.width),
      embedding_(Embedding<T>::create(layout, prefix, types, config.width)),
      blocks_(make_blocks<T>(config, prefix, layout)),
      ego_(make_block_layers<T>(config, prefix, config.self_attention_blocks, layout),
           config.heads),
      norm_(LayerNorm<T>::create(layout, prefix + "norm", config.width)) {}

template <class T>
std::unique_ptr<EncoderPass<T>> AttentionEncoder<T>::make_pass() const {
  auto pass = std::make_unique<Pass>();
  pass->blocks.resize(blocks_.size());
  pass->attention.resize(blocks_.size() + 1);
  return pass;
}

template <class T>
void AttentionEncoder<T>::initialise(T* parameters, Random& random) const {
  embedding_.initialise(parameters, random);
  for (const SelfAttention<T>& block : blocks_) block.initialise(parameters, random);
  ego_.initialise(parameters, random);
  norm_.initialise(parameters);
}

template <class T>
void AttentionEncoder<T>::forward(const T* parameters, const EntitySets<T>& sets,
                                  EncoderPass<T>& encoder_pass) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  pass.order.assign(sets);
  T* embedded = pass.embedded.resize(pass.order.tokens, width_);
  embedding_.forward(parameters, sets, pass.order, embedded);
  if (!blocks_.empty()) {
    gather_rows(embedded, pass.order.by_type, width_,
                pass.in_order.resize(pass.order.tokens, width_));
  }
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i].forward(parameters, pass.entering(i), pass.blocks[i]);
    pass.attention[i] = pass.blocks[i].weights.data();
  }
  ego_.forward(parameters, pass.entering(blocks_.size()), pass.ego);
  pass.attention[blocks_.size()] = pass.ego.weights.data();

  T* out = pass.out.resize(sets.samples, width_);
  norm_.forward(parameters, pass.ego.out.data(), sets.samples, pass.norm, out);
  pass.readout = out;
  pass.tokens = pass.ego.normalised.data();
  pass.token_offsets = pass.order.offsets.data();
}

template <class T>
void AttentionEncoder<T>::backward(const T* parameters, const EntitySets<T>& sets,
                                   EncoderPass<T>& encoder_pass, const T* d_readout,
                                   const T* d_tokens, T* gradient) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  T* d_out = pass.d_out.resize(sets.samples, width_);
  norm_.backward(parameters, pass.norm, d_readout, sets.samples, d_out, gradient);

  T* d_embedded = pass.d_embedded.resize(pass.order.tokens, width_);
  T* d_stream = blocks_.empty() ? d_embedded : pass.d_stream.resize(pass.order.tokens, width_);
  ego_.backward(parameters, pass.entering(blocks_.size()), pass.ego, d_out, d_tokens, d_stream,
                gradient);
  for (std::size_t i = blocks_.size(); i-- > 0;) {
    blocks_[i].backward(parameters, pass.entering(i), pass.blocks[i], d_stream, d_stream, gradient);
  }
  if (!blocks_.empty()) scatter_rows(d_stream, pass.order.by_type, width_, d_embedded);
  embedding_.backward(parameters, sets, pass.order, d_embedded, gradient);
}

template class AttentionEncoder<float>;
template class AttentionEncoder<double>;

}  // namespace saccade::nn

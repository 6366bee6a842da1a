#include "nn/encoders/attention_encoder.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "nn/attention/attention_kinds.h"
#include "nn/encoders/attention_encoder_pass.h"
#include "nn/encoders/attention_maps.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

namespace {

// Entities come first; those without context tokens have one set alone.
std::size_t count_entity_types(const EncoderConfig& config, const std::vector<TokenType>& types) {
  if (config.fusion == Fusion::kJoint) return types.size();
  const auto context =
      std::find_if(types.begin(), types.end(), [](const TokenType& type) { return type.context; });
  return static_cast<std::size_t>(context - types.begin());
}

}  // namespace

template <class T>
AttentionEncoder<T>::AttentionEncoder(const EncoderConfig& config,
                                      const std::vector<TokenType>& types,
                                      const std::string& prefix, ParameterLayout& layout)
    : width_(config.width),
      heads_(config.heads),
      config_(config.attention),
      entity_types_(count_entity_types(config, types)),
      types_(types.size()),
      embedding_(Embedding<T>::create(layout, prefix, types, config.width, config.embedding,
                                      config.activation)),
      position_(config.position, config.width, prefix, layout) {
  int layer = 0;
  if (entity_types_ < types_) {
    for (int i = 0; i < config.self_attention_blocks; ++i) {
      context_blocks_.push_back(
          make_block(config, prefix + "context" + std::to_string(i), layer++, layout));
    }
    cross_.emplace(make_block(config, prefix + "cross", layer++, layout));
  }
  for (int i = 0; i < config.self_attention_blocks; ++i) {
    blocks_.push_back(make_block(config, prefix + "block" + std::to_string(i), layer++, layout));
  }
  const std::string name = prefix + "block" + std::to_string(config.self_attention_blocks);
  const auto layers =
      BlockLayers<T>::create(layout, name, width_, config.mlp_ratio * width_, config.activation);
  const bool is_linear = !is_deep() && config.embedding == EmbeddingKind::kLinear &&
                         config.position.kind == PositionKind::kNone;
  readout_.emplace(layers, config_, AttentionPlace{width_, heads_, layer, name + ".attention"},
                   is_linear && !config.tokens_are_read ? &embedding_ : nullptr, layout);
  norm_ = LayerNorm<T>::create(layout, prefix + "norm", width_);
}

template <class T>
AttentionBlock<T> AttentionEncoder<T>::make_block(const EncoderConfig& config,
                                                  const std::string& name, int layer,
                                                  ParameterLayout& layout) const {
  const auto layers =
      BlockLayers<T>::create(layout, name, width_, config.mlp_ratio * width_, config.activation);
  return {layers, make_attention<T>(config_, {width_, heads_, layer, name + ".attention"}, layout)};
}

template <class T>
std::unique_ptr<EncoderPass<T>> AttentionEncoder<T>::make_pass() const {
  auto pass = std::make_unique<Pass>();
  pass->entities.blocks.resize(blocks_.size());
  pass->context.blocks.resize(context_blocks_.size());
  return pass;
}

template <class T>
void AttentionEncoder<T>::initialise(T* parameters, Random& random) const {
  embedding_.initialise(parameters, random);
  position_.initialise(parameters, random);
  for (const AttentionBlock<T>& block : context_blocks_) block.initialise(parameters, random);
  if (cross_) cross_->initialise(parameters, random);
  for (const AttentionBlock<T>& block : blocks_) block.initialise(parameters, random);
  readout_->initialise(parameters, random);
  norm_.initialise(parameters);
}

template <class T>
void AttentionEncoder<T>::prepare(const T* parameters, EncoderPass<T>& pass) const {
  readout_->prepare(parameters, static_cast<Pass&>(pass).read);
}

template <class T>
void AttentionEncoder<T>::forward(const T* parameters, const EntitySets<T>& sets,
                                  EncoderPass<T>& encoder_pass) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  make_batches(sets, pass);
  if (!readout_->reads_features()) embed(parameters, sets, pass);
  readout_->forward(parameters, pass.readout_batch, readout_input(sets, pass), pass.read);

  T* out = pass.out.resize(sets.samples, width_);
  norm_.forward(parameters, pass.read.out, sets.samples, pass.norm, out);
  pass.readout = out;
  pass.tokens = pass.read.normalised;
  pass.token_offsets = pass.entities.group.order.offsets.data();
}

// The tokens as the readout reads them.
template <class T>
void AttentionEncoder<T>::embed(const T* parameters, const EntitySets<T>& sets, Pass& pass) const {
  Stream& entities = pass.entities;
  T* embedded = pass.embedded.resize(entities.group.order.tokens, width_);
  embedding_.forward(parameters, sets, entities.group.order, pass.embedding, embedded);
  position_.forward(parameters, sets, entities.group.order, pass.position, embedded);
  if (!is_deep()) return;
  T* x = entities.x.resize(entities.group.tokens(), width_);
  entities.group.gather(embedded, width_, x);
  entities.out = x;
  if (cross_) cross(parameters, pass);
  run_blocks(parameters, blocks_, entities);
}

template <class T>
void AttentionEncoder<T>::backward(const T* parameters, const EntitySets<T>& sets,
                                   EncoderPass<T>& encoder_pass, const T* d_readout,
                                   const T* d_tokens, T* gradient) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  T* d_out = pass.d_out.resize(sets.samples, width_);
  // readout = norm(out)
  norm_.backward(parameters, pass.norm, d_readout, sets.samples, d_out, gradient);

  BlockGradients<T> d{.d_out = d_out, .d_normalised = d_tokens};
  if (!readout_->reads_features()) {
    Stream& entities = pass.entities;
    T* d_embedded = pass.d_embedded.resize(entities.group.order.tokens, width_);
    d.d_x = is_deep() ? entities.d_x.resize(entities.group.tokens(), width_) : d_embedded;
  }
  // out = readout(tokens)
  readout_->backward(parameters, pass.readout_batch, readout_input(sets, pass), pass.read, d,
                     gradient);
  assert(pass.d_features.empty() || !readout_->reads_features());
  if (!readout_->reads_features()) embed_backward(parameters, sets, pass, gradient);
}

// Given pass.entities.d_x, if there are blocks before the readout, or else pass.d_embedded.
template <class T>
void AttentionEncoder<T>::embed_backward(const T* parameters, const EntitySets<T>& sets, Pass& pass,
                                         T* gradient) const {
  Stream& entities = pass.entities;
  T* d_embedded = pass.d_embedded.data();
  if (is_deep()) {
    T* d_x = entities.d_x.data();
    run_blocks_backward(parameters, blocks_, entities, gradient);
    if (cross_) {
      T* d_context = pass.context.d_x.resize(pass.context.group.tokens(), width_);
      // entities = cross(entities, context)
      cross_->backward(parameters, pass.cross_batch, pass.cross,
                       {.d_out = d_x, .d_x = d_x, .d_context = d_context}, gradient);
      run_blocks_backward(parameters, context_blocks_, pass.context, gradient);
      pass.context.group.scatter(d_context, width_, d_embedded);
    }
    entities.group.scatter(d_x, width_, d_embedded);
  }
  // embedded = embedding(sets) + position(sets)
  position_.backward(sets, entities.group.order, pass.position, d_embedded, gradient);
  embedding_.backward(parameters, sets, entities.group.order, pass.embedding, d_embedded, gradient,
                      pass.d_features);
}

template <class T>
std::vector<AttentionMap> AttentionEncoder<T>::attention(const T* parameters,
                                                         EncoderPass<T>& encoder_pass,
                                                         int sample) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  const int entities = pass.readout_batch.key_count(sample);
  AttentionMaps<T> maps(parameters, heads_, sample, entities);
  maps.add_self("context", entities, context_blocks_, pass.context.batch, pass.context.blocks);
  if (cross_) maps.add_cross(*cross_, pass.cross_batch, pass.cross);
  maps.add_self("block", 0, blocks_, pass.entities.batch, pass.entities.blocks);
  maps.add_readout("block " + std::to_string(blocks_.size() + 1), *readout_, pass.readout_batch,
                   pass.read);
  return maps.take();
}

// The tokens, without any block before the readout the embedding as it lies; or the features.
template <class T>
ReadoutInput<T> AttentionEncoder<T>::readout_input(const EntitySets<T>& sets,
                                                   const Pass& pass) const {
  const TokenOrder& order = pass.entities.group.order;
  const std::int32_t* offsets = order.offsets.data();
  ReadoutInput<T> input{.tokens = {}, .features = {&sets, &order}};
  if (readout_->reads_features()) return input;
  input.tokens =
      is_deep() ? TokenView<T>{pass.entities.out, nullptr, offsets, order.samples}
                : TokenView<T>{pass.embedded.data(), order.by_type.data(), offsets, order.samples};
  return input;
}

template <class T>
void AttentionEncoder<T>::cross(const T* parameters, Pass& pass) const {
  Stream& context = pass.context;
  T* x = context.x.resize(context.group.tokens(), width_);
  context.group.gather(pass.embedded.data(), width_, x);
  context.out = x;
  run_blocks(parameters, context_blocks_, context);
  cross_->forward(parameters, pass.cross_batch, pass.entities.out, context.out, pass.cross);
  pass.entities.out = pass.cross.out.data();
}

template <class T>
void AttentionEncoder<T>::run_blocks(const T* parameters,
                                     const std::vector<AttentionBlock<T>>& blocks,
                                     Stream& stream) const {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    blocks[i].forward(parameters, stream.batch, stream.out, nullptr, stream.blocks[i]);
    stream.out = stream.blocks[i].out.data();
  }
}

template <class T>
void AttentionEncoder<T>::run_blocks_backward(const T* parameters,
                                              const std::vector<AttentionBlock<T>>& blocks,
                                              Stream& stream, T* gradient) const {
  T* d = stream.d_x.data();  // [N x D] of each block's output, which that of its input replaces.
  for (std::size_t i = blocks.size(); i-- > 0;) {
    // x = block_i(x)
    blocks[i].backward(parameters, stream.batch, stream.blocks[i], {.d_out = d, .d_x = d},
                       gradient);
  }
}

// Lists the tokens, and who attends to whom in every block.
template <class T>
void AttentionEncoder<T>::make_batches(const EntitySets<T>& sets, Pass& pass) const {
  const bool geometry = needs_places(config_);
  pass.entities.group.assign(sets, 0, entity_types_, geometry);
  const Side entities = side_of(pass.entities.group);
  if (!blocks_.empty()) {
    pass.entities.batch = make_batch(sets, entities, entities, true, pass.entities.neighbours);
  }
  if (cross_) {
    pass.context.group.assign(sets, entity_types_, types_, geometry);
    const Side context = side_of(pass.context.group);
    if (!context_blocks_.empty()) {
      pass.context.batch = make_batch(sets, context, context, true, pass.context.neighbours);
    }
    pass.cross_batch = make_batch(sets, entities, context, false, pass.cross_neighbours);
  }
  const Side agents = list_agents(sets.samples, geometry, pass);
  pass.readout_batch = make_batch(sets, agents, entities, true, pass.agent_neighbours);
}

template <class T>
AttentionBatch<T> AttentionEncoder<T>::make_batch(const EntitySets<T>& sets, const Side& queries,
                                                  const Side& keys, bool own,
                                                  Neighbours& neighbours) const {
  const bool local = config_.kind->is_local;
  if (local) {
    neighbours.find(queries.geometry.motion, queries.offsets, keys.geometry.motion, keys.offsets,
                    sets.samples, own, {config_.neighbours, config_.radius});
  }
  return {sets.samples,      queries.offsets, keys.offsets,
          queries.geometry,  keys.geometry,   local ? &neighbours : nullptr,
          sets.dropout_seeds};
}

// The agent is the first entity of its sample.
template <class T>
typename AttentionEncoder<T>::Side AttentionEncoder<T>::list_agents(int samples, bool geometry,
                                                                    Pass& pass) const {
  pass.agents.resize(static_cast<std::size_t>(samples) + 1);
  std::iota(pass.agents.begin(), pass.agents.end(), 0);
  pass.agent_types.assign(static_cast<std::size_t>(samples), 0);
  if (!geometry) return {pass.agents.data(), {nullptr, pass.agent_types.data()}};
  const Side entities = side_of(pass.entities.group);
  T* motion = pass.agent_motion.resize(samples, kMotionWidth);
  for (int s = 0; s < samples; ++s) {
    std::copy_n(entities.geometry.motion + at(entities.offsets[s], kMotionWidth), kMotionWidth,
                motion + at(s, kMotionWidth));
  }
  return {pass.agents.data(), {motion, pass.agent_types.data()}};
}

template class AttentionEncoder<float>;
template class AttentionEncoder<double>;

}  // namespace saccade::nn

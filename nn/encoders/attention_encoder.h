// Embedding, positions, self-attention blocks, the agent's block, a last normalisation.
//
// With cross-attention the tokens of sensors (rays, image patches) are a set of their own, with as
// many blocks of their own, that the entities query once before their first block.
#pragma once

#include <optional>
#include <vector>

#include "nn/blocks/attention_block.h"
#include "nn/blocks/readout_block.h"
#include "nn/encoders/encoder.h"
#include "nn/encoders/position.h"
#include "nn/encoders/token_group.h"
#include "nn/layers/embedding.h"

namespace saccade::nn {

template <class T>
class AttentionEncoder : public Encoder<T> {
 public:
  AttentionEncoder(const EncoderConfig& config, const std::vector<TokenType>& types,
                   const std::string& prefix, ParameterLayout& layout);

  std::unique_ptr<EncoderPass<T>> make_pass() const override;
  void initialise(T* parameters, Random& random) const override;
  void prepare(const T* parameters, EncoderPass<T>& pass) const override;
  void forward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass) const override;
  void backward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass,
                const T* d_readout, const T* d_tokens, T* gradient) const override;
  std::vector<AttentionMap> attention(const T* parameters, EncoderPass<T>& pass,
                                      int sample) const override;

 private:
  struct Stream;
  struct Pass;
  // The tokens that query, or those that are keys.
  struct Side {
    const std::int32_t* offsets;  // [samples + 1]
    TokenGeometry<T> geometry;
  };

  AttentionBlock<T> make_block(const EncoderConfig& config, const std::string& name, int layer,
                               ParameterLayout& layout) const;
  bool is_deep() const { return cross_ || !blocks_.empty(); }
  void make_batches(const EntitySets<T>& sets, Pass& pass) const;
  static Side side_of(const TokenGroup<T>& group) {
    return {group.order.offsets.data(), group.geometry()};
  }
  Side list_agents(int samples, bool geometry, Pass& pass) const;
  // Each query with the keys of its sample.  For local attention it finds the neighbours; `own` as
  // of Neighbours::find.
  AttentionBatch<T> make_batch(const EntitySets<T>& sets, const Side& queries, const Side& keys,
                               bool own, Neighbours& neighbours) const;
  void run_blocks(const T* parameters, const std::vector<AttentionBlock<T>>& blocks,
                  Stream& stream) const;
  void run_blocks_backward(const T* parameters, const std::vector<AttentionBlock<T>>& blocks,
                           Stream& stream, T* gradient) const;
  void cross(const T* parameters, Pass& pass) const;
  void embed(const T* parameters, const EntitySets<T>& sets, Pass& pass) const;
  void embed_backward(const T* parameters, const EntitySets<T>& sets, Pass& pass,
                      T* gradient) const;
  ReadoutInput<T> readout_input(const EntitySets<T>& sets, const Pass& pass) const;

  int width_;
  int heads_;
  AttentionConfig config_;
  std::size_t entity_types_;  // Types of the entities' stream, the first ones; all unless fused by
  std::size_t types_;         // cross-attention.
  Embedding<T> embedding_;
  Position<T> position_;
  std::vector<AttentionBlock<T>> context_blocks_;
  std::optional<AttentionBlock<T>> cross_;
  std::vector<AttentionBlock<T>> blocks_;
  std::optional<ReadoutBlock<T>> readout_;
  LayerNorm<T> norm_;
};

}  // namespace saccade::nn

// The last block, in which the agent alone queries.  Where the kind of attention allows it keys and
// values are not formed (ego_attention.h), and where tokens are a linear map of features these are
// not either (feature_rows.h); else it is a general block with one query a sample.
#pragma once

#include <memory>
#include <optional>

#include "nn/blocks/attention_block.h"
#include "nn/blocks/ego_attention.h"
#include "nn/blocks/feature_rows.h"
#include "nn/blocks/token_rows.h"

namespace saccade::nn {

/// Shapes: B samples, N tokens, D width.
template <class T>
struct ReadoutPass {
  // Set by forward; in the memory of one of the passes below, until the next forward.
  const T* out = nullptr;         ///< [B x D]
  const T* normalised = nullptr;  ///< [N x D] tokens, normalised without gain and bias; null if
                                  ///< features are read.
  const T* weights = nullptr;     ///< [H x N] unless the block is a general one.

  typename EgoAttention<T, TokenRows<T>>::Pass of_tokens;  ///< Of one that forms no keys, ...
  typename EgoAttention<T, FeatureRows<T>>::Pass
      of_features;              ///< ... or of one that reads features.
  AttentionBlockPass<T> block;  ///< Of a general block, ...
  Buffer<T> tokens;             ///< ... [N x D] in order, unless they came so; filled by forward.
  Buffer<T> d_tokens;           ///< [N x D] in order, unless they came so; filled by backward.

  Buffer<T> agents;    ///< [B x D] filled by forward.
  Buffer<T> d_agents;  ///< [B x D] filled by backward.
};

/// What a readout reads: either of the two.
template <class T>
struct ReadoutInput {
  TokenView<T> tokens;
  typename FeatureRows<T>::Input features;
};

template <class T>
class ReadoutBlock {
 public:
  /// `embedding`: null, or what maps features to tokens, if it is linear and nothing else makes the
  /// tokens.
  ReadoutBlock(const BlockLayers<T>& layers, const AttentionConfig& config,
               const AttentionPlace& place, const Embedding<T>* embedding, ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Whether it reads features, and embeds what it needs of them; if not, it reads tokens.
  bool reads_features() const { return of_features_.has_value(); }

  /// Computes what depends on the parameters alone.
  void prepare(const T* parameters, ReadoutPass<T>& pass) const;

  /// After `prepare` with the same parameters: fills what forward fills of `pass`.  The query of a
  /// sample is its first key.
  void forward(const T* parameters, const AttentionBatch<T>& batch, const ReadoutInput<T>& input,
               ReadoutPass<T>& pass) const;

  /// Given d.d_out [B x D]; adds to `gradient`.  If it reads tokens: given d.d_normalised [N x D]
  /// (null: zero), overwrites d.d_x, laid out like tokens.x.
  void backward(const T* parameters, const AttentionBatch<T>& batch, const ReadoutInput<T>& input,
                ReadoutPass<T>& pass, const BlockGradients<T>& d, T* gradient) const;

  /// Overwrites `weights` [heads x tokens of one sample] after a forward.
  void weights(const T* parameters, const AttentionBatch<T>& batch, ReadoutPass<T>& pass,
               int sample, T* weights) const;

 private:
  void gather_agents(const TokenView<T>& tokens, ReadoutPass<T>& pass) const;
  const T* in_order(const TokenView<T>& tokens, ReadoutPass<T>& pass) const;
  void backward_general(const T* parameters, const AttentionBatch<T>& batch,
                        const TokenView<T>& tokens, ReadoutPass<T>& pass,
                        const BlockGradients<T>& d, T* gradient) const;

  int width_;
  int heads_;
  Linear<T> embed_agent_;  // If features are read.
  std::optional<EgoAttention<T, FeatureRows<T>>> of_features_;
  std::optional<EgoAttention<T, TokenRows<T>>> of_tokens_;
  std::optional<AttentionBlock<T>> general_;
};

}  // namespace saccade::nn

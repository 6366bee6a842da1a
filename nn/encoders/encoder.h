// From a set of entities to one vector for the agent, whatever the number and order of the
// entities.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "nn/attention/attention_config.h"
#include "nn/encoders/attention_map.h"
#include "nn/layers/activation.h"
#include "nn/layers/embedding.h"
#include "nn/layers/entity_sets.h"
#include "nn/layers/parameters.h"

namespace saccade::nn {

enum class EncoderKind {
  kAttention,  ///< Self-attention blocks, then a block in which only the agent queries.
  kMeanPool,   ///< DeepSets (Zaheer et al. 2017): the mean of the entities' features, per type.
  kMaxPool,    ///< The same with the maximum.
  kMlp,        ///< All rows concatenated; only for fixed counts.
};

struct EncoderConfig {
  EncoderKind kind = EncoderKind::kAttention;
  int width = 64;  ///< Of tokens and readout; a multiple of `heads`.
  int heads = 4;   ///< Attention heads.
  /// Pre-LN blocks in which every entity queries, before the last one, in which the agent alone
  /// does.
  int self_attention_blocks = 0;
  int mlp_ratio = 2;  ///< Hidden width of a block's MLP over `width`.
  Activation activation = Activation::kRelu;
  EmbeddingKind embedding = EmbeddingKind::kLinear;  ///< Of every token; not for kMlp.
  AttentionConfig attention{};
  PositionConfig position{};
  Fusion fusion = Fusion::kJoint;
  bool tokens_are_read = true;  ///< Whether anybody reads EncoderPass::tokens.
};

/// Whether the encoder reads EntityRows::motion.
bool needs_motion(const EncoderConfig& config);

/// What one pass leaves behind.  Owned by the caller and reused: once it has seen its largest
/// batch, nothing is allocated any more.  Not shared between threads.
template <class T>
class EncoderPass {
 public:
  virtual ~EncoderPass() = default;

  /// [samples x width] the agent's vector.
  const T* readout = nullptr;
  /// [tokens x width] the entities' vectors, normalised: sample after sample, in each the types in
  /// order; without context tokens if those are fused by cross-attention.  Null for kMlp; may be
  /// null if EncoderConfig says that nobody reads them.
  const T* tokens = nullptr;
  /// [samples + 1] rows of `tokens`.
  const std::int32_t* token_offsets = nullptr;

  /// [types], set by who wants the gradient by the features too: backward overwrites each [rows of
  /// the samples x width]; null: not of this type.  What goes through motion is left out.  Empty:
  /// not wanted.  Only where EncoderConfig::tokens_are_read.
  std::span<T* const> d_features{};
};

/// Immutable after construction and shareable between threads.
template <class T>
class Encoder {
 public:
  virtual ~Encoder() = default;

  virtual std::unique_ptr<EncoderPass<T>> make_pass() const = 0;

  /// Orthogonal weights with gain sqrt(2) before activations and 1 elsewhere, zero biases
  /// (Saxe et al. 2014; Andrychowicz et al. 2021).
  virtual void initialise(T* parameters, Random& random) const = 0;

  /// Computes what depends on the parameters alone.
  virtual void prepare(const T* /*parameters*/, EncoderPass<T>& /*pass*/) const {}

  /// After `prepare` with the same parameters: fills pass.readout and pass.tokens.
  virtual void forward(const T* parameters, const EntitySets<T>& sets,
                       EncoderPass<T>& pass) const = 0;

  /// Adds to `gradient` (shaped like the parameters), given the gradients of the loss with respect
  /// to readout [samples x width] and tokens [tokens x width] (null: zero).  `sets` and `pass` are
  /// those of the latest forward.
  virtual void backward(const T* parameters, const EntitySets<T>& sets, EncoderPass<T>& pass,
                        const T* d_readout, const T* d_tokens, T* gradient) const = 0;

  /// How one sample of the latest forward was attended to, layer by layer from the first; without
  /// dropout.  Tokens are numbered in the order of their types.  Empty unless the encoder attends.
  virtual std::vector<AttentionMap> attention(const T* /*parameters*/, EncoderPass<T>& /*pass*/,
                                              int /*sample*/) const {
    return {};
  }
};

/// Adds the encoder's parameters to `layout`, their names beginning with `prefix` ("policy.").
template <class T>
std::unique_ptr<Encoder<T>> make_encoder(const EncoderConfig& config,
                                         const std::vector<TokenType>& types,
                                         const std::string& prefix, ParameterLayout& layout);

}  // namespace saccade::nn

// From what an agent sees to one vector: an encoder and, if there is one, the memory behind it.  A
// policy's network has one for the action heads, and with `separate_value` another for the value.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/feature_batch.h"
#include "agents/policy/policy_config.h"
#include "agents/policy/tokens.h"
#include "nn/encoders/encoder.h"
#include "nn/memory/recurrence.h"

namespace saccade {

/// What a forward leaves for its backward.
template <class T>
struct BranchPass {
  std::unique_ptr<nn::EncoderPass<T>> encoder;
  nn::RecurrencePass<T> memory;
  std::vector<nn::EntityRows<T>> types;  ///< What the encoder reads, if that is not all.
  std::vector<std::int32_t> one_step;    ///< [0, samples]
  const T* vectors = nullptr;            ///< [samples x width] the agents' vectors.
  std::vector<T*> d_features;            ///< [types that it reads] see want_gradient.
};

/// Immutable and shareable between threads.
template <class T>
class NetworkBranch {
 public:
  /// What it is for: an actor's does not read critic-only types.
  enum class Role { kActor, kCritic };

  /// Adds parameters whose names begin with "policy." or, of a critic, "value.".  Unless its tokens
  /// are read, the encoder may leave none.
  NetworkBranch(const std::vector<TokenSpec>& types, Role role, const PolicyConfig& config,
                bool tokens_are_read, nn::ParameterLayout& layout);

  /// Numbers that its memory keeps per agent.
  int state_width() const { return memory_ ? memory_->state_width() : 0; }
  const nn::Encoder<T>& encoder() const { return *encoder_; }

  void initialise(T* parameters, nn::Random& random) const;
  BranchPass<T> make_pass() const;

  /// The types that it reads of `input`, in the order in which a sample's tokens stand.  Call it
  /// before a forward of this input at the latest.
  std::span<const nn::EntityRows<T>> types_of(const NetworkInput<T>& input,
                                              BranchPass<T>& pass) const;

  /// Computes what depends on the parameters alone.
  void prepare(const T* parameters, BranchPass<T>& pass) const {
    encoder_->prepare(parameters, *pass.encoder);
  }

  /// After `prepare` with the same parameters: fills pass.vectors.
  void forward(const T* parameters, const NetworkInput<T>& input, BranchPass<T>& pass) const;

  /// Adds to `gradient`, given those of the vectors [samples x width] and of the encoder's tokens
  /// (null: zero).
  void backward(const T* parameters, const NetworkInput<T>& input, BranchPass<T>& pass,
                const T* d_vectors, const T* d_tokens, T* gradient) const;

  /// As of PolicyNetwork.
  void want_gradient(std::span<T* const> d_features, BranchPass<T>& pass) const;

  /// After a forward of one step: writes what its memory keeps now into its part of what all
  /// branches remember, states [samples x state_width of the network].
  void next_states(const BranchPass<T>& pass, int samples, T* states) const;

  /// After a forward of one step: how its memory weighed what a sample remembered.  No heads
  /// without a memory that attends.
  nn::MemoryWeights memory_weights(const BranchPass<T>& pass, int sample) const {
    return memory_ ? memory_->weights(pass.memory, sample) : nn::MemoryWeights{};
  }

 private:
  nn::EntitySets<T> sets_of(const NetworkInput<T>& input, BranchPass<T>& pass) const;
  nn::SequenceBatch<T> sequences_of(const NetworkInput<T>& input, BranchPass<T>& pass) const;

  std::vector<std::size_t> read_;  // Of the token types, those that it reads.
  bool reads_all_;
  std::unique_ptr<nn::Encoder<T>> encoder_;
  std::optional<nn::Recurrence<T>> memory_;
  int state_begin_ = 0;   // Of its part of what an agent remembers, ...
  int state_stride_ = 0;  // ... which is so long.
};

}  // namespace saccade

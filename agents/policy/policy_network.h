// The network of a policy: an encoder of entity sets, a head per action head, and a value.
//
//   vector, tokens  = branch(entities, what is remembered)
//   distributions   of hidden(vector), one for each head of an action (agents/heads/)
//   value           V = hidden'(vector) w + b, of the same encoder or of a second one
//
// where hidden and hidden' are hidden layers of the actor's and of the critic's own, or none.  A
// central critic (agents/critic/) mixes into the vector that hidden' reads those of the other
// agents; what the heads read stays the agent's own.
//
// The heads of one action are independent given the observation: log-probabilities and entropies
// add.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agents/critic/central_critic.h"
#include "agents/heads/policy_head.h"
#include "agents/policy/feature_batch.h"
#include "agents/policy/network_branch.h"
#include "agents/policy/policy_config.h"
#include "envs/core/action_space.h"
#include "envs/core/random.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/hidden_layers.h"
#include "nn/layers/linear.h"

namespace saccade {

/// The workspace of a forward and its backward.  Owned by the caller, reused, used by one thread.
template <class T>
struct NetworkPass {
  BranchPass<T> actor;                    ///< What the heads read.
  BranchPass<T> critic;                   ///< What the value reads, if that is not the same.
  CentralCriticPass<T> team;              ///< Between those and what the value reads.
  nn::HiddenLayersPass<T> actor_hidden;   ///< Between the actor's vectors and the heads.
  nn::HiddenLayersPass<T> critic_hidden;  ///< Between the vectors that the value reads and it.
  std::vector<std::unique_ptr<HeadPass<T>>> heads;
  ActionTerms<T> terms;
  ActionTerms<T> d_terms;         ///< To be filled before evaluate_backward.
  nn::Buffer<T> value;            ///< [samples]
  nn::Buffer<T> d_value;          ///< [samples] to be filled before a backward.
  nn::Buffer<T> d_readout;        ///< [samples x width], of the actor's branch.
  nn::Buffer<T> d_value_readout;  ///< [samples x width], of the critic's branch.
  nn::Buffer<T> d_tokens;         ///< [tokens x width], if a head reads tokens.
};

/// Immutable and shareable between threads.  T: float in use, double in checks.
template <class T>
class PolicyNetwork {
 public:
  /// Throws Error when spaces and configuration do not fit each other.
  PolicyNetwork(const ObservationSpace& observation, const ActionSpace& action,
                const PolicyConfig& config);

  const nn::ParameterLayout& layout() const { return layout_; }
  const std::vector<std::unique_ptr<PolicyHead<T>>>& heads() const { return heads_; }
  int action_width() const { return action_width_; }

  /// Numbers that a policy with memory remembers per agent, zero at the start of an episode; 0
  /// without memory.
  int state_width() const { return actor_->state_width() + (critic_ ? critic_->state_width() : 0); }

  /// Whether actions are drawn with noise that agents hold from step to step.
  bool holds_noise() const { return held_numbers_ > 0; }

  /// Heads begin nearly uniform, the value with the gain PolicyConfig::value_gain: by default 0,
  /// so that every value is 0.
  void initialise(T* parameters, nn::Random& random) const;

  NetworkPass<T> make_pass() const;

  /// Computes what depends on the parameters alone.  A pass is prepared before its first forward,
  /// and whenever the parameters are others or have other values.
  void prepare(const T* parameters, NetworkPass<T>& pass) const;

  /// Fills the outputs of the heads and the values.
  void forward(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass) const;

  /// Fills the outputs of the heads alone.
  void forward_actions(const T* parameters, const NetworkInput<T>& input,
                       NetworkPass<T>& pass) const;

  /// Fills the values alone.
  void forward_value(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass) const;

  /// Whether the value has a memory of its own, which must see every step.
  bool critic_remembers() const { return critic_ && critic_->state_width() > 0; }

  /// Whether values have nothing to do with how actions were chosen, before or at the same time:
  /// they can be computed whenever they are wanted.
  bool values_stand_alone() const { return critic_ && !critic_remembers() && !team_; }

  /// After a forward of one step: overwrites states [samples x state_width] with what is remembered
  /// now.
  void next_states(const NetworkPass<T>& pass, int samples, T* states) const;

  /// How one sample of the latest forward was attended to, layer by layer; of the encoder that the
  /// action heads read.
  std::vector<nn::AttentionMap> attention(const T* parameters, NetworkPass<T>& pass,
                                          int sample) const {
    return actor_->encoder().attention(parameters, *pass.actor.encoder, sample);
  }

  /// After a forward of one step: how a sample's vector weighed what it remembers; of the memory
  /// that the action heads read.
  nn::MemoryWeights memory_weights(const NetworkPass<T>& pass, int sample) const {
    return actor_->memory_weights(pass.actor, sample);
  }

  /// Adds to `gradient`, given d_output of each head and d_value.
  void backward(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass,
                T* gradient) const;

  /// From now on every backward overwrites d_features [token types], each [rows of the samples x
  /// width], with the gradient by the normalised features as the action heads' encoder reads them;
  /// types that are critic_only are left alone.  What goes through places and velocities (pair
  /// bias, position embeddings) is no part of it.  Only with PolicyConfig::feature_gradient; empty:
  /// no more.
  void want_gradient(std::span<T* const> d_features, NetworkPass<T>& pass) const {
    actor_->want_gradient(d_features, pass.actor);
  }

  /// Chooses an action for each sample of the latest forward, actions [samples x action_width],
  /// drawn with draws[sample], whose noise advances by a step.  As heads choose: to_environment
  /// makes of it what an environment takes.
  void choose(const T* parameters, const NetworkPass<T>& pass, std::span<const ActionDraw> draws,
              float* actions) const;

  /// Overwrites log_probs [samples] with those of actions [samples x action_width].
  void log_probs(const T* parameters, const NetworkPass<T>& pass, const float* actions,
                 std::span<T> log_probs) const;

  /// Overwrites pass.terms with those of actions [samples x action_width].
  void evaluate(const T* parameters, const float* actions, int samples, NetworkPass<T>& pass) const;

  /// The gradient by the terms is pass.d_terms: overwrites the heads' d_output, adds to `gradient`
  /// what does not go through it.
  void evaluate_backward(const T* parameters, const float* actions, NetworkPass<T>& pass,
                         T* gradient) const;

  /// From one action [action_width] as it was chosen to what an environment takes.
  void to_environment(std::span<const float> chosen, std::span<float> action) const;

 private:
  const NetworkBranch<T>& critic() const { return critic_ ? *critic_ : *actor_; }
  BranchPass<T>& critic_pass(NetworkPass<T>& pass) const {
    return critic_ ? pass.critic : pass.actor;
  }
  HeadInput<T> head_input(const NetworkInput<T>& input, NetworkPass<T>& pass,
                          std::size_t head) const;
  const T* value_vectors(NetworkPass<T>& pass) const {
    return team_ ? pass.team.out.data() : critic_pass(pass).vectors;
  }
  void evaluate_value(const T* parameters, const NetworkInput<T>& input,
                      NetworkPass<T>& pass) const;
  T* zeroed_token_gradient(int samples, NetworkPass<T>& pass) const;
  void backward_value(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass,
                      T* gradient) const;
  void backward_heads(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass,
                      T* d_tokens, T* gradient) const;

  nn::ParameterLayout layout_;
  std::optional<NetworkBranch<T>> actor_;
  std::optional<NetworkBranch<T>> critic_;  // None: the value reads the actor's.
  nn::HiddenLayers<T> actor_hidden_;
  std::vector<std::unique_ptr<PolicyHead<T>>> heads_;
  std::optional<CentralCritic<T>> team_;  // None: the value of an agent knows of no other.
  nn::HiddenLayers<T> critic_hidden_;
  nn::Linear<T> value_;
  double value_gain_;  // Of its initial weight.
  int width_ = 0;
  int action_width_ = 0;
  std::uint64_t noise_every_ = 0;  // Steps for which an agent holds its noise, ...
  std::size_t held_numbers_ = 0;   // ... so many numbers.
  bool reads_tokens_;              // Whether any head does.
};

}  // namespace saccade

// The network of a policy: an encoder of entity sets, a head per action head, and a value.
//
//   readout, tokens = encoder(entities)
//   categorical     logits = readout W + b          -> log-probabilities of what the mask allows
//   continuous      mean   = readout W + b          and a log-deviation that no state changes,
//                                                   in the policy's units (action_units.h)
//   select-entity   scores = pointer(readout, tokens)
//   value           V      = readout w + b, of the same encoder or of a second one
//
// The heads of one action are independent given the observation: log-probabilities and entropies
// add.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/policy/action_terms.h"
#include "agents/policy/feature_batch.h"
#include "agents/policy/network_head.h"
#include "agents/policy/policy_config.h"
#include "envs/core/random.h"
#include "envs/core/spaces.h"
#include "nn/encoders/encoder.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/linear.h"

namespace saccade {

/// The workspace of a forward and its backward.  Owned by the caller, reused, used by one thread.
template <class T>
struct NetworkPass {
  std::unique_ptr<nn::EncoderPass<T>> encoder;
  std::unique_ptr<nn::EncoderPass<T>> value_encoder;  ///< Null when the encoder is shared.
  std::vector<HeadPass<T>> heads;
  nn::Buffer<T> value;    ///< [samples]
  nn::Buffer<T> d_value;  ///< [samples] to be filled before a backward.
  nn::Buffer<T> d_readout;
  nn::Buffer<T> d_value_readout;
  nn::Buffer<T> d_head;
  nn::Buffer<T> d_tokens;
};

/// Immutable and shareable between threads.  T: float in use, double in checks.
template <class T>
class PolicyNetwork {
 public:
  /// Throws Error when spaces and configuration do not fit each other.
  PolicyNetwork(const ObservationSpace& observation, const ActionSpace& action,
                const PolicyConfig& config);

  const nn::ParameterLayout& layout() const { return layout_; }
  const std::vector<NetworkHead<T>>& heads() const { return heads_; }
  int action_width() const { return action_width_; }

  /// Heads begin near uniform (gain 0.01), the value with gain 1 (Andrychowicz et al. 2021).
  void initialise(T* parameters, nn::Random& random) const;

  NetworkPass<T> make_pass() const;

  /// Fills the outputs of the heads and the values.
  void forward(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass) const;

  /// Fills the values alone.
  void forward_value(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass) const;

  /// How one sample of the latest forward was attended to, layer by layer; of the encoder that the
  /// action heads read.
  std::vector<nn::AttentionMap> attention(const T* parameters, NetworkPass<T>& pass,
                                          int sample) const {
    return encoder_->attention(parameters, *pass.encoder, sample);
  }

  /// Adds to `gradient`, given d_output of each head and d_value.
  void backward(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass,
                T* gradient) const;

  /// Chooses an action [action_width] for one sample of the latest forward: sampled, or without
  /// `rng` the mode.  Continuous values are in the policy's units and not limited.
  void choose(const T* parameters, const NetworkPass<T>& pass, int sample, Rng* rng,
              std::span<float> action) const {
    choose_action<T>(heads_, parameters, pass.heads, sample, rng, action);
  }

  /// Of an action as `choose` gave it.
  ActionTerms<T> evaluate(const T* parameters, const NetworkPass<T>& pass, int sample,
                          std::span<const float> action) const {
    return evaluate_action<T>(heads_, parameters, pass.heads, sample, action);
  }

  /// Of d.log_prob * log_prob + d.entropy * entropy: overwrites the sample's d_output, adds the
  /// gradient of the log-deviations to `gradient`.
  void evaluate_backward(const T* parameters, NetworkPass<T>& pass, int sample,
                         std::span<const float> action, const ActionTerms<T>& d,
                         T* gradient) const {
    evaluate_action_backward<T>(heads_, parameters, pass.heads, sample, action, d, gradient);
  }

 private:
  void add_head(const ActionHead& head, const PolicyConfig& config);
  void list_candidates(const NetworkHead<T>& head, const NetworkInput<T>& input,
                       const nn::EncoderPass<T>& encoded, HeadPass<T>& out) const;
  void forward_head(const T* parameters, const NetworkInput<T>& input, std::size_t index,
                    NetworkPass<T>& pass) const;
  void backward_head(const T* parameters, std::size_t index, int samples, NetworkPass<T>& pass,
                     T* gradient) const;
  void backward_value(const T* parameters, const NetworkInput<T>& input, NetworkPass<T>& pass,
                      T* gradient) const;

  nn::ParameterLayout layout_;
  std::unique_ptr<nn::Encoder<T>> encoder_;
  std::unique_ptr<nn::Encoder<T>> value_encoder_;
  std::vector<NetworkHead<T>> heads_;
  nn::Linear<T> value_;
  int width_ = 0;
  int action_width_ = 0;
  double initial_log_std_ = 0;
  bool selects_ = false;  // Whether any head chooses an entity.
};

}  // namespace saccade

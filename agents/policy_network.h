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

#include "agents/config.h"
#include "agents/feature_batch.h"
#include "envs/core/random.h"
#include "envs/core/spaces.h"
#include "nn/buffer.h"
#include "nn/encoder.h"
#include "nn/linear.h"
#include "nn/pointer.h"

namespace saccade {

/// One action head's part of the network.
template <class T>
struct NetworkHead {
  enum class Kind { kCategorical, kContinuous, kSelect };

  Kind kind = Kind::kCategorical;
  int width = 0;           ///< Choices or dimensions; 0 for kSelect.
  int action_width = 1;    ///< Numbers that its action takes.
  int action_begin = 0;    ///< Where they stand in the action.
  nn::Linear<T> linear;    ///< kCategorical, kContinuous.
  nn::Slice log_std;       ///< kContinuous.
  nn::Pointer<T> pointer;  ///< kSelect.
  std::vector<int> types;  ///< kSelect: of the candidates.
};

/// What a forward leaves behind for one head.
template <class T>
struct HeadPass {
  int width = 0;                      ///< Of a head with as many outputs in each sample.
  nn::Buffer<T> output;               ///< Log-probabilities, or means.
  nn::Buffer<T> d_output;             ///< To be filled before a backward.
  std::vector<std::int32_t> offsets;  ///< kSelect: [samples + 1] into `output` and `rows`.
  std::vector<std::int32_t> rows;     ///< kSelect: the candidates' tokens.
  nn::PointerPass<T> pointer;

  std::span<const T> of(int sample) const { return {output.data() + begin(sample), size(sample)}; }
  std::span<T> of(int sample) { return {output.data() + begin(sample), size(sample)}; }
  std::span<T> d_of(int sample) { return {d_output.data() + begin(sample), size(sample)}; }

 private:
  std::size_t begin(int sample) const {
    return static_cast<std::size_t>(width > 0 ? sample * width
                                              : offsets[static_cast<std::size_t>(sample)]);
  }
  std::size_t size(int sample) const {
    return width > 0 ? static_cast<std::size_t>(width) : begin(sample + 1) - begin(sample);
  }
};

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

/// Of one action under the distribution of one sample.
template <class T>
struct ActionTerms {
  T log_prob = 0;
  T entropy = 0;
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
              std::span<float> action) const;

  /// Of an action as `choose` gave it.
  ActionTerms<T> evaluate(const T* parameters, const NetworkPass<T>& pass, int sample,
                          std::span<const float> action) const;

  /// Of d.log_prob * log_prob + d.entropy * entropy: overwrites the sample's d_output, adds the
  /// gradient of the log-deviations to `gradient`.
  void evaluate_backward(const T* parameters, NetworkPass<T>& pass, int sample,
                         std::span<const float> action, const ActionTerms<T>& d, T* gradient) const;

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

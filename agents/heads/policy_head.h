// What one action head adds to a policy's network, whatever its kind: parameters, a forward and a
// backward, and the distribution of its part of an action, all over a batch of samples.
//
// A kind of head is a class of its own; policy_heads.cpp makes it.  Nothing else asks for kinds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "agents/heads/continuous/continuous_config.h"
#include "agents/heads/held_noise.h"
#include "envs/core/action_space.h"
#include "envs/core/decision.h"
#include "envs/core/random.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/entity_sets.h"
#include "nn/layers/parameters.h"

namespace saccade {

/// What can be chosen about heads, with defaults.
struct HeadConfig {
  /// Of continuous heads with a deviation, in units in which [-1, 1] spans the range: at 0 one
  /// deviation is half of it.
  float initial_log_std = 0;
  ContinuousConfig continuous;
};

/// What a head is made from.
struct HeadContext {
  const ObservationSpace& observation;
  const HeadConfig& config;
  int width;                   ///< Of the agents' vectors that heads read.
  int token_width;             ///< Of each token's vector.
  bool has_tokens;             ///< Whether the encoder gives a vector per entity.
  int action_begin;            ///< Where the head's numbers stand in an action, ...
  std::size_t held_begin = 0;  ///< ... and where those that an agent holds for it.
};

/// The masks of one head for a run of samples.  Sample s: allowed[offsets[s], offsets[s + 1]); an
/// empty range allows everything, one of zeros says that the head is absent at that step.
struct MaskView {
  const std::uint8_t* allowed = nullptr;
  const std::int32_t* offsets = nullptr;

  std::span<const std::uint8_t> of(int sample) const {
    return {allowed + offsets[sample], allowed + offsets[sample + 1]};
  }
};

/// What heads read of an encoder's forward.
template <class T>
struct HeadInput {
  int samples = 0;
  const T* readout = nullptr;                   ///< [samples x width] the agents' vectors.
  const T* tokens = nullptr;                    ///< [tokens x token_width]; null: there are none.
  const std::int32_t* token_offsets = nullptr;  ///< [samples + 1] rows of `tokens`.
  std::span<const nn::EntityRows<T>> types;     ///< In whose order a sample's tokens stand.
  MaskView mask;
};

/// Where a backward adds.
template <class T>
struct HeadGradient {
  T* readout = nullptr;     ///< [samples x width]
  T* tokens = nullptr;      ///< [tokens x token_width]; null unless some head reads tokens.
  T* parameters = nullptr;  ///< The whole gradient.
};

/// A head's numbers in a batch of actions [samples x action_width].
template <class Value>
class HeadActions {
 public:
  HeadActions(Value* actions, int action_width, int begin, int width)
      : first_(actions + begin),
        stride_(static_cast<std::size_t>(action_width)),
        width_(static_cast<std::size_t>(width)) {}

  std::span<Value> of(int sample) const {
    return {first_ + static_cast<std::size_t>(sample) * stride_, width_};
  }

 private:
  Value* first_;
  std::size_t stride_;
  std::size_t width_;
};

/// What a head's forward leaves behind.  Owned by the caller, reused, used by one thread.
template <class T>
struct HeadPass {
  virtual ~HeadPass() = default;

  nn::Buffer<T> output;    ///< Of the distributions, sample after sample: see the kind of head.
  nn::Buffer<T> d_output;  ///< [as output] filled by evaluate_backward.
};

/// Of the actions of a batch under the distributions of a forward.
template <class T>
struct ActionTerms {
  std::vector<T> log_probs;  ///< [samples]
  std::vector<T> entropies;  ///< [samples] nats

  void resize(int samples) {
    log_probs.resize(static_cast<std::size_t>(samples));
    entropies.resize(static_cast<std::size_t>(samples));
  }
};

/// Immutable and shareable between threads.  T: float in use, double in checks.
template <class T>
class PolicyHead {
 public:
  /// `width` numbers of an action, from `begin`, are this head's.
  PolicyHead(int begin, int width) : begin_(begin), width_(width) {}
  virtual ~PolicyHead() = default;

  int action_begin() const { return begin_; }
  int action_width() const { return width_; }

  /// This head's part of actions [samples x action_width].
  template <class Value>
  HeadActions<Value> part_of(Value* actions, int action_width) const {
    return {actions, action_width, begin_, width_};
  }

  /// Whether `forward` reads tokens.
  static constexpr bool kReadsTokens = false;
  /// Normal numbers that an agent holds for it from step to step: see HeldNoise.
  virtual std::size_t held_numbers() const { return 0; }

  /// Distributions are nearly uniform at first, or nearly centred.
  virtual void initialise(T* parameters, nn::Random& random) const = 0;
  virtual std::unique_ptr<HeadPass<T>> make_pass() const = 0;

  /// Makes the distributions of all samples: overwrites pass.output.
  virtual void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const = 0;
  /// Adds to the gradients, given pass.d_output.
  virtual void backward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass,
                        const HeadGradient<T>& gradient) const = 0;

  /// Writes an action per sample of the latest forward, drawn with draws[sample]; noise that is
  /// held was advanced to this step.
  virtual void choose(const T* parameters, const HeadPass<T>& pass,
                      std::span<const ActionDraw> draws,
                      const HeadActions<float>& actions) const = 0;
  /// Adds each action's log-probability to log_probs [samples].
  virtual void add_log_probs(const T* parameters, const HeadPass<T>& pass,
                             const HeadActions<const float>& actions,
                             std::span<T> log_probs) const = 0;
  /// Adds each distribution's entropy, nats, to entropies [samples].
  virtual void add_entropies(const T* parameters, const HeadPass<T>& pass,
                             std::span<T> entropies) const = 0;
  /// Of d.log_probs * log_prob + d.entropies * entropy, summed over samples: overwrites d_output,
  /// adds to `gradient` what does not go through the output.
  virtual void evaluate_backward(const T* parameters, HeadPass<T>& pass,
                                 const HeadActions<const float>& actions, const ActionTerms<T>& d,
                                 T* gradient) const = 0;

  /// The Kullback-Leibler divergence, nats, of sample `from` of a forward from sample `other` of
  /// another one (or the same).  `kept`: of the choices of `from`, those that `other` still has, in
  /// its order; the distribution of `from` is then that over those alone.  Empty: it has all.  0
  /// where the head is absent or nothing is left to choose.
  virtual double divergence(const T* parameters, const HeadPass<T>& pass, int from,
                            const HeadPass<T>& others, int other,
                            std::span<const int> kept) const = 0;

  /// From this head's numbers as they were chosen to what the environment gets.
  virtual void to_environment(std::span<const float> chosen, std::span<float> action) const = 0;
  /// Tells of the first sample's distribution, and of what was chosen of it and became `action`.
  virtual void describe(const T* parameters, const HeadPass<T>& pass, const Observation& seen,
                        std::span<const float> action, HeadDecision& decision) const = 0;

 private:
  int begin_;
  int width_;
};

}  // namespace saccade

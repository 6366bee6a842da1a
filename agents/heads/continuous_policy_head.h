// A vector of numbers, independent given the observation, each with a distribution of the
// configured kind (continuous/continuous_kinds.h) over units of which [-1, 1] spans the range
// (action_range.h).
//
// A distribution's first number is readout W + b.  So is its second one, unless it is the log of a
// deviation that no observation changes, learned or fixed, or that of noise which is a function of
// what is read (continuous/state_noise.h).  What was chosen is kept as it was sampled, and limited
// to the range for the environment alone.
#pragma once

#include <optional>

#include "agents/heads/action_range.h"
#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/heads/continuous/state_noise.h"
#include "agents/heads/policy_head.h"
#include "agents/heads/readout_layer.h"

namespace saccade {

/// The output holds the readout's numbers [samples x outputs]: the first one of each dimension,
/// then the second ones if they are read out.  Where the head is absent, the action is NaN, of
/// log-probability and entropy 0; the environment gets 0.
template <class T>
class ContinuousPolicyHead final : public PolicyHead<T> {
 public:
  ContinuousPolicyHead(const ContinuousHead& head, const HeadContext& context,
                       nn::ParameterLayout& layout);

  std::size_t held_numbers() const override { return noise_ ? noise_->held_numbers() : 0; }
  void initialise(T* parameters, nn::Random& random) const override;
  std::unique_ptr<HeadPass<T>> make_pass() const override;
  void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const override;
  void backward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass,
                const HeadGradient<T>& gradient) const override;
  void choose(const T* parameters, const HeadPass<T>& pass, std::span<const ActionDraw> draws,
              const HeadActions<float>& actions) const override;
  void add_log_probs(const T* parameters, const HeadPass<T>& pass,
                     const HeadActions<const float>& actions,
                     std::span<T> log_probs) const override;
  void add_entropies(const T* parameters, const HeadPass<T>& pass,
                     std::span<T> entropies) const override;
  void evaluate_backward(const T* parameters, HeadPass<T>& pass,
                         const HeadActions<const float>& actions, const ActionTerms<T>& d,
                         T* gradient) const override;
  double divergence(const T* parameters, const HeadPass<T>& pass, int from,
                    const HeadPass<T>& others, int other, std::span<const int> kept) const override;
  void to_environment(std::span<const float> chosen, std::span<float> action) const override;
  void describe(const T* parameters, const HeadPass<T>& pass, const Observation& seen,
                std::span<const float> action, HeadDecision& decision) const override;

 private:
  bool reads_both() const { return shape_source_ == ShapeSource::kReadout; }
  ShapeView<T> shape(const T* parameters, const HeadPass<T>& pass, int sample) const;
  void add_noise(const StateNoisePass<T>& pass, int sample, const HeldNoise& held,
                 std::span<const T> mean, std::span<float> action) const;
  ActionRange range(std::size_t dimension) const { return {head_, dimension}; }

  /// Where the second number of each shape comes from.
  enum class ShapeSource { kReadout, kParameters, kConstant, kNoise };
  static ShapeSource shape_source(const ContinuousConfig& config);

  ContinuousHead head_;
  std::size_t dimensions_;
  T initial_log_std_;
  bool has_deviation_;
  ShapeSource shape_source_;
  std::unique_ptr<ContinuousDistribution<T>> distribution_;
  ReadoutLayer<T> readout_;
  nn::Slice log_std_;                   // Of ShapeSource::kParameters, ...
  std::vector<T> constant_std_;         // ... of kConstant, [dimensions], ...
  std::optional<StateNoise<T>> noise_;  // ... and of kNoise.
  std::size_t held_begin_;
  bool learns_features_;
};

}  // namespace saccade

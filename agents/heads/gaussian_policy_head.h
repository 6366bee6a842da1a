// A vector of independent normals: mean = readout W + b, and a log-deviation per dimension that is
// learned and that no state changes.  Both are in units of which [-1, 1] spans the range
// (action_range.h); what was chosen is kept as it was sampled, and limited for the environment
// alone.
#pragma once

#include "agents/heads/policy_head.h"
#include "agents/heads/readout_layer.h"

namespace saccade {

/// The output holds means [samples x dimensions].  Where the head is absent, the action is NaN, of
/// log-probability and entropy 0; the environment gets 0.
template <class T>
class GaussianPolicyHead final : public PolicyHead<T> {
 public:
  GaussianPolicyHead(const ContinuousHead& head, const HeadContext& context,
                     nn::ParameterLayout& layout);

  void initialise(T* parameters, nn::Random& random) const override;
  std::unique_ptr<HeadPass<T>> make_pass() const override;
  void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const override;
  void backward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass,
                const HeadGradient<T>& gradient) const override;
  void choose(const T* parameters, const HeadPass<T>& pass, std::span<Rng* const> rngs,
              const HeadActions<float>& actions) const override;
  void add_log_probs(const T* parameters, const HeadPass<T>& pass,
                     const HeadActions<const float>& actions,
                     std::span<T> log_probs) const override;
  void add_entropies(const T* parameters, const HeadPass<T>& pass,
                     std::span<T> entropies) const override;
  void evaluate_backward(const T* parameters, HeadPass<T>& pass,
                         const HeadActions<const float>& actions, const ActionTerms<T>& d,
                         T* gradient) const override;
  void to_environment(std::span<const float> chosen, std::span<float> action) const override;
  void describe(const T* parameters, const HeadPass<T>& pass, const Observation& seen,
                std::span<const float> action, HeadDecision& decision) const override;

 private:
  std::span<const T> log_std(const T* parameters) const {
    return {parameters + log_std_.offset, log_std_.size()};
  }

  ContinuousHead head_;
  double initial_log_std_;
  ReadoutLayer<T> mean_;
  nn::Slice log_std_;
};

}  // namespace saccade

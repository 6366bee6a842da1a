// A choice among labels: logits = readout W + b.
#pragma once

#include "agents/heads/choice_policy_head.h"
#include "agents/heads/readout_layer.h"

namespace saccade {

template <class T>
class CategoricalPolicyHead final : public ChoicePolicyHead<T> {
 public:
  CategoricalPolicyHead(const CategoricalHead& head, const HeadContext& context,
                        nn::ParameterLayout& layout);

  void initialise(T* parameters, nn::Random& random) const override;
  std::unique_ptr<HeadPass<T>> make_pass() const override;
  void forward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass) const override;
  void backward(const T* parameters, const HeadInput<T>& input, HeadPass<T>& pass,
                const HeadGradient<T>& gradient) const override;

 private:
  void describe_choices(const Observation& seen, HeadDecision& decision) const override;

  CategoricalHead head_;
  ReadoutLayer<T> logits_;
};

}  // namespace saccade

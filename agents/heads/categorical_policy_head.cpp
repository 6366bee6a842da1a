#include "agents/heads/categorical_policy_head.h"

namespace saccade {
namespace {

template <class T>
struct CategoricalPass : ChoicePass<T> {
  nn::Buffer<T> d_readout;  ///< [samples x width] scratch of the backward.
};

}  // namespace

template <class T>
CategoricalPolicyHead<T>::CategoricalPolicyHead(const CategoricalHead& head,
                                                const HeadContext& context,
                                                nn::ParameterLayout& layout)
    : ChoicePolicyHead<T>(context.action_begin),
      head_(head),
      logits_(layout, "policy.head." + head.name, context.width,
              static_cast<int>(head.labels.size())) {}

template <class T>
void CategoricalPolicyHead<T>::initialise(T* parameters, nn::Random& random) const {
  logits_.initialise(parameters, random);
}

template <class T>
std::unique_ptr<HeadPass<T>> CategoricalPolicyHead<T>::make_pass() const {
  return std::make_unique<CategoricalPass<T>>();
}

template <class T>
void CategoricalPolicyHead<T>::forward(const T* parameters, const HeadInput<T>& input,
                                       HeadPass<T>& pass) const {
  auto& choices = static_cast<CategoricalPass<T>&>(pass);
  logits_.forward(parameters, input, pass);
  choices.offsets.resize(static_cast<std::size_t>(input.samples) + 1);
  for (std::size_t s = 0; s < choices.offsets.size(); ++s) {
    choices.offsets[s] = static_cast<std::int32_t>(s * head_.labels.size());
  }
  this->normalise(input.mask, choices);
}

template <class T>
void CategoricalPolicyHead<T>::backward(const T* parameters, const HeadInput<T>& input,
                                        HeadPass<T>& pass, const HeadGradient<T>& gradient) const {
  logits_.backward(parameters, input, pass, static_cast<CategoricalPass<T>&>(pass).d_readout,
                   gradient);
}

template <class T>
void CategoricalPolicyHead<T>::describe_choices(const Observation& /*seen*/,
                                                HeadDecision& decision) const {
  decision.labels = head_.labels;
}

template class CategoricalPolicyHead<float>;
template class CategoricalPolicyHead<double>;

}  // namespace saccade

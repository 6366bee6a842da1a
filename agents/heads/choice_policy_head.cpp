#include "agents/heads/choice_policy_head.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/heads/distributions.h"

namespace saccade {
namespace {

template <class T>
const ChoicePass<T>& as_choices(const HeadPass<T>& pass) {
  return static_cast<const ChoicePass<T>&>(pass);
}

int choice_of(std::span<const float> action) {
  return static_cast<int>(action[0]);
}

}  // namespace

template <class T>
void ChoicePolicyHead<T>::normalise(const MaskView& mask, ChoicePass<T>& pass) {
  for (int s = 0; s < pass.samples(); ++s) {
    if (pass.of(s).empty()) continue;  // An absent head may have a mask, but no candidates.
    nn::log_softmax(pass.of(s), mask.of(s));
  }
}

template <class T>
void ChoicePolicyHead<T>::choose(const T* /*parameters*/, const HeadPass<T>& pass,
                                 std::span<const ActionDraw> draws,
                                 const HeadActions<float>& actions) const {
  const ChoicePass<T>& choices = as_choices(pass);
  for (int s = 0; s < choices.samples(); ++s) {
    Rng* rng = draws[static_cast<std::size_t>(s)].rng;
    actions.of(s)[0] =
        static_cast<float>(rng ? nn::categorical_sample(choices.of(s), rng->uniform())
                               : nn::categorical_mode(choices.of(s)));
  }
}

template <class T>
void ChoicePolicyHead<T>::add_log_probs(const T* /*parameters*/, const HeadPass<T>& pass,
                                        const HeadActions<const float>& actions,
                                        std::span<T> log_probs) const {
  const ChoicePass<T>& choices = as_choices(pass);
  for (int s = 0; s < choices.samples(); ++s) {
    log_probs[static_cast<std::size_t>(s)] +=
        nn::categorical_log_prob(choices.of(s), choice_of(actions.of(s)));
  }
}

template <class T>
void ChoicePolicyHead<T>::add_entropies(const T* /*parameters*/, const HeadPass<T>& pass,
                                        std::span<T> entropies) const {
  const ChoicePass<T>& choices = as_choices(pass);
  for (int s = 0; s < choices.samples(); ++s) {
    entropies[static_cast<std::size_t>(s)] += nn::categorical_entropy(choices.of(s));
  }
}

template <class T>
void ChoicePolicyHead<T>::evaluate_backward(const T* /*parameters*/, HeadPass<T>& pass,
                                            const HeadActions<const float>& actions,
                                            const ActionTerms<T>& d, T* /*gradient*/) const {
  auto& choices = static_cast<ChoicePass<T>&>(pass);
  for (int s = 0; s < choices.samples(); ++s) {
    const auto i = static_cast<std::size_t>(s);
    nn::categorical_backward(as_choices(pass).of(s), choice_of(actions.of(s)), d.log_probs[i],
                             d.entropies[i], choices.d_of(s));
  }
}

// sum_i p_i (log p_i - log q_i), where p is `from` over the choices that are kept.
template <class T>
double ChoicePolicyHead<T>::divergence(const T* /*parameters*/, const HeadPass<T>& pass, int from,
                                       const HeadPass<T>& others, int other,
                                       std::span<const int> kept) const {
  const std::span<const T> p = as_choices(pass).of(from);
  const std::span<const T> q = as_choices(others).of(other);
  assert(q.size() == (kept.empty() ? p.size() : kept.size()) || q.empty());
  const auto log_p = [&](std::size_t i) {
    return static_cast<double>(kept.empty() ? p[i] : p[static_cast<std::size_t>(kept[i])]);
  };
  double total = 0;
  for (std::size_t i = 0; i < q.size(); ++i) total += std::exp(log_p(i));
  if (!(total > 0)) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double share = std::exp(log_p(i)) / total;
    if (share > 0) sum += share * (std::log(share) - static_cast<double>(q[i]));
  }
  return std::max(sum, 0.0);
}

template <class T>
void ChoicePolicyHead<T>::to_environment(std::span<const float> chosen,
                                         std::span<float> action) const {
  action[0] = chosen[0];
}

template <class T>
void ChoicePolicyHead<T>::describe(const T* /*parameters*/, const HeadPass<T>& pass,
                                   const Observation& seen, std::span<const float> action,
                                   HeadDecision& decision) const {
  for (const T log_prob : as_choices(pass).of(0)) {
    decision.probabilities.push_back(static_cast<float>(std::exp(log_prob)));
    decision.allowed.push_back(std::isfinite(log_prob) ? 1 : 0);
  }
  decision.chosen = choice_of(action);
  describe_choices(seen, decision);
}

template class ChoicePolicyHead<float>;
template class ChoicePolicyHead<double>;

}  // namespace saccade

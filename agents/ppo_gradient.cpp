#include "agents/ppo_gradient.h"

#include "agents/ppo_loss.h"

namespace saccade {
namespace {

template <class T>
struct SampleLoss {
  SurrogateLoss<T> policy;
  ValueLoss<T> value;
};

template <class T>
SampleLoss<T> loss_of(const PpoSamples<T>& samples, std::size_t s, T log_prob, T value,
                      const PpoCoefficients& c) {
  return {
      surrogate_loss(log_prob, samples.log_probs[s], samples.advantages[s], static_cast<T>(c.clip)),
      value_loss(value, samples.values[s], samples.returns[s], static_cast<T>(c.value_clip))};
}

}  // namespace

template <class T>
LossSums add_ppo_gradient(const PolicyNetwork<T>& network, const T* parameters,
                          const NetworkInput<T>& input, const PpoSamples<T>& samples,
                          const PpoCoefficients& coefficients, T weight, NetworkPass<T>& pass,
                          T* gradient) {
  const auto value_weight = weight * static_cast<T>(coefficients.value_coefficient);
  const auto entropy_weight = -weight * static_cast<T>(coefficients.entropy_coefficient);
  const auto width = static_cast<std::size_t>(network.action_width());
  LossSums sums;
  network.forward(parameters, input, pass);
  for (int s = 0; s < input.samples; ++s) {
    const auto i = static_cast<std::size_t>(s);
    const std::span<const float> action(samples.actions.data() + i * width, width);
    const ActionTerms<T> terms = network.evaluate(parameters, pass, s, action);
    const SampleLoss<T> loss =
        loss_of(samples, i, terms.log_prob, pass.value.data()[s], coefficients);
    network.evaluate_backward(parameters, pass, s, action,
                              {weight * loss.policy.d_log_prob, entropy_weight}, gradient);
    pass.d_value.data()[s] = value_weight * loss.value.d_value;
    sums.add({static_cast<double>(loss.policy.loss), static_cast<double>(loss.value.loss),
              static_cast<double>(terms.entropy), static_cast<double>(loss.policy.kl),
              loss.policy.clipped ? 1.0 : 0.0});
  }
  network.backward(parameters, input, pass, gradient);
  return sums;
}

template LossSums add_ppo_gradient(const PolicyNetwork<float>&, const float*,
                                   const NetworkInput<float>&, const PpoSamples<float>&,
                                   const PpoCoefficients&, float, NetworkPass<float>&, float*);
template LossSums add_ppo_gradient(const PolicyNetwork<double>&, const double*,
                                   const NetworkInput<double>&, const PpoSamples<double>&,
                                   const PpoCoefficients&, double, NetworkPass<double>&, double*);

}  // namespace saccade

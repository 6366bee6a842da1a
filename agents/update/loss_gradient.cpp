#include "agents/update/loss_gradient.h"

namespace saccade {

template <class T>
MetricSums add_loss_gradient(const PolicyNetwork<T>& network, const T* parameters,
                             const NetworkInput<T>& input, const LossBatch<T>& batch,
                             const Algorithm& algorithm, T weight, NetworkPass<T>& pass,
                             T* gradient) {
  const auto width = static_cast<std::size_t>(network.action_width());
  MetricSums sums;
  network.forward(parameters, input, pass);
  for (int s = 0; s < input.samples; ++s) {
    const auto i = static_cast<std::size_t>(s);
    const std::span<const float> action(batch.actions.data() + i * width, width);
    const ActionTerms<T> terms = network.evaluate(parameters, pass, s, action);
    const LossGradient<T> loss = algorithm.loss(LossInput<T>{.log_prob = terms.log_prob,
                                                             .entropy = terms.entropy,
                                                             .value = pass.value.data()[s],
                                                             .old_log_prob = batch.log_probs[i],
                                                             .old_value = batch.values[i],
                                                             .advantage = batch.advantages[i],
                                                             .target_return = batch.returns[i]},
                                                weight, sums);
    network.evaluate_backward(parameters, pass, s, action, {loss.by_log_prob, loss.by_entropy},
                              gradient);
    pass.d_value.data()[s] = loss.by_value;
  }
  network.backward(parameters, input, pass, gradient);
  return sums;
}

template MetricSums add_loss_gradient(const PolicyNetwork<float>&, const float*,
                                      const NetworkInput<float>&, const LossBatch<float>&,
                                      const Algorithm&, float, NetworkPass<float>&, float*);
template MetricSums add_loss_gradient(const PolicyNetwork<double>&, const double*,
                                      const NetworkInput<double>&, const LossBatch<double>&,
                                      const Algorithm&, double, NetworkPass<double>&, double*);

}  // namespace saccade

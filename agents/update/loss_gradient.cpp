#include "agents/update/loss_gradient.h"

namespace saccade {

template <class T>
MetricSums add_loss_gradient(const PolicyNetwork<T>& network, const T* parameters,
                             const NetworkInput<T>& input, const LossBatch<T>& batch,
                             const Algorithm& algorithm, T weight, NetworkPass<T>& pass,
                             T* gradient) {
  MetricSums sums;
  network.forward(parameters, input, pass);
  network.evaluate(parameters, batch.actions.data(), input.samples, pass);
  for (std::size_t i = 0; i < static_cast<std::size_t>(input.samples); ++i) {
    const LossGradient<T> loss = algorithm.loss(LossInput<T>{.log_prob = pass.terms.log_probs[i],
                                                             .entropy = pass.terms.entropies[i],
                                                             .value = pass.value.data()[i],
                                                             .old_log_prob = batch.log_probs[i],
                                                             .old_value = batch.values[i],
                                                             .advantage = batch.advantages[i],
                                                             .target_return = batch.returns[i]},
                                                weight, sums);
    pass.d_terms.log_probs[i] = loss.by_log_prob;
    pass.d_terms.entropies[i] = loss.by_entropy;
    pass.d_value.data()[i] = loss.by_value;
  }
  network.evaluate_backward(parameters, batch.actions.data(), pass, gradient);
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

// A small policy network in double, six samples that it sees, and the check of a loss's gradient.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/policy/policy_network.h"
#include "agents/update/loss_gradient.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade::testing {

inline const ObservationSpace kSmallSpace = {{{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b"}}}};
inline const ActionSpace kSmallActions = {{CategoricalHead{"move", {"left", "stay", "right"}},
                                           ContinuousHead{"aim", {"x"}, {-1}, {1}},
                                           SelectEntityHead{"pick", {1}}}};

/// Its parameters are away from their initial zeros, where a wrong gradient could hide.
struct SmallNetwork {
  static constexpr int kSamples = 6;

  PolicyNetwork<double> network;
  std::vector<double> parameters;
  NetworkPass<double> pass;
  std::vector<double> states;  ///< [samples x state_width], zero at first.
  nn::Random random{3};
  RaggedSets<double> sets{{{1, 2}, {1, 0}, {1, 3}, {1, 1}, {1, 4}, {1, 2}}, {3, 2}, random};
  std::vector<std::int32_t> no_mask = std::vector<std::int32_t>(kSamples + 1, 0);

  explicit SmallNetwork(const PolicyConfig& config)
      : network(kSmallSpace, kSmallActions, config),
        parameters(network.layout().size(), 0.0),
        pass(network.make_pass()),
        states(kSamples * static_cast<std::size_t>(network.state_width())) {
    const std::vector<double> noise = random_vector(parameters.size(), 5);
    nn::Random initial(9);
    network.initialise(parameters.data(), initial);
    for (const auto& entry : network.layout().entries()) {
      for (std::size_t i = 0; i < entry.slice.size(); ++i) {
        parameters[entry.slice.offset + i] += 0.2 * noise[entry.slice.offset + i];
      }
    }
  }

  /// All samples at one step.
  NetworkInput<double> input() const {
    const nn::EntitySets<double> all = sets.sets();
    NetworkInput<double> input;
    input.samples = all.samples;
    input.types = {all.types.begin(), all.types.end()};
    input.masks.assign(3, {nullptr, no_mask.data()});
    input.states = states.data();
    return input;
  }

  /// Actions that the network draws, and what an update is told of them.
  LossBatch<double> sample(const NetworkInput<double>& input) {
    LossBatch<double> samples;
    samples.actions.resize(kSamples * static_cast<std::size_t>(network.action_width()));
    std::vector<Rng> rngs;
    for (std::uint64_t s = 0; s < kSamples; ++s) rngs.emplace_back(s);
    std::vector<HeldNoise> held(kSamples);
    std::vector<ActionDraw> draws;
    for (std::size_t s = 0; s < kSamples; ++s) draws.push_back({&rngs[s], &held[s]});
    network.prepare(parameters.data(), pass);
    network.forward(parameters.data(), input, pass);
    network.choose(parameters.data(), pass, draws, samples.actions.data());
    samples.log_probs.resize(kSamples);
    network.log_probs(parameters.data(), pass, samples.actions.data(), samples.log_probs);
    for (int s = 0; s < kSamples; ++s) {
      samples.log_probs[static_cast<std::size_t>(s)] += s % 2 == 0 ? 0.05 : -0.07;
      samples.values.push_back(pass.value.data()[s] + 0.05);
      samples.advantages.push_back(s < 3 ? 1.3 : -0.7);
      samples.returns.push_back(0.4 * s - 1);
    }
    return samples;
  }

  /// The gradient of PPO's loss is that of central differences.
  void check_ppo_gradient(const NetworkInput<double>& input) {
    const LossBatch<double> samples = sample(input);
    AlgorithmConfig ppo("ppo");
    ppo.options.set("value_coefficient", 0.5);
    ppo.options.set("entropy_coefficient", 0.1);
    const std::unique_ptr<Algorithm> algorithm = make_algorithm(ppo);
    const auto add_gradient = [&](std::vector<double>& gradient) {
      network.prepare(parameters.data(), pass);
      return add_loss_gradient(network, parameters.data(), input, samples, *algorithm, 0.25, pass,
                               gradient.data());
    };
    std::vector<double> gradient(parameters.size());
    add_gradient(gradient);
    const auto loss = [&] {
      std::vector<double> ignored(gradient.size());
      const MetricSums sums = add_gradient(ignored);
      return 0.25 *
             (sums.values[0] + 0.5 * sums.values[1] - static_cast<double>(0.1F) * sums.values[2]);
    };
    check_slopes(loss, parameters, gradient, network.layout());
  }
};

}  // namespace saccade::testing

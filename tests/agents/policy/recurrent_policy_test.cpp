// A policy with memory over several sequences: its gradient through time, and that sequences do not
// know of each other.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/update/loss_gradient.h"
#include "nn/memory/memory_kinds.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade {
namespace {

const ObservationSpace kSpace = {{{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b"}}}};
const ActionSpace kActions = {{CategoricalHead{"move", {"left", "stay", "right"}},
                               ContinuousHead{"aim", {"x"}, {-1}, {1}},
                               SelectEntityHead{"pick", {1}}}};
// Three sequences side by side: of three, two and one steps.
const std::vector<std::int32_t> kSteps = {0, 3, 5, 6};
constexpr int kSamples = 6;

PolicyConfig config_of(const std::string& kind, bool separate_value) {
  PolicyConfig config;
  config.encoder = {.width = 6, .heads = 2, .activation = nn::Activation::kTanh};
  config.memory.kind = nn::find_memory_kind(kind);
  if (config.memory.kind->attends) {
    config.memory.length = 2;  // So that the third step has forgotten something.
    config.memory.heads = 2;
  }
  config.separate_value = separate_value;
  config.actor_hidden = {5};
  config.critic_hidden = {4, 3};
  return config;
}

struct Model {
  PolicyNetwork<double> network;
  std::vector<double> parameters;
  NetworkPass<double> pass;
  std::vector<double> states;  // [3 x state_width]
  nn::Random random{3};
  testing::RaggedSets<double> sets{
      {{1, 2}, {1, 0}, {1, 3}, {1, 1}, {1, 4}, {1, 2}}, {3, 2}, random};
  std::vector<std::int32_t> no_mask = std::vector<std::int32_t>(kSamples + 1, 0);

  explicit Model(const PolicyConfig& config)
      : network(kSpace, kActions, config),
        parameters(network.layout().size(), 0.0),
        pass(network.make_pass()),
        states(3 * static_cast<std::size_t>(network.state_width())) {
    const std::vector<double> noise = testing::random_vector(parameters.size(), 5);
    nn::Random initial(9);
    network.initialise(parameters.data(), initial);
    for (const auto& entry : network.layout().entries()) {
      for (std::size_t i = 0; i < entry.slice.size(); ++i) {
        parameters[entry.slice.offset + i] += 0.2 * noise[entry.slice.offset + i];
      }
    }
    remember_something();
  }

  // Goes through a first step for each sequence but the second, which begins anew.
  void remember_something() {
    NetworkInput<double> first = input();
    first.step_offsets = {0, 3};
    first.samples = 3;
    network.forward(parameters.data(), first, pass);
    network.next_states(pass, 3, states.data());
    const auto width = static_cast<std::ptrdiff_t>(network.state_width());
    std::fill(states.begin() + width, states.begin() + 2 * width, 0.0);
  }

  NetworkInput<double> input() const {
    const nn::EntitySets<double> all = sets.sets();
    NetworkInput<double> input;
    input.samples = all.samples;
    input.types = {all.types.begin(), all.types.end()};
    input.masks.assign(3, {nullptr, no_mask.data()});
    input.states = states.data();
    input.step_offsets = kSteps;
    return input;
  }
};

LossBatch<double> sampled(Model& model, const NetworkInput<double>& input) {
  LossBatch<double> samples;
  samples.actions.resize(kSamples * static_cast<std::size_t>(model.network.action_width()));
  std::vector<Rng> rngs;
  for (std::uint64_t s = 0; s < kSamples; ++s) rngs.emplace_back(s);
  std::vector<ActionDraw> draws;
  for (Rng& rng : rngs) draws.push_back({&rng});
  model.network.forward(model.parameters.data(), input, model.pass);
  model.network.choose(model.parameters.data(), model.pass, draws, samples.actions.data());
  samples.log_probs.resize(kSamples);
  model.network.log_probs(model.parameters.data(), model.pass, samples.actions.data(),
                          samples.log_probs);
  for (int s = 0; s < kSamples; ++s) {
    samples.log_probs[static_cast<std::size_t>(s)] += s % 2 == 0 ? 0.05 : -0.07;
    samples.values.push_back(model.pass.value.data()[s] + 0.05);
    samples.advantages.push_back(s < 3 ? 1.3 : -0.7);
    samples.returns.push_back(0.4 * s - 1);
  }
  return samples;
}

TEST_CASE("the gradient of a loss agrees with differences through memory and time") {
  Model model(
      config_of(GENERATE(as<std::string>{}, "gru", "lstm", "attention"), GENERATE(false, true)));
  const NetworkInput<double> input = model.input();
  const LossBatch<double> samples = sampled(model, input);
  AlgorithmConfig ppo("ppo");
  ppo.options.set("value_coefficient", 0.5);
  ppo.options.set("entropy_coefficient", 0.1);
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(ppo);
  const auto add_gradient = [&](std::vector<double>& gradient) {
    return add_loss_gradient(model.network, model.parameters.data(), input, samples, *algorithm,
                             0.25, model.pass, gradient.data());
  };
  std::vector<double> gradient(model.parameters.size());
  add_gradient(gradient);
  const auto loss = [&] {
    std::vector<double> ignored(gradient.size());
    const MetricSums sums = add_gradient(ignored);
    return 0.25 *
           (sums.values[0] + 0.5 * sums.values[1] - static_cast<double>(0.1F) * sums.values[2]);
  };
  testing::check_slopes(loss, model.parameters, gradient, model.network.layout());
}

TEST_CASE("a sequence has the same values whatever stands beside it") {
  Model model(config_of(GENERATE(as<std::string>{}, "gru", "lstm", "attention"), true));
  model.network.forward(model.parameters.data(), model.input(), model.pass);
  const std::vector<double> all(model.pass.value.data(), model.pass.value.data() + kSamples);

  // The last sequence alone, which has one step: sample 2.
  NetworkInput<double> input = model.input();
  for (auto& type : input.types) type.offsets += 2;
  input.samples = 1;
  input.step_offsets.clear();
  input.states += 2 * model.network.state_width();
  model.network.forward(model.parameters.data(), input, model.pass);
  CHECK(model.pass.value.data()[0] == all[2]);

  // And from another state it is not the same.
  input.states = model.states.data();
  model.network.forward(model.parameters.data(), input, model.pass);
  CHECK(model.pass.value.data()[0] != all[2]);
}

}  // namespace
}  // namespace saccade

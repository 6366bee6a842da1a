// A network whose value is computed from what a whole team sees.
#include "agents/critic/central_critic.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/policy/policy_network.h"
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
constexpr int kSamples = 6;
// Of three agents, of one, and of two, which do not stand side by side.
const Teams kTeams = {{0, 3, 4, 6}, {0, 2, 5, 1, 3, 4}};

PolicyConfig central_config() {
  PolicyConfig config;
  config.encoder = {.width = 6, .heads = 2, .activation = nn::Activation::kTanh};
  config.critic = CriticScope::kCentral;
  return config;
}

struct Model {
  PolicyNetwork<double> network;
  std::vector<double> parameters;
  NetworkPass<double> pass;
  std::vector<double> states;
  nn::Random random{3};
  testing::RaggedSets<double> sets{
      {{1, 2}, {1, 0}, {1, 3}, {1, 1}, {1, 4}, {1, 2}}, {3, 2}, random};
  std::vector<std::int32_t> no_mask = std::vector<std::int32_t>(kSamples + 1, 0);
  Teams teams = kTeams;

  explicit Model(const PolicyConfig& config)
      : network(kSpace, kActions, config),
        parameters(network.layout().size(), 0.0),
        pass(network.make_pass()),
        states(kSamples * static_cast<std::size_t>(network.state_width())) {
    const std::vector<double> noise = testing::random_vector(parameters.size(), 5);
    nn::Random initial(9);
    network.initialise(parameters.data(), initial);
    for (const auto& entry : network.layout().entries()) {
      for (std::size_t i = 0; i < entry.slice.size(); ++i) {
        parameters[entry.slice.offset + i] += 0.2 * noise[entry.slice.offset + i];
      }
    }
  }

  NetworkInput<double> input() const {
    const nn::EntitySets<double> all = sets.sets();
    NetworkInput<double> input;
    input.samples = all.samples;
    input.types = {all.types.begin(), all.types.end()};
    input.masks.assign(3, {nullptr, no_mask.data()});
    input.states = states.data();
    input.teams = teams;
    return input;
  }

  /// Values, and the outputs of the first head.
  std::pair<std::vector<double>, std::vector<double>> forward() {
    network.forward(parameters.data(), input(), pass);
    const nn::Buffer<double>& moves = pass.heads[0]->output;
    return {{pass.value.data(), pass.value.data() + kSamples},
            {moves.data(), moves.data() + moves.size()}};
  }
  std::vector<double> values() { return forward().first; }
};

LossBatch<double> sampled(Model& model, const NetworkInput<double>& input) {
  LossBatch<double> samples;
  samples.actions.resize(kSamples * static_cast<std::size_t>(model.network.action_width()));
  std::vector<Rng> rngs;
  for (std::uint64_t s = 0; s < kSamples; ++s) rngs.emplace_back(s);
  std::vector<HeldNoise> held(kSamples);
  std::vector<ActionDraw> draws;
  for (std::size_t s = 0; s < kSamples; ++s) draws.push_back({&rngs[s], &held[s]});
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

void check_ppo_gradient(Model& model, const NetworkInput<double>& input) {
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

TEST_CASE("the gradient of a loss agrees with differences through a team's values") {
  PolicyConfig config = central_config();
  config.separate_value = GENERATE(false, true);
  if (GENERATE(false, true)) config.critic_hidden = {5};
  Model model(config);
  if (GENERATE(false, true)) model.teams = {};
  check_ppo_gradient(model, model.input());
}

TEST_CASE("the gradient agrees with differences through teams, memory and time") {
  PolicyConfig config = central_config();
  config.memory.kind = nn::find_memory_kind(GENERATE(as<std::string>{}, "gru", "attention"));
  if (config.memory.kind->attends) {
    config.memory.length = 2;
    config.memory.heads = 2;
  }
  config.separate_value = GENERATE(false, true);
  Model model(config);
  // Three sequences of three, two and one steps; the third one begins with the second step of the
  // first.
  NetworkInput<double> input = model.input();
  input.step_offsets = {0, 3, 5, 6};
  input.teams = {{0, 2, 5, 6}, {0, 1, 3, 4, 2, 5}};
  check_ppo_gradient(model, input);
}

TEST_CASE("the gradient agrees with differences through teams and noise that lasts") {
  PolicyConfig config = central_config();
  config.heads.continuous.deviation = Deviation::kGsde;
  config.heads.continuous.learn_features = true;
  config.separate_value = GENERATE(false, true);
  Model model(config);
  check_ppo_gradient(model, model.input());
}

TEST_CASE("a value depends on what the agent's whole team sees, and on nothing else") {
  PolicyConfig config = central_config();
  config.separate_value = GENERATE(false, true);
  Model model(config);
  const auto [values, moves] = model.forward();
  model.sets.features(0)[2 * 3 + 1] += 0.5;  // What the third sample's agent knows of itself.
  const auto [others, other_moves] = model.forward();
  for (const std::size_t sample : {0U, 2U, 5U}) CHECK(others[sample] != values[sample]);
  for (const std::size_t sample : {1U, 3U, 4U}) CHECK(others[sample] == values[sample]);
  for (std::size_t i = 0; i < moves.size(); ++i) {
    CHECK((other_moves[i] == moves[i]) == (i / 3 != 2));  // Actions are the agent's own affair.
  }
}

TEST_CASE("the order of a team's agents has no part in their values") {
  Model model(central_config());
  const std::vector<double> values = model.values();
  model.teams = {{0, 2, 5, 6}, {4, 3, 5, 0, 2, 1}};
  const std::vector<double> same = model.values();
  for (std::size_t s = 0; s < kSamples; ++s) CHECK(same[s] == Approx(values[s]).epsilon(1e-12));
}

TEST_CASE("who is no member of a team is not seen") {
  Model model(central_config());
  const std::vector<double> values = model.values();
  model.teams = {{0, 2, 4, 6}, {0, 2, 1, 5, 3, 4}};  // The sixth has changed teams.
  const std::vector<double> others = model.values();
  for (const std::size_t sample : {0U, 1U, 2U, 5U}) CHECK(others[sample] != values[sample]);
  for (const std::size_t sample : {3U, 4U}) CHECK(others[sample] == values[sample]);
}

TEST_CASE("an agent of whom no team is told is alone, like a team of one") {
  Model model(central_config());
  const std::vector<double> together = model.values();
  model.teams = {};
  const std::vector<double> untold = model.values();
  model.teams.assign_alone(kSamples);
  CHECK(model.values() == untold);
  CHECK(untold[1] == together[1]);  // It was alone before.
  CHECK(untold[0] != together[0]);
  // And of one agent by itself the same.
  NetworkInput<double> one = model.input();
  one.samples = 1;
  one.teams = {};
  model.network.forward(model.parameters.data(), one, model.pass);
  CHECK(model.pass.value.data()[0] == untold[0]);
}

TEST_CASE("the values alone are those of a whole forward") {
  PolicyConfig config = central_config();
  config.separate_value = GENERATE(false, true);
  Model model(config);
  const std::vector<double> values = model.values();
  model.network.forward_value(model.parameters.data(), model.input(), model.pass);
  CHECK(std::equal(values.begin(), values.end(), model.pass.value.data()));
}

TEST_CASE("a team has any number of agents, and more who see the same change nothing") {
  const int agents = GENERATE(2, 3, 70, 300);
  const Model model(central_config());
  nn::Random random(3);
  testing::RaggedSets<double> sets(std::vector(static_cast<std::size_t>(agents), std::vector{1, 0}),
                                   {3, 2}, random);
  for (std::size_t i = 3; i < sets.features(0).size(); ++i) {
    sets.features(0)[i] = sets.features(0)[i - 3];
  }
  const std::vector<std::int32_t> no_mask(static_cast<std::size_t>(agents) + 1, 0);
  const nn::EntitySets<double> all = sets.sets();
  NetworkInput<double> input;
  input.samples = agents;
  input.types = {all.types.begin(), all.types.end()};
  input.masks.assign(3, {nullptr, no_mask.data()});
  NetworkPass<double> pass = model.network.make_pass();
  model.network.forward(model.parameters.data(), input, pass);
  const double alone = pass.value.data()[0];
  input.teams.assign_together(agents);
  model.network.forward(model.parameters.data(), input, pass);
  for (int i = 0; i < agents; ++i) {
    CHECK(pass.value.data()[i] == Approx(alone).epsilon(1e-12));
  }
}

TEST_CASE("the default critic has no parameters of a team, and a central one adds them alone") {
  PolicyConfig config = central_config();
  const auto names = [&config] {
    std::vector<std::string> all;
    const PolicyNetwork<float> network(kSpace, kActions, config);
    for (const auto& entry : network.layout().entries()) all.push_back(entry.name);
    return all;
  };
  std::vector<std::string> central = names();
  config.critic = PolicyConfig{}.critic;
  const std::vector<std::string> own = names();
  const std::size_t before = central.size();
  std::erase_if(central, [](const std::string& name) { return name.starts_with("value.team."); });
  CHECK(before == own.size() + 17);  // Three norms, four projections (one without bias), an MLP.
  CHECK(central == own);
}

TEST_CASE("a width that the heads of a central critic do not divide is refused by name") {
  PolicyConfig config = central_config();
  config.encoder = {.kind = nn::EncoderKind::kMeanPool, .width = 9, .heads = 2};
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSpace, kActions, config),
                    "policy.attention.heads: found 2, wanted a divisor of the width 9: with "
                    "policy.critic = central agents attend to each other");
  config.critic = CriticScope::kOwn;
  CHECK_NOTHROW(PolicyNetwork<float>(kSpace, kActions, config));
}

}  // namespace
}  // namespace saccade

// A network whose value is computed from what a whole team sees.
#include "agents/critic/central_critic.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agents/policy/policy_network.h"
#include "agents/small_network.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

using testing::kSmallActions;
using testing::kSmallSpace;

constexpr int kSamples = testing::SmallNetwork::kSamples;
// Of three agents, of one, and of two, which do not stand side by side.
const Teams kTeams = {{0, 3, 4, 6}, {0, 2, 5, 1, 3, 4}};

PolicyConfig central_config() {
  PolicyConfig config;
  config.encoder = {.width = 6, .heads = 2, .activation = nn::Activation::kTanh};
  config.critic = CriticScope::kCentral;
  config.value_gain = 1;
  return config;
}

struct Model : testing::SmallNetwork {
  Teams teams = kTeams;

  explicit Model(const PolicyConfig& config) : SmallNetwork(config) {}

  NetworkInput<double> input() const {
    NetworkInput<double> input = SmallNetwork::input();
    input.teams = teams;
    return input;
  }

  /// Values, and the outputs of the first head.
  std::pair<std::vector<double>, std::vector<double>> forward() {
    network.prepare(parameters.data(), pass);
    network.forward(parameters.data(), input(), pass);
    const nn::Buffer<double>& moves = pass.heads[0]->output;
    return {{pass.value.data(), pass.value.data() + kSamples},
            {moves.data(), moves.data() + moves.size()}};
  }
  std::vector<double> values() { return forward().first; }
};

TEST_CASE("the gradient of a loss agrees with differences through a team's values") {
  PolicyConfig config = central_config();
  config.separate_value = GENERATE(false, true);
  if (GENERATE(false, true)) config.critic_hidden = {5};
  Model model(config);
  if (GENERATE(false, true)) model.teams = {};
  model.check_ppo_gradient(model.input());
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
  model.check_ppo_gradient(input);
}

TEST_CASE("the gradient agrees with differences through teams and noise that lasts") {
  PolicyConfig config = central_config();
  config.heads.continuous.deviation = Deviation::kGsde;
  config.heads.continuous.learn_features = true;
  config.separate_value = GENERATE(false, true);
  Model model(config);
  model.check_ppo_gradient(model.input());
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
  model.network.prepare(model.parameters.data(), model.pass);
  model.network.forward(model.parameters.data(), one, model.pass);
  CHECK(model.pass.value.data()[0] == untold[0]);
}

TEST_CASE("the values alone are those of a whole forward") {
  PolicyConfig config = central_config();
  config.separate_value = GENERATE(false, true);
  Model model(config);
  const std::vector<double> values = model.values();
  model.network.prepare(model.parameters.data(), model.pass);
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
  model.network.prepare(model.parameters.data(), pass);
  model.network.forward(model.parameters.data(), input, pass);
  const double alone = pass.value.data()[0];
  input.teams.assign_together(agents);
  model.network.prepare(model.parameters.data(), pass);
  model.network.forward(model.parameters.data(), input, pass);
  for (int i = 0; i < agents; ++i) {
    CHECK(pass.value.data()[i] == Approx(alone).epsilon(1e-12));
  }
}

TEST_CASE("the default critic has no parameters of a team, and a central one adds them alone") {
  PolicyConfig config = central_config();
  const auto names = [&config] {
    std::vector<std::string> all;
    const PolicyNetwork<float> network(kSmallSpace, kSmallActions, config);
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
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSmallSpace, kSmallActions, config),
                    "policy.attention.heads: found 2, wanted a divisor of the width 9: with "
                    "policy.critic = central agents attend to each other");
  config.critic = CriticScope::kOwn;
  CHECK_NOTHROW(PolicyNetwork<float>(kSmallSpace, kSmallActions, config));
}

}  // namespace
}  // namespace saccade

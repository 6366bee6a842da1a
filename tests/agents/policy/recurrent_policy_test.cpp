// A policy with memory over several sequences: its gradient through time, and that sequences do not
// know of each other.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "agents/small_network.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

// Three sequences side by side: of three, two and one steps.
const std::vector<std::int32_t> kSteps = {0, 3, 5, 6};
constexpr int kSamples = testing::SmallNetwork::kSamples;

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
  config.value_gain = 1;
  return config;
}

struct Model : testing::SmallNetwork {
  explicit Model(const PolicyConfig& config) : SmallNetwork(config) { remember_something(); }

  // Goes through a first step for each sequence but the second, which begins anew.
  void remember_something() {
    NetworkInput<double> first = input();
    first.step_offsets = {0, 3};
    first.samples = 3;
    network.prepare(parameters.data(), pass);
    network.forward(parameters.data(), first, pass);
    network.next_states(pass, 3, states.data());
    const auto width = static_cast<std::ptrdiff_t>(network.state_width());
    std::fill(states.begin() + width, states.begin() + 2 * width, 0.0);
  }

  NetworkInput<double> input() const {
    NetworkInput<double> input = SmallNetwork::input();
    input.step_offsets = kSteps;
    return input;
  }
};

TEST_CASE("the gradient of a loss agrees with differences through memory and time") {
  Model model(
      config_of(GENERATE(as<std::string>{}, "gru", "lstm", "attention"), GENERATE(false, true)));
  model.check_ppo_gradient(model.input());
}

TEST_CASE("a sequence has the same values whatever stands beside it") {
  Model model(config_of(GENERATE(as<std::string>{}, "gru", "lstm", "attention"), true));
  model.network.prepare(model.parameters.data(), model.pass);
  model.network.forward(model.parameters.data(), model.input(), model.pass);
  const std::vector<double> all(model.pass.value.data(), model.pass.value.data() + kSamples);

  // The last sequence alone, which has one step: sample 2.
  NetworkInput<double> input = model.input();
  for (auto& type : input.types) type.offsets += 2;
  input.samples = 1;
  input.step_offsets.clear();
  input.states += 2 * model.network.state_width();
  model.network.prepare(model.parameters.data(), model.pass);
  model.network.forward(model.parameters.data(), input, model.pass);
  CHECK(model.pass.value.data()[0] == all[2]);

  // And from another state it is not the same.
  input.states = model.states.data();
  model.network.prepare(model.parameters.data(), model.pass);
  model.network.forward(model.parameters.data(), input, model.pass);
  CHECK(model.pass.value.data()[0] != all[2]);
}

}  // namespace
}  // namespace saccade

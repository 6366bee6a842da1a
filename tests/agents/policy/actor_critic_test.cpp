// What actor and critic have of their own: hidden layers, and how the value begins.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "agents/policy/policy_network.h"
#include "agents/small_network.h"
#include "support/ragged_sets.h"

namespace saccade {
namespace {

using testing::kSmallActions;
using testing::kSmallSpace;

PolicyConfig small_config() {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2, .activation = nn::Activation::kTanh};
  config.value_gain = 1;
  return config;
}

/// Initial parameters of a network.
struct Fresh {
  PolicyNetwork<double> network;
  std::vector<double> parameters;

  explicit Fresh(const PolicyConfig& config)
      : network(kSmallSpace, kSmallActions, config), parameters(network.layout().size()) {
    nn::Random random(9);
    network.initialise(parameters.data(), random);
  }

  std::vector<double> tensor(const std::string& name) const {
    for (const auto& entry : network.layout().entries()) {
      if (entry.name != name) continue;
      const auto first = parameters.begin() + static_cast<std::ptrdiff_t>(entry.slice.offset);
      return {first, first + static_cast<std::ptrdiff_t>(entry.slice.size())};
    }
    FAIL("no parameter " << name);
    return {};
  }
};

double norm(const std::vector<double>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

TEST_CASE("the value's initial weights have length value_gain, and nothing else depends on it") {
  PolicyConfig config = small_config();
  config.separate_value = GENERATE(false, true);
  const Fresh standard(config);
  CHECK(norm(standard.tensor("value.head.weight")) == Approx(1));
  for (const float gain : {0.0F, 0.25F, 10.0F}) {
    config.value_gain = gain;
    const Fresh fresh(config);
    CHECK(norm(fresh.tensor("value.head.weight")) == Approx(gain));
    for (const auto& entry : fresh.network.layout().entries()) {
      if (entry.name == "value.head.weight") continue;
      INFO(entry.name);
      CHECK(fresh.tensor(entry.name) == standard.tensor(entry.name));
    }
  }
}

/// Three samples: with two entities, with none and with five.
struct Batch {
  nn::Random random{3};
  testing::RaggedSets<double> sets{{{1, 2}, {1, 0}, {1, 5}}, {3, 2}, random};
  std::vector<std::int32_t> no_mask = {0, 0, 0, 0};

  NetworkInput<double> input() const {
    const nn::EntitySets<double> all = sets.sets();
    return {all.samples, {all.types.begin(), all.types.end()}, {3, {nullptr, no_mask.data()}}};
  }
};

TEST_CASE("hidden layers of actor and critic have widths of their own") {
  PolicyConfig config = small_config();
  config.separate_value = GENERATE(false, true);
  config.actor_hidden = {6, 5};
  config.critic_hidden = {7};
  const Fresh fresh(config);
  using Shape = std::pair<int, int>;
  std::map<std::string, Shape> shapes;
  for (const auto& entry : fresh.network.layout().entries()) {
    shapes[entry.name] = {entry.slice.rows, entry.slice.cols};
  }
  CHECK(shapes.at("policy.hidden0.weight") == Shape{8, 6});
  CHECK(shapes.at("policy.hidden1.weight") == Shape{6, 5});
  CHECK(shapes.count("policy.hidden2.weight") == 0);
  CHECK(shapes.at("policy.head.move.weight") == Shape{5, 3});
  CHECK(shapes.at("policy.head.aim.weight") == Shape{5, 1});
  CHECK(shapes.at("policy.head.pick.query.weight") == Shape{5, 8});
  CHECK(shapes.at("policy.head.pick.key.weight") == Shape{8, 8});
  CHECK(shapes.at("value.hidden0.weight") == Shape{8, 7});
  CHECK(shapes.count("value.hidden1.weight") == 0);
  CHECK(shapes.at("value.head.weight") == Shape{7, 1});
}

TEST_CASE("the actor's hidden layers change no value, the critic's no action") {
  PolicyConfig config = small_config();
  config.actor_hidden = {6};
  config.critic_hidden = {7};
  Fresh fresh(config);
  const Batch batch;
  NetworkPass<double> pass = fresh.network.make_pass();
  const auto forward = [&] {
    fresh.network.prepare(fresh.parameters.data(), pass);
    fresh.network.forward(fresh.parameters.data(), batch.input(), pass);
    const nn::Buffer<double>& moves = pass.heads[0]->output;
    return std::pair(std::vector<double>(pass.value.data(), pass.value.data() + 3),
                     std::vector<double>(moves.data(), moves.data() + moves.size()));
  };
  const auto [values, moves] = forward();
  const auto change = [&](const std::string& name) {
    for (const auto& entry : fresh.network.layout().entries()) {
      if (entry.name == name) fresh.parameters[entry.slice.offset] += 0.5;
    }
  };
  change("policy.hidden0.bias");
  const auto [same_values, other_moves] = forward();
  CHECK(same_values == values);
  CHECK(other_moves != moves);
  change("value.hidden0.bias");
  const auto [other_values, same_moves] = forward();
  CHECK(other_values != values);
  CHECK(same_moves == other_moves);
  // The value alone goes through the critic's layers too.
  fresh.network.prepare(fresh.parameters.data(), pass);
  fresh.network.forward_value(fresh.parameters.data(), batch.input(), pass);
  CHECK(std::equal(other_values.begin(), other_values.end(), pass.value.data()));
}

TEST_CASE("hidden layers without width are refused by name") {
  PolicyConfig actor = small_config(), critic = small_config();
  actor.actor_hidden = {8, 0};
  critic.critic_hidden = {-1};
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSmallSpace, kSmallActions, actor),
                    "policy.actor_hidden: found 0, wanted widths of at least 1");
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSmallSpace, kSmallActions, critic),
                    "policy.critic_hidden: found -1, wanted widths of at least 1");
}

TEST_CASE("by default every value is 0 at first, and the value still learns") {
  PolicyConfig config = small_config();
  config.value_gain = PolicyConfig{}.value_gain;
  const Fresh fresh(config);
  const Batch batch;
  const NetworkInput<double> input = batch.input();
  NetworkPass<double> pass = fresh.network.make_pass();
  fresh.network.prepare(fresh.parameters.data(), pass);
  fresh.network.forward(fresh.parameters.data(), input, pass);
  for (int s = 0; s < 3; ++s) {
    CHECK(pass.value.data()[s] == 0);
    pass.d_value.data()[s] = 1;
  }
  for (auto& head : pass.heads) {
    std::fill_n(head->d_output.data(), head->d_output.size(), 0.0);
  }
  std::vector<double> gradient(fresh.parameters.size());
  fresh.network.backward(fresh.parameters.data(), input, pass, gradient.data());
  for (const auto& entry : fresh.network.layout().entries()) {
    if (entry.name != "value.head.weight") continue;
    for (std::size_t i = 0; i < entry.slice.size(); ++i) {
      CHECK(gradient[entry.slice.offset + i] != 0);
    }
  }
}

TEST_CASE("a gain of the value that is no length is refused by name") {
  PolicyConfig config = small_config();
  config.value_gain = GENERATE(-1.0F, std::numeric_limits<float>::quiet_NaN(),
                               std::numeric_limits<float>::infinity());
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSmallSpace, kSmallActions, config),
                    Catch::StartsWith("policy.value_gain: found ") &&
                        Catch::Contains("wanted a finite number of at least 0"));
}

}  // namespace
}  // namespace saccade

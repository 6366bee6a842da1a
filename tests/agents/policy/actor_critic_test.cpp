// What actor and critic have of their own: how the value begins.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "agents/policy/policy_network.h"
#include "support/ragged_sets.h"

namespace saccade {
namespace {

const ObservationSpace kSpace = {{{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b"}}}};
const ActionSpace kActions = {{CategoricalHead{"move", {"left", "stay", "right"}},
                               ContinuousHead{"aim", {"x"}, {-1}, {1}},
                               SelectEntityHead{"pick", {1}}}};

PolicyConfig small_config() {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2, .activation = nn::Activation::kTanh};
  return config;
}

/// Initial parameters of a network.
struct Fresh {
  PolicyNetwork<double> network;
  std::vector<double> parameters;

  explicit Fresh(const PolicyConfig& config)
      : network(kSpace, kActions, config), parameters(network.layout().size()) {
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

TEST_CASE("with value_gain 0 every value is 0 at first, and the value still learns") {
  PolicyConfig config = small_config();
  config.value_gain = 0;
  const Fresh fresh(config);
  nn::Random random(3);
  testing::RaggedSets<double> sets({{1, 2}, {1, 0}, {1, 5}}, {3, 2}, random);
  const std::vector<std::int32_t> no_mask(4, 0);
  const nn::EntitySets<double> all = sets.sets();
  const NetworkInput<double> input{
      all.samples, {all.types.begin(), all.types.end()}, {3, {nullptr, no_mask.data()}}};
  NetworkPass<double> pass = fresh.network.make_pass();
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
  CHECK_THROWS_WITH(PolicyNetwork<float>(kSpace, kActions, config),
                    Catch::StartsWith("policy.value_gain: found ") &&
                        Catch::Contains("wanted a finite number of at least 0"));
}

}  // namespace
}  // namespace saccade

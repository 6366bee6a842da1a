// What the options of continuous actions change about a policy.
#include "agents/heads/continuous_policy_head.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "agents/policy/actor.h"
#include "agents/policy/policy_set.h"

namespace saccade {
namespace {

const ObservationSpace kSpace = {{{"self", {"x"}, 1}}};
const ActionSpace kReach = {{ContinuousHead{"reach", {"a", "b"}, {10, -1}, {30, 1}}}};

PolicyConfig config_of(const char* distribution, Deviation deviation = Deviation::kLearned,
                       float log_std = 0) {
  PolicyConfig config;
  config.encoder = {.kind = nn::EncoderKind::kMlp, .width = 16};
  config.heads.initial_log_std = log_std;
  config.heads.continuous = {find_continuous_kind(distribution), deviation};
  config.normalise_observations = false;
  return config;
}

/// A policy whose readout, of the head, is drawn anew: its outputs vary by about 1.
Policy lively(const PolicyConfig& config) {
  Policy policy(kSpace, kReach, config, 1);
  TensorMap tensors = policy.tensors();
  const std::string name = "policy.head.reach.weight";
  std::vector<float> weights = read_tensor<float>(tensors, name);
  for (float& weight : weights) weight *= 100;
  tensors[name] = make_tensor(std::span<const float>(weights), tensors[name].shape);
  policy.load(tensors);
  return policy;
}

Decision decide(const Policy& policy, float x, Rng* rng = nullptr) {
  Observation seen(kSpace, kReach);
  seen.add(0, 0, {x});
  return Actor(policy).decide(seen, rng);
}

TEST_CASE("where a deviation comes from decides which parameters a continuous head has") {
  using Shape = std::vector<std::int64_t>;
  const auto shapes_of = [](const PolicyConfig& config) {
    std::map<std::string, Shape> shapes;
    for (const auto& [name, tensor] : Policy(kSpace, kReach, config, 1).tensors()) {
      if (name.starts_with("policy.head.reach.")) shapes[name.substr(18)] = tensor.shape;
    }
    return shapes;
  };
  using Shapes = std::map<std::string, Shape>;
  const Shapes means = {{"weight", {16, 2}}, {"bias", {1, 2}}};
  const Shapes both = {{"weight", {16, 4}}, {"bias", {1, 4}}};
  const Shapes learned = {{"weight", {16, 2}}, {"bias", {1, 2}}, {"log_std", {1, 2}}};
  const Shapes by_feature = {{"weight", {16, 2}}, {"bias", {1, 2}}, {"log_std", {16, 2}}};
  for (const char* kind : {"gaussian", "tanh_gaussian"}) {
    CHECK(shapes_of(config_of(kind)) == learned);
    CHECK(shapes_of(config_of(kind, Deviation::kFixed)) == means);
    CHECK(shapes_of(config_of(kind, Deviation::kState)) == both);
    CHECK(shapes_of(config_of(kind, Deviation::kGsde)) == by_feature);
  }
  CHECK(shapes_of(config_of("beta")) == both);
}

TEST_CASE("deviations begin as configured; the observation changes those that are read out") {
  const auto deviation = GENERATE(Deviation::kLearned, Deviation::kFixed, Deviation::kState);
  const PolicyConfig config = config_of("gaussian", deviation, -0.5F);
  const Decision first = decide(Policy(kSpace, kReach, config, 1), 0.3F);
  CHECK(first.heads.at(0).std.at(0) == Approx(10 * std::exp(-0.5)).epsilon(0.05));
  CHECK(first.heads.at(0).std.at(1) == Approx(std::exp(-0.5)).epsilon(0.05));
  const Policy policy = lively(config);
  const bool changes = decide(policy, 1).heads.at(0).std != decide(policy, -1).heads.at(0).std;
  CHECK(changes == (deviation == Deviation::kState));
}

TEST_CASE("squashed and Beta actions stay within the range without being clipped at its ends") {
  const char* kind = GENERATE("tanh_gaussian", "beta");
  const Policy policy = lively(config_of(kind));
  Rng rng(1);
  int at_end = 0;
  for (int i = 0; i < 2000; ++i) {
    const Decision decision = decide(policy, 0.5F, &rng);
    const float a = decision.action.at(0);
    REQUIRE((a >= 10 && a <= 30));
    at_end += a == 10 || a == 30 ? 1 : 0;
    const HeadDecision& head = decision.heads.at(0);
    REQUIRE((head.mean.at(0) > 10 && head.mean.at(0) < 30));
    REQUIRE((head.std.at(0) > 0 && head.std.at(0) < 10));
  }
  CHECK(at_end == 0);
}

TEST_CASE("what people see of squashed and Beta actions are the moments of what is done") {
  const char* kind = GENERATE("tanh_gaussian", "beta");
  const Policy policy = lively(config_of(kind));
  const HeadDecision head = decide(policy, 0.5F).heads.at(0);
  constexpr int kSamples = 20000;
  Rng rng(1);
  double sum = 0, squares = 0;
  for (int i = 0; i < kSamples; ++i) {
    const auto a = static_cast<double>(decide(policy, 0.5F, &rng).action.at(0));
    sum += a;
    squares += a * a;
  }
  const double mean = sum / kSamples;
  CHECK(head.mean.at(0) == Approx(mean).margin(4 * head.std.at(0) / std::sqrt(kSamples)));
  CHECK(head.std.at(0) == Approx(std::sqrt(squares / kSamples - mean * mean)).epsilon(0.03));
}

TEST_CASE("options of continuous actions without effect are refused by name") {
  const auto refused = [](const PolicyConfig& config, const char* message) {
    CHECK_THROWS_WITH(Policy(kSpace, kReach, config, 1), Catch::Equals(message));
  };
  refused(config_of("beta", Deviation::kState),
          "policy.continuous.deviation: found state, wanted learned: beta has no deviation of its "
          "own");
  refused(config_of("beta", Deviation::kFixed),
          "policy.continuous.deviation: found fixed, wanted learned: beta has no deviation of its "
          "own");
  refused(config_of("beta", Deviation::kGsde),
          "policy.continuous.deviation: found gsde, wanted learned: beta has no deviation of its "
          "own");
  refused(config_of("beta", Deviation::kLearned, -1),
          "policy.initial_log_std: found -1, wanted 0: beta has no deviation of its own");

  AgentKind kind;
  kind.observation = kSpace;
  kind.action = {{CategoricalHead{"move", {"a", "b"}}}};
  CHECK_NOTHROW(PolicySet({kind}, config_of("gaussian"), 1));
  CHECK_THROWS_WITH(PolicySet({kind}, config_of("beta"), 1),
                    Catch::Equals("policy.continuous.distribution: found beta, wanted gaussian: no "
                                  "action of this environment is continuous"));
  CHECK_THROWS_WITH(PolicySet({kind}, config_of("gaussian", Deviation::kState), 1),
                    Catch::StartsWith("policy.continuous.deviation: found state, wanted learned: "
                                      "no action of this"));
  AgentKind reaching = kind;
  reaching.name = "reaching";
  reaching.action = kReach;
  kind.name = "moving";
  CHECK_NOTHROW(PolicySet({kind, reaching}, config_of("beta"), 1));
}

}  // namespace
}  // namespace saccade

// The attention family as a learner and an actor use it.
#include <catch2/catch.hpp>
#include <numeric>

#include "agents/learner.h"
#include "agents/policy/actor.h"
#include "agents/rollout/make_shard.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"
#include "support/attention_options.h"

namespace saccade {
namespace {

using testing::attention_kinds_with;
using testing::every_attention_kind;
using testing::factory_of;
using testing::Lookout;
using testing::Seek;

PolicyConfig policy_of(const nn::AttentionKind* kind) {
  PolicyConfig config = testing::small_policy();
  config.encoder = {.width = 16, .heads = 2, .self_attention_blocks = 1};
  config.encoder.attention.kind = kind;
  if (kind->keeps_k) config.encoder.attention.k = 2;
  if (kind->is_local) config.encoder.attention.neighbours = 2;
  config.encoder.attention.pair_bias = kind->scores_pairs;
  config.encoder.attention.pair_value = kind->scores_pairs;
  config.encoder.attention.dropout = kind->scores_pairs ? 0.2F : 0.0F;
  config.encoder.position.kind = nn::PositionKind::kFourier;
  config.encoder.fusion = nn::Fusion::kCross;
  return config;
}

LearnerConfig learner_config(const PolicyConfig& policy, int epochs, int minibatches) {
  LearnerConfig config;
  config.policy = policy;
  config.rollout.envs = 16;
  config.rollout.horizon = 32;
  config.algorithm.options.set("epochs", epochs);
  config.algorithm.options.set("minibatches", minibatches);
  return config;
}

Learner make_learner(const PolicyConfig& policy, int threads, std::uint64_t seed = 1) {
  return {factory_of<Lookout>(), learner_config(policy, 2, 2), 4000, seed, threads};
}

TEST_CASE("every kind of attention learns the same for any number of threads and after a resume",
          "[threads]") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  CAPTURE(kind->name);
  const PolicyConfig policy = policy_of(kind);
  testing::check_threads_and_resume(
      [&policy](int threads) { return make_learner(policy, threads); });
}

TEST_CASE("with dropout the first pass already finds ratios away from one") {
  // The probabilities that acted were those of all weights.
  const auto* kind = GENERATE(from_range(attention_kinds_with(&nn::AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  PolicyConfig config = policy_of(kind);
  config.encoder.attention.dropout = GENERATE(0.0F, 0.5F);
  Learner learner(factory_of<Lookout>(), learner_config(config, 1, 1), 4000, 1, 1);
  const double divergence = learner.update()["approx_kl"];
  if (config.encoder.attention.dropout == 0) {
    CHECK(divergence < 1e-9);
  } else {
    CHECK(divergence > 1e-9);
  }
}

Policy make_policy(const PolicyConfig& config) {
  const EnvironmentSpec spec = Lookout().spec();
  return {spec.kinds[0].observation, spec.kinds[0].action, config, 3};
}

Observation seen_by_agent() {
  Lookout lookout;
  lookout.reset(5);
  Observation seen(lookout.spec().kinds[0].observation, lookout.spec().kinds[0].action);
  lookout.observe(0, seen);
  return seen;
}

AttentionWeights attention_of(const Policy& policy) {
  return Actor(policy).decide(seen_by_agent(), nullptr).attention;
}

// Of one layer and head.
float sum_of_weights(const AttentionWeights& attention, std::size_t row) {
  const auto tokens = static_cast<std::ptrdiff_t>(attention.ids.size());
  const auto begin = attention.weights.begin() + static_cast<std::ptrdiff_t>(row) * tokens;
  return std::accumulate(begin, begin + tokens, 0.0F);
}

TEST_CASE("a decision tells the agent's weights of every layer, and their rollout") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  CAPTURE(kind->name);
  const AttentionWeights attention = attention_of(make_policy(policy_of(kind)));
  CHECK(attention.layers == std::vector<std::string>{"cross", "block 1", "block 2"});
  CHECK(attention.blocks == 3);
  const std::size_t tokens = attention.ids.size();
  REQUIRE(tokens > 4);
  REQUIRE(attention.weights.size() == 3 * 2 * tokens);
  for (std::size_t row = 0; row < 6; ++row) {
    CHECK(sum_of_weights(attention, row) == Approx(1).epsilon(1e-5));
  }
  // The agent is alone in its blocks, the sensors in the cross-attention.
  CHECK(attention.weights[0] == 0);
  CHECK(attention.weights[2 * tokens] == 1);
  for (std::size_t i = 0; i < 3 * tokens; ++i) {
    const bool entity = i % tokens == 0;
    CHECK(attention.shown.at(i) == (entity == (i >= tokens) ? 1 : 0));
  }
  REQUIRE(attention.rollout.size() == tokens);
  CHECK(attention.rollout[0] == Approx(0.5).epsilon(1e-5));
  CHECK(std::accumulate(attention.rollout.begin(), attention.rollout.end(), 0.0F) ==
        Approx(1).epsilon(1e-5));
}

TEST_CASE("where no sensor token is in reach, the cross-attention shows them and weighs none") {
  const auto* kind = GENERATE(from_range(attention_kinds_with(&nn::AttentionKind::is_local)));
  CAPTURE(kind->name);
  PolicyConfig config = policy_of(kind);
  config.encoder.attention.neighbours = nn::AttentionConfig{}.neighbours;
  config.encoder.attention.radius = 0.1F;
  const AttentionWeights attention = attention_of(make_policy(config));
  CHECK(sum_of_weights(attention, 0) == 0);
  CHECK(sum_of_weights(attention, 1) == 0);
  CHECK(attention.shown.at(0) == 0);
  for (std::size_t t = 1; t < attention.ids.size(); ++t) CHECK(attention.shown.at(t) == 1);
  CHECK(attention.rollout.at(0) == Approx(1));
}

TEST_CASE("nothing is dropped in acting and collecting") {
  const auto* kind = GENERATE(from_range(attention_kinds_with(&nn::AttentionKind::scores_pairs)));
  CAPTURE(kind->name);
  PolicyConfig config = policy_of(kind);
  config.encoder.attention.dropout = 0;
  const PolicySet keeping(Lookout().spec().kinds, config, 3);
  config.encoder.attention.dropout = 0.9F;
  const PolicySet dropping(Lookout().spec().kinds, config, 3);
  const Observation seen = seen_by_agent();
  const Decision decision = Actor(keeping[0]).decide(seen, nullptr);
  const Decision same = Actor(dropping[0]).decide(seen, nullptr);
  CHECK(same.value == decision.value);
  CHECK(same.attention.weights == decision.attention.weights);
  RolloutShard shard = testing::make_shard(keeping, factory_of<Lookout>(), 1, 0, 2, 8);
  RolloutShard same_shard = testing::make_shard(dropping, factory_of<Lookout>(), 1, 0, 2, 8);
  shard.collect(0.99F);
  same_shard.collect(0.99F);
  CHECK(same_shard.kind(0).record().log_probs == shard.kind(0).record().log_probs);
  CHECK(same_shard.kind(0).record().values == shard.kind(0).record().values);
}

Policy make_seeking_policy(const PolicyConfig& config) {
  const EnvironmentSpec spec = Seek().spec();
  return {spec.kinds[0].observation, spec.kinds[0].action, config, 1};
}

void check_refused(const PolicyConfig& config, const std::string& message) {
  CHECK_THROWS_WITH(make_seeking_policy(config), Catch::Matchers::Contains(message));
}

TEST_CASE("an option is taken where it has an effect, and refused by its key elsewhere") {
  const auto* kind = GENERATE(from_range(every_attention_kind()));
  for (const testing::AttentionOption& option : testing::attention_options()) {
    CAPTURE(kind->name, option.name);
    PolicyConfig config;
    config.encoder.attention.kind = kind;
    option.change(config.encoder.attention);
    if (kind->*option.has_effect) {
      CHECK_NOTHROW(make_seeking_policy(config));
      continue;
    }
    CHECK_THROWS_WITH(
        make_seeking_policy(config),
        Catch::Matchers::StartsWith(std::string("policy.attention.") + option.name + ": found ") &&
            Catch::Matchers::Contains(kind->name));
  }
}

TEST_CASE("attention that cannot be as configured is refused by name") {
  PolicyConfig config;
  nn::AttentionConfig& attention = config.encoder.attention;
  const auto* linear = nn::find_attention_kind("linear");
  SECTION("numbers out of range") {
    attention.k = 0;
    check_refused(config, "policy.attention.k: found 0, wanted at least 1");
    attention = {.neighbours = 0};
    check_refused(config, "policy.attention.neighbours: found 0, wanted at least 1");
    attention = {.radius = -1};
    check_refused(config, "policy.attention.radius: found -1, wanted 0 or more");
    attention = {.dropout = 1};
    check_refused(config, "policy.attention.dropout: found 1, wanted a probability below 1");
    attention = {};
    config.encoder.position.wavelength = 0;
    check_refused(config, "policy.position_wavelength: found 0, wanted more than 0");
  }
  SECTION("options of other kinds") {
    attention = {.k = 3};
    check_refused(config, "policy.attention.k: found 3, wanted 8: dot_product keeps all scores");
    attention = {.kind = linear, .pair_bias = true};
    check_refused(config,
                  "policy.attention.pair_bias: found true, wanted false: linear has no scores");
    attention = {.kind = linear, .pair_value = true};
    check_refused(config,
                  "policy.attention.pair_value: found true, wanted false: linear forms no weights");
    attention = {.kind = nn::find_attention_kind("local"), .neighbours = 3, .radius = 4};
    check_refused(config, "policy.attention.neighbours: found 3, wanted 8: the radius decides");
  }
  SECTION("options of other positions") {
    config.encoder.position.wavelength = 3;
    check_refused(config, "policy.position_wavelength: found 3, wanted 64: only fourier");
    config.encoder.position = {.kind = nn::PositionKind::kSinusoidal, .relative = false};
    check_refused(config, "policy.position_relative: found false, wanted true: only fourier");
  }
  SECTION("cross-attention to nothing") {
    config.encoder.fusion = nn::Fusion::kCross;
    check_refused(config, "policy.fusion: found cross, wanted joint");
  }
  SECTION("attention, positions and fusion of an encoder that does not attend") {
    const std::string wanted = ", wanted policy.encoder = attention";
    config.encoder.kind = nn::EncoderKind::kMeanPool;
    attention = {.kind = linear};
    check_refused(config, "policy.attention.kind: found linear" + wanted);
    attention = {.scale = false};
    check_refused(config, "policy.attention.scale: found false" + wanted);
    attention = {.pair_bias = true};
    check_refused(config, "policy.attention.pair_bias: found true" + wanted);
    attention = {.pair_value = true};
    check_refused(config, "policy.attention.pair_value: found true" + wanted);
    attention = {.dropout = 0.1F};
    check_refused(config, "policy.attention.dropout: found more than 0" + wanted);
    attention = {};
    config.encoder.position.kind = nn::PositionKind::kSinusoidal;
    check_refused(config, "policy.position: found an encoding" + wanted);
    config.encoder.position.kind = nn::PositionKind::kNone;
    config.encoder.fusion = nn::Fusion::kCross;
    check_refused(config, "policy.fusion: found cross" + wanted);
  }
}

}  // namespace
}  // namespace saccade

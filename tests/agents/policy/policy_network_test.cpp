#include "agents/policy/policy_network.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/heads/select_entity_policy_head.h"
#include "agents/update/loss_gradient.h"
#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade {
namespace {

const ObservationSpace kSpace = {
    {{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b", "c", "d"}}, {"wall", {"a", "b"}}}};
const ActionSpace kActions = {{CategoricalHead{"move", {"left", "stay", "right"}, true},
                               ContinuousHead{"aim", {"x", "y"}, {-1, -1}, {1, 1}},
                               SelectEntityHead{"pick", {2, 1}, true},
                               SelectEntityHead{"look", {1}}}};
constexpr int kSamples = 4;

PolicyConfig small_config() {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2, .activation = nn::Activation::kTanh};
  config.value_gain = 1;
  return config;
}

/// A batch with the agent alone, with one entity and with several, with masks, and with heads that
/// are absent: "aim" in the second sample, "look" in the third.
struct Batch {
  nn::Random random{3};
  testing::RaggedSets<double> sets{{{1, 0, 0}, {1, 1, 0}, {1, 2, 3}, {1, 0, 4}}, {3, 4, 2}, random};
  std::vector<std::uint8_t> move_mask = {1, 0, 1, 1, 1, 0, 0, 1, 0};
  std::vector<std::int32_t> move_offsets = {0, 3, 6, 6, 9};  // The third sample has no mask.
  // "pick" is absent in the first sample, in which there is nothing to choose among either.
  std::vector<std::uint8_t> pick_mask = {0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0};
  std::vector<std::int32_t> pick_offsets = {0, 1, 2, 7, 11};
  std::vector<std::uint8_t> none = {0, 0};
  std::vector<std::int32_t> aim_offsets = {0, 0, 1, 1, 1};
  std::vector<std::int32_t> look_offsets = {0, 0, 0, 2, 2};

  NetworkInput<double> input() const {
    const nn::EntitySets<double> all = sets.sets();
    return {all.samples,
            {all.types.begin(), all.types.end()},
            {{move_mask.data(), move_offsets.data()},
             {none.data(), aim_offsets.data()},
             {pick_mask.data(), pick_offsets.data()},
             {none.data(), look_offsets.data()}}};
  }
};

struct Model {
  PolicyNetwork<double> network;
  std::vector<double> parameters;
  NetworkPass<double> pass;

  explicit Model(const PolicyConfig& config, const ObservationSpace& space = kSpace,
                 const ActionSpace& actions = kActions)
      : network(space, actions, config),
        parameters(network.layout().size(), 0.0),
        pass(network.make_pass()) {
    const std::vector<double> noise = testing::random_vector(parameters.size(), 5);
    nn::Random random(9);
    network.initialise(parameters.data(), random);
    for (const auto& entry : network.layout().entries()) {
      for (std::size_t i = 0; i < entry.slice.size(); ++i) {
        parameters[entry.slice.offset + i] += 0.2 * noise[entry.slice.offset + i];
      }
    }
  }
};

LossBatch<double> sampled(Model& model, const NetworkInput<double>& input) {
  LossBatch<double> samples;
  const double* parameters = model.parameters.data();
  samples.actions.resize(kSamples * static_cast<std::size_t>(model.network.action_width()));
  std::array<Rng, kSamples> rngs{Rng(2), Rng(3), Rng(4), Rng(5)};
  std::array<HeldNoise, kSamples> held;
  std::vector<ActionDraw> draws;
  for (std::size_t s = 0; s < kSamples; ++s) draws.push_back({&rngs[s], &held[s]});
  model.network.prepare(parameters, model.pass);
  model.network.forward(parameters, input, model.pass);
  model.network.choose(parameters, model.pass, draws, samples.actions.data());
  samples.log_probs.resize(kSamples);
  model.network.log_probs(parameters, model.pass, samples.actions.data(), samples.log_probs);
  for (int s = 0; s < kSamples; ++s) {
    samples.log_probs[static_cast<std::size_t>(s)] += s % 2 == 0 ? 0.05 : -0.07;
    samples.values.push_back(model.pass.value.data()[s] + (s == 1 ? 0.5 : 0.05));
    samples.advantages.push_back(s < 2 ? 1.3 : -0.7);
    samples.returns.push_back(0.4 * s - 1);
  }
  return samples;
}

const ChoicePass<double>& choices(const NetworkPass<double>& pass, std::size_t head) {
  return dynamic_cast<const ChoicePass<double>&>(*pass.heads[head]);
}

void check_ppo_gradient(Model model) {
  const Batch batch;
  const NetworkInput<double> input = batch.input();
  const LossBatch<double> samples = sampled(model, input);
  AlgorithmConfig ppo("ppo");
  ppo.options.set("clip", 0.2);
  ppo.options.set("value_clip", 0.3);
  ppo.options.set("value_coefficient", 0.5);
  ppo.options.set("entropy_coefficient", 0.1);
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(ppo);
  std::vector<double> gradient(model.parameters.size(), 0.0);
  model.network.prepare(model.parameters.data(), model.pass);
  add_loss_gradient(model.network, model.parameters.data(), input, samples, *algorithm, 0.25,
                    model.pass, gradient.data());
  const auto loss = [&] {
    std::vector<double> ignored(gradient.size());
    model.network.prepare(model.parameters.data(), model.pass);
    const MetricSums sums =
        add_loss_gradient(model.network, model.parameters.data(), input, samples, *algorithm, 0.25,
                          model.pass, ignored.data());
    return 0.25 *
           (sums.values[0] + 0.5 * sums.values[1] - static_cast<double>(0.1F) * sums.values[2]);
  };
  testing::check_slopes(loss, model.parameters, gradient, model.network.layout());
}

TEST_CASE("the gradient of the PPO loss agrees with differences through a hybrid policy") {
  PolicyConfig config = small_config();
  config.separate_value = GENERATE(false, true);
  config.encoder.self_attention_blocks = GENERATE(0, 1);
  check_ppo_gradient(Model(config));
}

TEST_CASE("the gradient of the PPO loss agrees with differences through hidden layers") {
  PolicyConfig config = small_config();
  config.separate_value = GENERATE(false, true);
  config.actor_hidden = GENERATE(std::vector<int>{}, std::vector<int>{5, 3});
  config.critic_hidden = {6};
  check_ppo_gradient(Model(config));
  config.critic_hidden = {};
  check_ppo_gradient(Model(config));
}

TEST_CASE("the gradient agrees with differences for every distribution of continuous actions") {
  PolicyConfig config = small_config();
  const auto kind = GENERATE(range(std::size_t{0}, continuous_kinds().size()));
  config.heads.continuous.distribution = &continuous_kinds()[kind];
  config.heads.continuous.deviation =
      GENERATE(Deviation::kLearned, Deviation::kFixed, Deviation::kState, Deviation::kGsde);
  // Else a part of the gradient is left out, as state_noise_test.cpp has it.
  config.heads.continuous.learn_features = config.heads.continuous.deviation == Deviation::kGsde;
  const bool has_deviation = config.heads.continuous.distribution->has_deviation;
  if (!has_deviation && config.heads.continuous.deviation != Deviation::kLearned) return;
  config.heads.initial_log_std = has_deviation ? -0.3F : 0;
  config.separate_value = GENERATE(false, true);
  check_ppo_gradient(Model(config));
}

TEST_CASE("the gradient of the PPO loss agrees with differences through pooling") {
  PolicyConfig config = small_config();
  config.encoder.kind = GENERATE(nn::EncoderKind::kMeanPool, nn::EncoderKind::kMaxPool);
  check_ppo_gradient(Model(config));
}

/// kSpace, with walls that only the critic sees.
ObservationSpace with_hidden_walls() {
  ObservationSpace space = kSpace;
  space.types[2].critic_only = true;
  return space;
}
const ActionSpace kMoveAndAim = {{kActions.heads[0], kActions.heads[1]}};

TEST_CASE("the gradient agrees with differences where some entities are for the critic alone") {
  PolicyConfig config = small_config();
  config.separate_value = true;
  config.encoder.self_attention_blocks = GENERATE(0, 1);
  check_ppo_gradient(Model(config, with_hidden_walls(), kMoveAndAim));
}

TEST_CASE("what the critic alone sees changes values and no action") {
  PolicyConfig config = small_config();
  config.separate_value = true;
  Model model(config, with_hidden_walls(), kMoveAndAim);
  Batch batch;
  const auto forward = [&] {
    model.network.prepare(model.parameters.data(), model.pass);
    model.network.forward(model.parameters.data(), batch.input(), model.pass);
    const nn::Buffer<double>& moves = model.pass.heads[0]->output;
    return std::pair(std::vector<double>(moves.data(), moves.data() + moves.size()),
                     std::vector<double>(model.pass.value.data(),
                                         model.pass.value.data() + model.pass.value.size()));
  };
  const auto [moves, values] = forward();
  for (double& feature : batch.sets.features(2)) feature += 1;
  const auto [same_moves, other_values] = forward();
  CHECK(same_moves == moves);
  CHECK(other_values[2] != values[2]);  // It has walls, ...
  CHECK(other_values[1] == values[1]);  // ... this one has none.
}

TEST_CASE("entities for the critic alone need an encoder of the critic's own") {
  CHECK_THROWS_WITH(
      PolicyNetwork<float>(with_hidden_walls(), kMoveAndAim, small_config()),
      Catch::StartsWith("policy.separate_value: found false, wanted true: 'wall' entities"));
}

TEST_CASE("a policy begins near uniform over what is allowed") {
  const Batch batch;
  PolicyNetwork<double> network(kSpace, kActions, small_config());
  std::vector<double> parameters(network.layout().size());
  nn::Random random(1);
  network.initialise(parameters.data(), random);
  NetworkPass<double> pass = network.make_pass();
  const NetworkInput<double> input = batch.input();
  network.prepare(parameters.data(), pass);
  network.forward(parameters.data(), input, pass);
  CHECK(std::exp(choices(pass, 0).of(0)[0]) == Approx(0.5).margin(0.05));
  CHECK(std::exp(choices(pass, 0).of(0)[1]) == 0);
  CHECK(std::exp(choices(pass, 2).of(2)[0]) == Approx(1.0 / 3).margin(0.05));
  CHECK(std::abs(pass.heads[1]->output.data()[0]) < 0.1);
}

TEST_CASE("a head that is absent changes nothing: no probability, no entropy, no gradient") {
  const Batch batch;
  Model model(small_config());
  const NetworkInput<double> input = batch.input();
  const LossBatch<double> samples = sampled(model, input);
  const double* parameters = model.parameters.data();
  const auto width = static_cast<std::size_t>(model.network.action_width());
  // An action is (move, aim x, aim y, pick, look).
  std::vector<float> taken(width);
  model.network.to_environment(std::span(samples.actions).subspan(width, width), taken);
  CHECK(taken[1] == 0);
  CHECK(taken[2] == 0);
  CHECK(samples.actions[2 * width + 4] == -1);
  CHECK(samples.actions[3 * width + 1] != 0);
  CHECK(samples.actions[3] == -1);
  CHECK(samples.actions[width + 3] == 0);  // Its neighbour is not touched.

  const auto terms_of = [&](std::size_t head) {
    ActionTerms<double> terms{std::vector<double>(kSamples), std::vector<double>(kSamples)};
    const PolicyHead<double>& kind = *model.network.heads()[head];
    const auto part = kind.part_of(samples.actions.data(), static_cast<int>(width));
    kind.add_log_probs(parameters, *model.pass.heads[head], part, terms.log_probs);
    kind.add_entropies(parameters, *model.pass.heads[head], terms.entropies);
    return terms;
  };
  const ActionTerms<double> aim = terms_of(1), look = terms_of(3);
  CHECK(aim.log_probs[1] == 0);
  CHECK(aim.entropies[1] == 0);
  CHECK(aim.entropies[0] > 0);
  CHECK(look.log_probs[2] == 0);
  CHECK(look.entropies[2] == 0);

  model.network.evaluate(parameters, samples.actions.data(), kSamples, model.pass);
  model.pass.d_terms = {std::vector<double>(kSamples, 1), std::vector<double>(kSamples, 1)};
  std::vector<double> gradient(model.parameters.size());
  model.network.evaluate_backward(parameters, samples.actions.data(), model.pass, gradient.data());
  const double* d_aim = model.pass.heads[1]->d_output.data();
  CHECK(d_aim[2] == 0);
  CHECK(d_aim[3] == 0);
  CHECK(d_aim[0] != 0);
}

TEST_CASE("candidates stand in the order of the head's types, then of the rows") {
  const Batch batch;
  Model model(small_config());
  const NetworkInput<double> input = batch.input();
  model.network.prepare(model.parameters.data(), model.pass);
  model.network.forward(model.parameters.data(), input, model.pass);
  // Sample 2: rows 3 (self), 4-5 (food), 6-8 (wall) of the tokens; "pick" has walls before food.
  const auto& pick = dynamic_cast<const SelectEntityPass<double>&>(*model.pass.heads[2]);
  CHECK(pick.offsets == std::vector<std::int32_t>{0, 0, 1, 6, 10});
  CHECK(pick.rows == std::vector<std::int32_t>{2, 6, 7, 8, 4, 5, 10, 11, 12, 13});
}

}  // namespace
}  // namespace saccade

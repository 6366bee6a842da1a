#include "agents/update/policy_update.h"
#include "agents/rollout/make_shard.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/gae.h"
#include "agents/rollout/rollout_shard.h"
#include "agents/small_learner.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;

/// PPO without a bonus for entropy.
std::unique_ptr<Algorithm> make_ppo(int epochs, int minibatches) {
  AlgorithmConfig config("ppo");
  config.options.set("epochs", epochs);
  config.options.set("minibatches", minibatches);
  config.options.set("entropy_coefficient", 0);
  config.options.set("entropy_coefficient_final", 0);
  return make_algorithm(config);
}

/// Reports the advantages that it is given, and stops after the first minibatch if it shall.
class AdvantageProbe final : public LossTemplate<AdvantageProbe> {
 public:
  AdvantageProbe(Normalise normalisation, bool stops_at_once)
      : normalisation_(normalisation), stops_at_once_(stops_at_once) {}

  int minibatches() const override { return 4; }
  Normalise advantage_normalisation() const override { return normalisation_; }
  std::vector<MetricSpec> metrics() const override { return {{"mean"}, {"square"}}; }
  bool stops(const MetricSums& /*means*/) const override { return stops_at_once_; }

  template <class T>
  LossGradient<T> loss_of(const LossInput<T>& sample, T /*weight*/, MetricSums& sums) const {
    sums.values[0] += static_cast<double>(sample.advantage);
    sums.values[1] += static_cast<double>(sample.advantage * sample.advantage);
    return {};
  }

 private:
  Normalise normalisation_;
  bool stops_at_once_;
};

/// What an update did.
struct Outcome {
  MetricSums metrics;
  double grad_norm;
  std::vector<float> first_moment;  // Of the optimiser.
};

/// A rollout of 1,024 samples, and the mean and deviation of its advantages.
class CardsRollout {
 public:
  explicit CardsRollout(float dropout = 0) : policies_(make_policies(dropout)) {
    shards_.push_back(testing::make_shard(policies_, factory_of<Cards>(), 11, 0, 8, 64));
    shards_[0].collect(0.99F);
    targets_.emplace_back(samples());
    generalised_advantages({shards_[0].kind(0).record().columns, record().rewards, record().values,
                            record().next_values, record().ended},
                           {0.99F, 0.95F}, targets_[0]);
    for (const float advantage : targets_[0].advantages) {
      mean_ += static_cast<double>(advantage) / samples();
      squares_ += static_cast<double>(advantage * advantage) / samples();
    }
  }

  int samples() const { return shards_[0].kind(0).samples(); }
  double mean_square() const { return squares_; }

  /// The gradient of the loss over the whole rollout as one batch.
  std::vector<float> gradient() {
    Policy::Impl& impl = policies_[0].impl();
    LossBatch<float> batch{
        record().actions, record().log_probs, record().values, {}, targets_[0].returns};
    const double deviation = std::sqrt(squares_ - mean_ * mean_);
    for (const float advantage : targets_[0].advantages) {
      batch.advantages.push_back(
          static_cast<float>((static_cast<double>(advantage) - mean_) / deviation));
    }
    NetworkInput<float> input;
    record().observations.view(0, samples(), input);
    NetworkPass<float> pass = impl.network.make_pass();
    std::vector<float> gradient(impl.parameters.size());
    impl.network.prepare(impl.parameters.data(), pass);
    add_loss_gradient(impl.network, impl.parameters.data(), input, batch, *make_ppo(1, 1),
                      1.0F / static_cast<float>(samples()), pass, gradient.data());
    return gradient;
  }

  /// Means of the advantages and of their squares in the first minibatch, or in all.
  std::array<double, 2> advantages(Normalise normalises, bool of_first) {
    ThreadPool pool(1);
    const AdvantageProbe probe(normalises, of_first);
    PolicyUpdate update(policies_[0].impl(), {}, probe, {samples()});
    const std::vector<const RolloutRecord*> records = {&record()};
    const MetricSums means =
        update.run({records, targets_}, {.seed = 3}, pool, policies_[0].impl().parameters.data())
            .metrics;
    return {means.values[0], means.values[1]};
  }
  double mean() const { return mean_; }

  /// Runs epochs that move nothing.
  Outcome update(int epochs, int minibatches, std::uint64_t seed = 0,
                 OptimiserConfig optimiser = {}) {
    optimiser.learning_rate = 0;
    ThreadPool pool(1);
    const std::unique_ptr<Algorithm> ppo = make_ppo(epochs, minibatches);
    PolicyUpdate update(policies_[0].impl(), optimiser, *ppo, {samples()});
    const std::vector<const RolloutRecord*> records = {&record()};
    const UpdateMeans means = update.run({records, targets_}, {.seed = seed}, pool,
                                         policies_[0].impl().parameters.data());
    const auto& moment = update.adam().first_moment();
    return {means.metrics, means.grad_norm, {moment.begin(), moment.end()}};
  }

 private:
  static PolicySet make_policies(float dropout) {
    PolicyConfig config = testing::small_policy();
    config.encoder.attention.dropout = dropout;
    return {Cards().spec().kinds, config, 1};
  }
  const RolloutRecord& record() const { return shards_[0].kind(0).record(); }

  PolicySet policies_;
  std::vector<RolloutShard> shards_;
  std::vector<Targets> targets_;
  double mean_ = 0;
  double squares_ = 0;
};

TEST_CASE("an update follows the gradient of the whole minibatch, clipped") {
  CardsRollout rollout;
  const std::vector<float> gradient = rollout.gradient();
  const double norm =
      std::sqrt(std::inner_product(gradient.begin(), gradient.end(), gradient.begin(), 0.0));
  // In 8 parts of one pass each, or in 2 of several.
  const int shards = GENERATE(16, 2);
  const Outcome outcome =
      rollout.update(1, 1, 0, {.max_grad_norm = 0.01F, .gradient_shards = shards});
  CHECK(norm > 0.01);  // Or nothing would be clipped.
  CHECK(outcome.grad_norm == Approx(norm).epsilon(1e-3));
  REQUIRE(outcome.first_moment.size() == gradient.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const double clipped = 0.01 / norm * static_cast<double>(gradient[i]);
    REQUIRE(outcome.first_moment[i] == Approx(0.1 * clipped).margin(1e-7));  // 1 - beta1 = 0.1
  }
}

TEST_CASE("minibatches cover every sample once, each with centred advantages") {
  CardsRollout rollout;
  const MetricSums metrics = rollout.update(1, 4).metrics;
  // Before a first step, returns - values are the advantages and all ratios are one.
  CHECK(metrics.values[1] == Approx(rollout.mean_square() / 2).epsilon(1e-4));
  CHECK(metrics.values[0] == Approx(0).margin(1e-5));
}

TEST_CASE("advantages are normalised by the minibatch, by the whole rollout, or not") {
  CardsRollout rollout;
  for (const bool of_first : {true, false}) {
    const auto [mean, square] = rollout.advantages(Normalise::kMinibatch, of_first);
    CHECK(mean == Approx(0).margin(1e-5));
    CHECK(square == Approx(1).epsilon(1e-4));
  }
  const auto [mean, square] = rollout.advantages(Normalise::kBatch, false);
  CHECK(mean == Approx(0).margin(1e-5));
  CHECK(square == Approx(1).epsilon(1e-4));
  CHECK(std::abs(rollout.advantages(Normalise::kBatch, true)[0]) > 1e-3);  // A part of the whole.
  const auto [raw_mean, raw_square] = rollout.advantages(Normalise::kNone, false);
  CHECK(raw_mean == Approx(rollout.mean()).epsilon(1e-4));
  CHECK(raw_square == Approx(rollout.mean_square()).epsilon(1e-4));
}

TEST_CASE("the seed decides which samples share a minibatch") {
  CardsRollout rollout;
  const std::vector<float> first = rollout.update(1, 4, 1).first_moment;
  CHECK(rollout.update(1, 4, 1).first_moment == first);
  CHECK(rollout.update(1, 4, 2).first_moment != first);
}

// Of epochs over the whole rollout as one minibatch: its order changes nothing but the rounding.
double divergence(CardsRollout& rollout, std::uint64_t seed, int epochs = 1) {
  return rollout.update(epochs, 1, seed).metrics.values[3];
}

TEST_CASE("dropout's masks come from the seed and the epoch") {
  CardsRollout rollout(0.5F);
  const double first = divergence(rollout, 1);
  CHECK(divergence(rollout, 1) == first);
  CHECK(std::abs(divergence(rollout, 2) - first) > 0.001 * first);
  CHECK(std::abs(divergence(rollout, 1, 2) - first) > 0.001 * first);
}

}  // namespace
}  // namespace saccade

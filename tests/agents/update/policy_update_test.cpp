#include "agents/update/policy_update.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>

#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/gae.h"
#include "agents/rollout/rollout_shard.h"
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
    shards_.emplace_back(policies_, factory_of<Cards>(), 11, 0, 8, 64);
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
    add_loss_gradient(impl.network, impl.parameters.data(), input, batch, *make_ppo(1, 1),
                      1.0F / static_cast<float>(samples()), pass, gradient.data());
    return gradient;
  }

  /// Runs epochs that move nothing.
  Outcome update(int epochs, int minibatches, std::uint64_t seed = 0,
                 const OptimiserConfig& optimiser = {}) {
    ThreadPool pool(1);
    const std::unique_ptr<Algorithm> ppo = make_ppo(epochs, minibatches);
    PolicyUpdate update(policies_[0].impl(), optimiser, *ppo, samples());
    const std::vector<const RolloutRecord*> records = {&record()};
    const UpdateMeans means = update.run({records, targets_}, {.learning_rate = 0, .seed = seed},
                                         pool, policies_[0].impl().parameters.data());
    const auto& moment = update.adam().first_moment();
    return {means.metrics, means.grad_norm, {moment.begin(), moment.end()}};
  }

 private:
  static PolicySet make_policies(float dropout) {
    PolicyConfig config;
    config.encoder = {.width = 16, .heads = 2};
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
  const Outcome outcome = rollout.update(1, 1, 0, {.max_grad_norm = 0.01F});
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

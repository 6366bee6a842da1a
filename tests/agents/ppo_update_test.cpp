#include "agents/ppo_update.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::Cards;
using testing::factory_of;

/// A rollout of 1,024 samples, and the mean and deviation of its advantages.
class CardsRollout {
 public:
  explicit CardsRollout(float dropout = 0) : policy_(make_policy(dropout)) {
    shards_.emplace_back(policy_.impl(), factory_of<Cards>(), 11, 0, 8, 64);
    shards_[0].collect(0.99F);
    shards_[0].finish(1, 0.99F, 0.95F);
    for (const float advantage : record().advantages) {
      mean_ += static_cast<double>(advantage) / samples();
      squares_ += static_cast<double>(advantage * advantage) / samples();
    }
  }

  int samples() const { return shards_[0].samples(); }
  double mean_square() const { return squares_; }

  /// The gradient of the loss over the whole rollout as one batch.
  std::vector<float> gradient() {
    Policy::Impl& impl = policy_.impl();
    PpoSamples<float> batch{
        record().actions, record().log_probs, record().values, {}, record().returns};
    const double deviation = std::sqrt(squares_ - mean_ * mean_);
    for (const float advantage : record().advantages) {
      batch.advantages.push_back(
          static_cast<float>((static_cast<double>(advantage) - mean_) / deviation));
    }
    NetworkInput<float> input;
    record().observations.view(0, samples(), input);
    NetworkPass<float> pass = impl.network.make_pass();
    std::vector<float> gradient(impl.parameters.size());
    add_ppo_gradient(impl.network, impl.parameters.data(), input, batch, {},
                     1.0F / static_cast<float>(samples()), pass, gradient.data());
    return gradient;
  }

  /// Runs epochs that move nothing; returns the optimiser's first moment.
  std::vector<float> update(const PpoConfig& ppo, UpdateMetrics& metrics, std::uint64_t seed = 0) {
    ThreadPool pool(1);
    PpoUpdate update(policy_.impl(), ppo, samples());
    update.run(shards_, {.learning_rate = 0, .coefficients = {}, .seed = seed}, pool,
               policy_.impl().parameters.data(), metrics);
    const auto& moment = update.adam().first_moment();
    return {moment.begin(), moment.end()};
  }

 private:
  static Policy make_policy(float dropout) {
    PolicyConfig config;
    config.encoder = {.width = 16, .heads = 2};
    config.encoder.attention.dropout = dropout;
    const Cards environment;
    return {environment.spec().observation, environment.spec().action, config, 1};
  }
  const RolloutRecord& record() const { return shards_[0].record(); }

  Policy policy_;
  std::vector<RolloutShard> shards_;
  double mean_ = 0;
  double squares_ = 0;
};

TEST_CASE("an update follows the gradient of the whole minibatch, clipped") {
  CardsRollout rollout;
  const std::vector<float> gradient = rollout.gradient();
  const double norm =
      std::sqrt(std::inner_product(gradient.begin(), gradient.end(), gradient.begin(), 0.0));
  PpoConfig ppo{.epochs = 1, .minibatches = 1};
  ppo.max_grad_norm = 0.01F;
  UpdateMetrics metrics;
  const std::vector<float> first_moment = rollout.update(ppo, metrics);
  CHECK(norm > 0.01);  // Or nothing would be clipped.
  CHECK(metrics.grad_norm == Approx(norm).epsilon(1e-3));
  REQUIRE(first_moment.size() == gradient.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const double clipped = 0.01 / norm * static_cast<double>(gradient[i]);
    REQUIRE(first_moment[i] == Approx(0.1 * clipped).margin(1e-7));  // 1 - beta1 = 0.1
  }
}

TEST_CASE("minibatches cover every sample once, each with centred advantages") {
  CardsRollout rollout;
  const PpoConfig ppo{.epochs = 1, .minibatches = 4};
  UpdateMetrics metrics;
  rollout.update(ppo, metrics);
  // Before a first step, returns - values are the advantages and all ratios are one.
  CHECK(metrics.value_loss == Approx(rollout.mean_square() / 2).epsilon(1e-4));
  CHECK(metrics.policy_loss == Approx(0).margin(1e-5));
}

TEST_CASE("the seed decides which samples share a minibatch") {
  CardsRollout rollout;
  const PpoConfig ppo{.epochs = 1, .minibatches = 4};
  UpdateMetrics metrics;
  const std::vector<float> first = rollout.update(ppo, metrics, 1);
  CHECK(rollout.update(ppo, metrics, 1) == first);
  CHECK(rollout.update(ppo, metrics, 2) != first);
}

// Of epochs over the whole rollout as one minibatch: its order changes nothing but the rounding.
double divergence(CardsRollout& rollout, std::uint64_t seed, int epochs = 1) {
  UpdateMetrics metrics;
  rollout.update({.epochs = epochs, .minibatches = 1}, metrics, seed);
  return metrics.approx_kl;
}

TEST_CASE("dropout's masks come from the seed and the epoch") {
  CardsRollout rollout(0.5F);
  const double first = divergence(rollout, 1);
  CHECK(divergence(rollout, 1) == first);
  CHECK(std::abs(divergence(rollout, 2) - first) > 0.01 * first);
  CHECK(std::abs(divergence(rollout, 1, 2) - first) > 0.001 * first);
}

}  // namespace
}  // namespace saccade

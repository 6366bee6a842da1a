#include "agents/learner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>

#include "agents/explained_variance.h"
#include "agents/learner_impl.h"
#include "envs/core/spec_difference.h"

namespace saccade {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPolicyStream = 0x706f6c696379;  // "policy"
constexpr std::uint64_t kOrderStream = 0x6f72646572;     // "order"
constexpr int kEnvsPerShard = 8;                         // At least, unless there are fewer.
constexpr int kMostShards = 64;
constexpr std::int64_t kMostSamples = 100'000'000;  // Whose numbers fit 32 bits.

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void check_at_least(const char* name, std::int64_t found, std::int64_t wanted) {
  if (found >= wanted) return;
  throw Error(fmt::format("ppo {}: found {}, wanted at least {}", name, found, wanted));
}

void check_config(const PpoConfig& ppo, const EnvironmentSpec& spec, std::int64_t total_steps) {
  check_at_least("envs", ppo.envs, 1);
  check_at_least("horizon", ppo.horizon, 1);
  check_at_least("epochs", ppo.epochs, 1);
  check_at_least("minibatches", ppo.minibatches, 1);
  check_at_least("total_steps", total_steps, 1);
  const std::int64_t columns = std::int64_t{ppo.envs} * spec.agents;
  if (columns > kMostSamples / ppo.horizon) {
    throw Error(fmt::format(
        "ppo envs x horizon x agents: found {} x {} x {}, wanted at most {} samples of a rollout",
        ppo.envs, ppo.horizon, spec.agents, kMostSamples));
  }
  const std::int64_t samples = columns * ppo.horizon;
  if (ppo.minibatches > samples) {
    throw Error(fmt::format("ppo minibatches: found {}, wanted at most the {} samples of a rollout",
                            ppo.minibatches, samples));
  }
}

EnvironmentSpec checked_spec(const EnvironmentFactory& make_environment, const PpoConfig& ppo,
                             std::int64_t total_steps) {
  EnvironmentSpec spec = spec_of(make_environment);
  check_config(ppo, spec, total_steps);
  return spec;
}

std::vector<RolloutShard> make_shards(const Policy& policy, const EnvironmentFactory& factory,
                                      const EnvironmentSpec& spec, const PpoConfig& ppo,
                                      std::uint64_t seed) {
  const int count = std::clamp(ppo.envs / kEnvsPerShard, 1, kMostShards);
  std::vector<RolloutShard> shards;
  shards.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const int first = ppo.envs * i / count;
    const int envs = ppo.envs * (i + 1) / count - first;
    shards.emplace_back(policy.impl(), factory, seed, first, envs, ppo.horizon);
    for (const EpisodeRunner& runner : shards.back().state().runners) {
      check_same_spec(runner.spec(), spec);
    }
  }
  return shards;
}

}  // namespace

Learner::Impl::Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
                    const PolicyConfig& policy_config, const PpoConfig& ppo_config,
                    std::int64_t schedule_steps, std::uint64_t run_seed, int threads)
    : make_environment(std::move(factory)),
      spec(environment_spec),
      ppo(ppo_config),
      total_steps(schedule_steps),
      seed(run_seed),
      policy(spec.observation, spec.action, policy_config, derive_seed({run_seed, kPolicyStream})),
      pool(threads),
      shards(make_shards(policy, make_environment, spec, ppo, seed)),
      ppo_update(policy.impl(), ppo, ppo.envs * ppo.horizon * spec.agents) {}

void Learner::Impl::collect() {
  const auto count = static_cast<int>(shards.size());
  pool.parallel_for(count,
                    [this](int i) { shards[static_cast<std::size_t>(i)].collect(ppo.gamma); });
  const float reward_scale = merge_statistics();
  pool.parallel_for(count, [this, reward_scale](int i) {
    shards[static_cast<std::size_t>(i)].finish(reward_scale, ppo.gamma, ppo.gae_lambda);
  });
  steps += std::int64_t{ppo.envs} * ppo.horizon;
}

// What the rollout taught about observations and rewards.  The rollout's own samples keep the
// normalisation under which they were acted upon.
float Learner::Impl::merge_statistics() {
  constexpr double kSmallestDeviation = 1e-4;
  for (const RolloutShard& shard : shards) {
    policy.impl().normaliser.merge(shard.feature_sums());
    const auto& [count, sum, squares] = shard.return_sums();
    discounted_returns.merge(count, sum, squares);
  }
  if (!ppo.scale_rewards) return 1;
  return static_cast<float>(1 /
                            std::max(std::sqrt(discounted_returns.variance), kSmallestDeviation));
}

UpdateSchedule schedule_at(const PpoConfig& ppo, float progress) {
  const auto between = [progress](float from, float to) { return from + progress * (to - from); };
  return {.learning_rate = between(ppo.learning_rate, ppo.learning_rate_final),
          .coefficients = {.clip = between(ppo.clip, ppo.clip_final),
                           .value_clip = ppo.value_clip,
                           .value_coefficient = ppo.value_coefficient,
                           .entropy_coefficient =
                               between(ppo.entropy_coefficient, ppo.entropy_coefficient_final)}};
}

UpdateSchedule Learner::Impl::schedule() const {
  const double progress = static_cast<double>(steps) / static_cast<double>(total_steps);
  UpdateSchedule now = schedule_at(ppo, static_cast<float>(std::min(1.0, progress)));
  now.seed = derive_seed({seed, kOrderStream, static_cast<std::uint64_t>(updates)});
  now.number = updates + 1;
  return now;
}

double Learner::Impl::explained_variance() const {
  ExplainedVariance explained;
  for (const RolloutShard& shard : shards) {
    const RolloutRecord& record = shard.record();
    for (std::size_t i = 0; i < record.returns.size(); ++i) {
      explained.add(static_cast<double>(record.returns[i]),
                    static_cast<double>(record.advantages[i]));
    }
  }
  return explained.ratio();
}

Learner::Learner(const EnvironmentFactory& make_environment, const PolicyConfig& policy,
                 const PpoConfig& ppo, std::int64_t total_steps, std::uint64_t seed, int threads)
    : impl_(std::make_unique<Impl>(make_environment,
                                   checked_spec(make_environment, ppo, total_steps), policy, ppo,
                                   total_steps, seed, threads)) {}

Learner::~Learner() = default;

UpdateMetrics Learner::update() {
  UpdateMetrics metrics;
  const UpdateSchedule schedule = impl_->schedule();
  const Clock::time_point begin = Clock::now();
  impl_->collect();
  metrics.rollout_seconds = seconds_since(begin);
  const Clock::time_point collected = Clock::now();
  metrics.explained_variance = impl_->explained_variance();
  metrics.learning_rate = static_cast<double>(schedule.learning_rate);
  impl_->ppo_update.run(impl_->shards, schedule, impl_->pool,
                        impl_->policy.impl().parameters.data(), metrics);
  metrics.update_seconds = seconds_since(collected);
  ++impl_->updates;
  return metrics;
}

std::int64_t Learner::steps() const {
  return impl_->steps;
}
const EnvironmentSpec& Learner::spec() const {
  return impl_->spec;
}
const Policy& Learner::policy() const {
  return impl_->policy;
}

std::vector<EpisodeSummary> Learner::take_episodes() {
  std::vector<EpisodeSummary> taken;
  for (RolloutShard& shard : impl_->shards) {
    std::move(shard.episodes().begin(), shard.episodes().end(), std::back_inserter(taken));
    shard.episodes().clear();
  }
  return taken;
}

}  // namespace saccade

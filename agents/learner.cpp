#include "agents/learner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>

#include "agents/algorithms/linear_schedule.h"
#include "agents/explained_variance.h"
#include "agents/learner_impl.h"
#include "agents/state/tensor_checks.h"
#include "envs/core/episode/spec_difference.h"

namespace saccade {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPolicyStream = 0x706f6c696379;  // "policy"
constexpr std::uint64_t kOrderStream = 0x6f72646572;     // "order"
constexpr std::array kOwnMetrics = {"explained_variance", "learning_rate", "grad_norm"};
constexpr std::int64_t kMostSamples = 100'000'000;  // Whose numbers fit 32 bits.

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void check_at_least(const char* key, std::int64_t found, std::int64_t wanted) {
  if (found >= wanted) return;
  throw Error(fmt::format("{}: found {}, wanted at least {}", key, found, wanted));
}

// With memory a minibatch holds whole sequences.
void check_minibatches(const LearnerConfig& config, std::int64_t columns) {
  const int length = config.policy.sequence_length();
  const std::int64_t most = columns * ((config.rollout.horizon - 1) / length + 1);
  const int minibatches = make_algorithm(config.algorithm)->minibatches();
  if (minibatches <= most) return;
  throw Error(fmt::format("{}.minibatches: found {}, wanted at most the {} {} of a rollout",
                          config.algorithm.name, minibatches, most,
                          length > 1 ? "sequences" : "samples"));
}

void check_config(const LearnerConfig& config, const EnvironmentSpec& spec,
                  std::int64_t total_steps) {
  const RolloutConfig& rollout = config.rollout;
  check_at_least("policy.memory_sequence", config.policy.memory_sequence, 1);
  check_at_least("rollout.envs", rollout.envs, 1);
  check_at_least("rollout.horizon", rollout.horizon, 1);
  check_at_least("rollout.shards", rollout.shards, 1);
  check_at_least("rollout.envs_per_shard", rollout.envs_per_shard, 1);
  check_at_least("optimiser.gradient_shards", config.optimiser.gradient_shards, 1);
  check_at_least("steps", total_steps, 1);
  const std::int64_t columns = std::int64_t{rollout.envs} * spec.kinds[0].agents;
  if (columns > kMostSamples / rollout.horizon) {
    throw Error(fmt::format(
        "rollout.envs x rollout.horizon x agents: found {} x {} x {}, wanted at most {} samples of "
        "a rollout",
        rollout.envs, rollout.horizon, spec.kinds[0].agents, kMostSamples));
  }
  check_minibatches(config, columns);
}

EnvironmentSpec checked_spec(const EnvironmentFactory& make_environment,
                             const LearnerConfig& config, std::int64_t total_steps) {
  EnvironmentSpec spec = spec_of(make_environment);
  if (spec.kinds.size() != 1) {
    throw Error(fmt::format("environment {}: found {} kinds of agents, wanted one", spec.id,
                            spec.kinds.size()));
  }
  check_config(config, spec, total_steps);
  return spec;
}

std::vector<RolloutShard> make_shards(const Policy& policy, const EnvironmentFactory& factory,
                                      const EnvironmentSpec& spec, const RolloutConfig& config,
                                      std::uint64_t seed) {
  const int count = std::clamp(config.envs / config.envs_per_shard, 1, config.shards);
  std::vector<RolloutShard> shards;
  shards.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const auto border = [&](int shard) {
      return static_cast<int>(std::int64_t{config.envs} * shard / count);
    };
    shards.emplace_back(policy.impl(), factory, seed, border(i), border(i + 1) - border(i),
                        config.horizon);
    for (const EpisodeRunner& runner : shards.back().state().runners) {
      check_same_spec(runner.spec(), spec);
    }
  }
  return shards;
}

std::vector<std::string> names_of_metrics(const Algorithm& algorithm) {
  std::vector<std::string> names;
  for (const MetricSpec& metric : algorithm.metrics()) names.push_back(metric.name);
  names.insert(names.end(), kOwnMetrics.begin(), kOwnMetrics.end());
  return names;
}

std::vector<Targets> make_targets(const std::vector<RolloutShard>& shards) {
  std::vector<Targets> targets;
  for (const RolloutShard& shard : shards) targets.emplace_back(shard.samples());
  return targets;
}

}  // namespace

Learner::Impl::Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
                    const LearnerConfig& learner_config, std::int64_t schedule_steps,
                    std::uint64_t run_seed, int threads)
    : make_environment(std::move(factory)),
      spec(environment_spec),
      config(learner_config),
      total_steps(schedule_steps),
      counters{.seed = run_seed, .discounted_returns = {}},
      policy(spec.kinds[0].observation, spec.kinds[0].action, config.policy,
             derive_seed({run_seed, kPolicyStream})),
      pool(threads),
      shards(make_shards(policy, make_environment, spec, config.rollout, run_seed)),
      targets(make_targets(shards)),
      algorithm(make_algorithm(config.algorithm)),
      metric_names(names_of_metrics(*algorithm)),
      policy_update(policy.impl(), config.optimiser, *algorithm,
                    config.rollout.envs * config.rollout.horizon * spec.kinds[0].agents) {}

void Learner::Impl::collect() {
  const auto count = static_cast<int>(shards.size());
  pool.parallel_for(
      count, [this](int i) { shards[static_cast<std::size_t>(i)].collect(config.rollout.gamma); });
  const float reward_scale = merge_statistics();
  pool.parallel_for(count, [this, reward_scale](int i) {
    estimate_targets(static_cast<std::size_t>(i), reward_scale);
  });
  counters.steps += std::int64_t{config.rollout.envs} * config.rollout.horizon;
}

void Learner::Impl::estimate_targets(std::size_t shard, float reward_scale) {
  shards[shard].scale_rewards(reward_scale);
  const RolloutRecord& record = shards[shard].record();
  algorithm->estimate({.columns = shards[shard].columns(),
                       .rewards = record.rewards,
                       .values = record.values,
                       .next_values = record.next_values,
                       .ended = record.ended},
                      {config.rollout.gamma, config.rollout.gae_lambda}, targets[shard]);
}

// What the rollout taught about observations and rewards.  The rollout's own samples keep the
// normalisation under which they were acted upon.
float Learner::Impl::merge_statistics() {
  constexpr double kSmallestDeviation = 1e-4;
  for (const RolloutShard& shard : shards) {
    policy.impl().normaliser.merge(shard.feature_sums());
    const auto& [count, sum, squares] = shard.return_sums();
    counters.discounted_returns.merge(count, sum, squares);
  }
  if (!config.rollout.scale_rewards) return 1;
  return static_cast<float>(
      1 / std::max(std::sqrt(counters.discounted_returns.variance), kSmallestDeviation));
}

// What holds for the next update, given how much of the training is done.
UpdateSchedule Learner::Impl::begin_update() {
  const double done = static_cast<double>(counters.steps) / static_cast<double>(total_steps);
  const auto progress = static_cast<float>(std::min(1.0, done));
  algorithm->set_progress(progress);
  LinearSchedule learning_rate(config.optimiser.learning_rate,
                               config.optimiser.learning_rate_final);
  learning_rate.set_progress(progress);
  return {.learning_rate = learning_rate.now(),
          .seed = derive_seed(
              {counters.seed, kOrderStream, static_cast<std::uint64_t>(counters.updates)}),
          .number = counters.updates + 1};
}

double Learner::Impl::explained_variance() const {
  ExplainedVariance explained;
  for (std::size_t shard = 0; shard < shards.size(); ++shard) {
    const Targets& target = targets[shard];
    for (std::size_t i = 0; i < target.returns.size(); ++i) {
      if (!shards[shard].record().is_present(i)) continue;
      explained.add(static_cast<double>(target.returns[i]),
                    static_cast<double>(target.advantages[i]));
    }
  }
  return explained.ratio();
}

Learner::Learner(const EnvironmentFactory& make_environment, const LearnerConfig& config,
                 std::int64_t total_steps, std::uint64_t seed, int threads)
    : impl_(std::make_unique<Impl>(make_environment,
                                   checked_spec(make_environment, config, total_steps), config,
                                   total_steps, seed, threads)) {}

Learner::~Learner() = default;

UpdateMetrics Learner::update() {
  UpdateMetrics metrics;
  const UpdateSchedule schedule = impl_->begin_update();
  const Clock::time_point begin = Clock::now();
  impl_->collect();
  metrics.rollout_seconds = seconds_since(begin);
  const Clock::time_point collected = Clock::now();
  const double explained_variance = impl_->explained_variance();
  const UpdateMeans means =
      impl_->policy_update.run({impl_->shards, impl_->targets}, schedule, impl_->pool,
                               impl_->policy.impl().parameters.data());
  metrics.update_seconds = seconds_since(collected);
  ++impl_->counters.updates;

  metrics.values.reserve(impl_->metric_names.size());
  const auto add = [&](double value) {
    metrics.values.push_back({impl_->metric_names[metrics.values.size()], value});
  };
  metrics.of_algorithm = impl_->metric_names.size() - kOwnMetrics.size();
  for (std::size_t i = 0; i < metrics.of_algorithm; ++i) add(means.metrics.values[i]);
  add(explained_variance);
  add(static_cast<double>(schedule.learning_rate));
  add(means.grad_norm);
  return metrics;
}

const std::vector<std::string>& Learner::metric_names() const {
  return impl_->metric_names;
}

std::int64_t Learner::steps() const {
  return impl_->counters.steps;
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

TensorMap Learner::save() const {
  TensorMap tensors = impl_->policy.tensors();
  const nn::Adam& adam = impl_->policy_update.adam();
  tensors["learner.adam.steps"] = make_tensor(std::vector<std::int64_t>{adam.steps()});
  tensors["learner.adam.first_moment"] = make_tensor(adam.first_moment());
  tensors["learner.adam.second_moment"] = make_tensor(adam.second_moment());
  save_counters(impl_->counters, tensors);
  save_environments(impl_->shards, tensors);
  return tensors;
}

void Learner::restore(const TensorMap& tensors) {
  const std::size_t parameters = impl_->policy.impl().parameters.size();
  const LearnerCounters counters = read_counters(tensors, impl_->counters.seed);
  const auto adam_steps = read_counts<std::int64_t>(tensors, "learner.adam.steps", 1);
  auto first = read_finite<float>(tensors, "learner.adam.first_moment", parameters);
  auto second = read_not_negative<float>(tensors, "learner.adam.second_moment", parameters);
  std::vector<ShardState> states = restore_environments(
      tensors, impl_->shards, impl_->make_environment, counters.seed, impl_->pool);

  impl_->policy.load(tensors);  // The last that may throw.
  impl_->policy_update.adam().restore(adam_steps[0], std::move(first), std::move(second));
  for (std::size_t s = 0; s < states.size(); ++s) impl_->shards[s].set_state(std::move(states[s]));
  impl_->counters = counters;
}

}  // namespace saccade

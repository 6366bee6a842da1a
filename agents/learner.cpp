#include "agents/learner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "agents/frame/frame_checks.h"
#include "agents/learner_impl.h"
#include "envs/episode/spec_difference.h"

namespace saccade {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPolicyStream = 0x706f6c696379;  // "policy"
constexpr std::uint64_t kOrderStream = 0x6f72646572;     // "order"
constexpr std::int64_t kMostSamples = 100'000'000;       // Whose numbers fit 32 bits.

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

void check_samples(const LearnerConfig& config, const AgentKind& kind) {
  const RolloutConfig& rollout = config.rollout;
  const std::int64_t columns = std::int64_t{rollout.envs} * kind.agents;
  if (columns > kMostSamples / rollout.horizon) {
    throw Error(fmt::format(
        "rollout.envs x rollout.horizon x agents: found {} x {} x {}, wanted at most {} samples of "
        "a rollout",
        rollout.envs, rollout.horizon, kind.agents, kMostSamples));
  }
  check_minibatches(config, columns);
}

// What makes the KL divergence tell nothing of the learning rate.
void check_steps(const LearnerConfig& config) {
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(config.algorithm);
  if (algorithm->epochs() * algorithm->minibatches() < 2) {
    throw Error(
        "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with one step of "
        "the optimiser for each rollout: the KL divergence is measured before a step");
  }
  if (config.policy.encoder.attention.dropout == 0) return;
  throw Error(
      "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with "
      "policy.attention.dropout above 0, whose noise adds to the KL divergence");
}

// Of a learning rate that follows the KL divergence.
void check_adaptive(const LearnerConfig& config) {
  const OptimiserConfig& optimiser = config.optimiser;
  if (optimiser.schedule != LearningRateSchedule::kKlAdaptive) return;
  if (!make_algorithm(config.algorithm)->kl_metric()) {
    throw Error(fmt::format(
        "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with algorithm = "
        "\"{}\", which does not measure a KL divergence",
        config.algorithm.name));
  }
  check_steps(config);
  if (optimiser.learning_rate_min > optimiser.learning_rate_max) {
    throw Error(
        fmt::format("optimiser.learning_rate_min: found {}, wanted at most {}, which is "
                    "optimiser.learning_rate_max",
                    optimiser.learning_rate_min, optimiser.learning_rate_max));
  }
  if (optimiser.learning_rate >= optimiser.learning_rate_min &&
      optimiser.learning_rate <= optimiser.learning_rate_max) {
    return;
  }
  throw Error(fmt::format(
      "optimiser.learning_rate: found {}, wanted {} to {} with optimiser.schedule = "
      "\"kl_adaptive\" (optimiser.learning_rate_min and optimiser.learning_rate_max)",
      optimiser.learning_rate, optimiser.learning_rate_min, optimiser.learning_rate_max));
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
  check_adaptive(config);
  check_frame(spec, config.policy.frame);
  for (const AgentKind& kind : spec.kinds) {
    about_kind(kind, [&] { check_samples(config, kind); });
  }
}

EnvironmentSpec checked_spec(const EnvironmentFactory& make_environment,
                             const LearnerConfig& config, std::int64_t total_steps) {
  EnvironmentSpec spec = spec_of(make_environment);
  check_config(config, spec, total_steps);
  return spec;
}

std::vector<RolloutShard> make_shards(const PolicySet& policies, const EnvironmentFactory& factory,
                                      const EnvironmentSpec& spec, const RolloutConfig& config,
                                      std::uint64_t seed) {
  const int count = std::clamp(config.envs / config.envs_per_shard, 1, config.shards);
  std::vector<RolloutShard> shards;
  shards.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const auto border = [&](int shard) {
      return static_cast<int>(std::int64_t{config.envs} * shard / count);
    };
    shards.emplace_back(policies, factory, seed, border(i), border(i + 1) - border(i),
                        config.horizon);
    for (const EpisodeRunner& runner : shards.back().running().runners) {
      check_same_spec(runner.spec(), spec);
    }
  }
  return shards;
}

std::vector<KindLearner> make_kinds(PolicySet& policies, std::vector<RolloutShard>& shards,
                                    const LearnerConfig& config) {
  std::vector<KindLearner> kinds;
  for (std::size_t k = 0; k < policies.size(); ++k) {
    kinds.emplace_back(k, policies, shards, config);
  }
  return kinds;
}

std::vector<std::string> names_of_metrics(const std::vector<KindLearner>& kinds) {
  std::vector<std::string> names;
  for (const KindLearner& kind : kinds) {
    const std::string prefix = kinds.size() == 1 ? "" : kind.kind().prefix();
    for (const std::string& name : kind.metric_names()) names.push_back(prefix + name);
  }
  return names;
}

}  // namespace

Learner::Impl::Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
                    const LearnerConfig& learner_config, std::int64_t schedule_steps,
                    std::uint64_t run_seed, int threads)
    : make_environment(std::move(factory)),
      spec(environment_spec),
      config(learner_config),
      total_steps(schedule_steps),
      counters{.seed = run_seed},
      policies(spec.kinds, config.policy, derive_seed({run_seed, kPolicyStream})),
      pool(threads),
      shards(make_shards(policies, make_environment, spec, config.rollout, run_seed)),
      kinds(make_kinds(policies, shards, config)),
      metric_names(names_of_metrics(kinds)) {}

void Learner::Impl::collect() {
  const auto count = static_cast<int>(shards.size());
  pool.parallel_for(
      count, [this](int i) { shards[static_cast<std::size_t>(i)].collect(config.rollout.gamma); });
  for (KindLearner& kind : kinds) kind.merge_statistics();
  pool.parallel_for(count, [this](int i) {
    for (KindLearner& kind : kinds) kind.estimate_targets(static_cast<std::size_t>(i));
  });
  counters.steps += std::int64_t{config.rollout.envs} * config.rollout.horizon;
}

// What holds for the next update, given how much of the training is done.
UpdateSchedule Learner::Impl::begin_update() {
  const double done = static_cast<double>(counters.steps) / static_cast<double>(total_steps);
  const auto progress = static_cast<float>(std::min(1.0, done));
  for (KindLearner& kind : kinds) kind.set_progress(progress);
  return {.seed = derive_seed(
              {counters.seed, kOrderStream, static_cast<std::uint64_t>(counters.updates)}),
          .number = counters.updates + 1};
}

Learner::Learner(const EnvironmentFactory& make_environment, const LearnerConfig& config,
                 std::int64_t total_steps, std::uint64_t seed, int threads)
    : impl_(std::make_unique<Impl>(make_environment,
                                   checked_spec(make_environment, config, total_steps), config,
                                   total_steps, seed, threads)) {}

Learner::~Learner() = default;

UpdateMetrics Learner::update() {
  UpdateMetrics metrics;
  UpdateSchedule schedule = impl_->begin_update();
  const std::uint64_t seed = schedule.seed;
  const Clock::time_point begin = Clock::now();
  impl_->collect();
  metrics.rollout_seconds = seconds_since(begin);
  const Clock::time_point collected = Clock::now();
  metrics.values.reserve(impl_->metric_names.size());
  for (std::size_t k = 0; k < impl_->kinds.size(); ++k) {
    KindLearner& kind = impl_->kinds[k];
    if (k > 0) schedule.seed = derive_seed({seed, k});
    const std::vector<double> values = kind.update(schedule, impl_->pool);
    for (std::size_t i = 0; i < values.size(); ++i) {
      metrics.values.push_back(
          {impl_->metric_names[metrics.values.size()], values[i], i < kind.metrics_of_algorithm()});
    }
  }
  metrics.update_seconds = seconds_since(collected);
  ++impl_->counters.updates;
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
const PolicySet& Learner::policies() const {
  return impl_->policies;
}

std::vector<EpisodeSummary> Learner::take_episodes() {
  std::vector<EpisodeSummary> taken;
  for (RolloutShard& shard : impl_->shards) {
    std::move(shard.episodes().begin(), shard.episodes().end(), std::back_inserter(taken));
    shard.episodes().clear();
  }
  return taken;
}

Transfer Learner::begin_with(const TensorMap& source) {
  return transfer_policies(source, impl_->policies);
}

TensorMap Learner::save() const {
  TensorMap tensors;
  save(tensors);
  return tensors;
}

void Learner::save(TensorMap& tensors) const {
  impl_->policies.save(tensors);
  for (const KindLearner& kind : impl_->kinds) kind.save(tensors);
  save_counters(impl_->counters, tensors);
  save_environments(impl_->shards, impl_->spec, tensors);
}

void Learner::restore(const TensorMap& tensors) {
  const LearnerCounters counters = read_counters(tensors, impl_->counters.seed);
  std::vector<KindLearner::State> learned;
  for (const KindLearner& kind : impl_->kinds) learned.push_back(kind.read(tensors));
  std::vector<ShardState> states = restore_environments(
      tensors, impl_->shards, impl_->make_environment, counters.seed, impl_->pool);

  impl_->policies.load(tensors);  // The last that may throw.
  for (std::size_t k = 0; k < learned.size(); ++k) impl_->kinds[k].restore(std::move(learned[k]));
  for (std::size_t s = 0; s < states.size(); ++s) impl_->shards[s].set_state(std::move(states[s]));
  impl_->counters = counters;
}

}  // namespace saccade

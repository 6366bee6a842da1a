#include "agents/learner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "agents/learner_checks.h"
#include "agents/learner_impl.h"
#include "agents/ranks/orders.h"
#include "agents/ranks/pack_tensors.h"
#include "envs/episode/spec_difference.h"

namespace saccade {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPolicyStream = 0x706f6c696379;  // "policy"
constexpr std::uint64_t kOrderStream = 0x6f72646572;     // "order"

// Whether every rank has the records of all shards.
bool shares_records(const LearnerConfig& config) {
  return config.optimiser.minibatches == Minibatches::kShuffled;
}

std::vector<RolloutShard> make_shards(const PolicySet& policies, const EnvironmentFactory& factory,
                                      const EnvironmentSpec& spec, const LearnerConfig& learner,
                                      std::uint64_t seed, const Ranks* ranks) {
  const RolloutConfig& config = learner.rollout;
  const int count = std::clamp(config.envs / config.envs_per_shard, 1, config.shards);
  const auto [first_own, end_own] = own_share(ranks, static_cast<std::size_t>(count));
  std::vector<RolloutShard> shards;
  shards.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const auto border = [&](int shard) {
      return static_cast<int>(std::int64_t{config.envs} * shard / count);
    };
    const auto number = static_cast<std::size_t>(i);
    const RolloutShard::Place place{border(i), border(i + 1) - border(i),
                                    number >= first_own && number < end_own};
    const bool is_recorded = place.is_here || shares_records(learner);
    shards.emplace_back(policies, factory, spec, seed, place, is_recorded ? config.horizon : 0);
    for (const EpisodeRunner& runner : shards.back().running().runners) {
      check_same_spec(runner.spec(), spec);
    }
  }
  return shards;
}

std::vector<KindLearner> make_kinds(PolicySet& policies, std::vector<RolloutShard>& shards,
                                    const LearnerConfig& config, int threads, Ranks* ranks) {
  std::vector<KindLearner> kinds;
  for (std::size_t k = 0; k < policies.size(); ++k) {
    kinds.emplace_back(k, policies, shards, config, threads, ranks);
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

// While it lives, the next rollout is collected beside what its maker does.
class CollectingAhead {
 public:
  explicit CollectingAhead(Learner::Impl& learner) : learner_(learner) { learner.begin_ahead(); }
  ~CollectingAhead() { learner_.end_ahead(); }
  CollectingAhead(const CollectingAhead&) = delete;
  CollectingAhead& operator=(const CollectingAhead&) = delete;

 private:
  Learner::Impl& learner_;
};

}  // namespace

Learner::Impl::Impl(EnvironmentFactory factory, const EnvironmentSpec& environment_spec,
                    const LearnerConfig& learner_config, std::int64_t schedule_steps,
                    std::uint64_t run_seed, int threads, Ranks* all_ranks)
    : make_environment(std::move(factory)),
      spec(environment_spec),
      config(learner_config),
      total_steps(schedule_steps),
      counters{.seed = run_seed},
      policies(spec.kinds, config.policy, derive_seed({run_seed, kPolicyStream})),
      pool(threads),
      shards(make_shards(policies, make_environment, spec, config, run_seed, all_ranks)),
      exchange(all_ranks, spec, shards, shares_records(config)),
      kinds(make_kinds(policies, shards, config, pool.threads(), all_ranks)),
      metric_names(names_of_metrics(kinds)),
      episodes(shards.size()),
      collect_shard([this, first = exchange.own_shards().first](int i) {
        shards[first + static_cast<std::size_t>(i)].collect(config.rollout.gamma);
      }) {}

double Learner::Impl::progress() const {
  return std::min(1.0, static_cast<double>(counters.steps) / static_cast<double>(total_steps));
}

void Learner::Impl::prepare_rollout() {
  for (KindLearner& kind : kinds) kind.choose_acting();
  for (RolloutShard& shard : shards) shard.set_progress(progress());
}

void Learner::Impl::collect_rollout() {
  if (ahead.failure) std::rethrow_exception(ahead.failure);
  if (!ahead.is_begun) {
    prepare_rollout();
    const auto [first, end] = exchange.own_shards();
    pool.parallel_for(static_cast<int>(end - first), collect_shard);
  }
  ahead.is_begun = false;
}

void Learner::Impl::take_rollout() {
  exchange.collect([this] { collect_rollout(); });
  for (std::size_t s = 0; s < shards.size(); ++s) {
    std::vector<EpisodeSummary>& ended = shards[s].episodes();
    std::move(ended.begin(), ended.end(), std::back_inserter(episodes[s]));
    ended.clear();
  }
  for (KindLearner& kind : kinds) kind.take_rollout();
  counters.steps += std::int64_t{config.rollout.envs} * config.rollout.horizon;
}

void Learner::Impl::estimate_targets() {
  const auto [first, end] = exchange.recorded_shards();
  exchange.do_everywhere([&, begin = first, count = static_cast<int>(end - first)] {
    pool.parallel_for(count, [&](int i, int thread) {
      const std::size_t shard = begin + static_cast<std::size_t>(i);
      for (KindLearner& kind : kinds) kind.estimate_targets(shard, thread);
    });
  });
}

void Learner::Impl::begin_ahead() {
  if (!kinds.front().lags() || counters.steps >= total_steps) return;
  exchange.remember();
  ahead.is_begun = true;
  prepare_rollout();
  const auto [first, end] = exchange.own_shards();
  pool.begin_beside(static_cast<int>(end - first), collect_shard);
}

void Learner::Impl::end_ahead() noexcept {
  if (!ahead.is_begun) return;
  try {
    pool.end_beside();
  } catch (...) {
    ahead.failure = std::current_exception();
  }
}

// What holds for the next update, given how much of the training is done.
UpdateSchedule Learner::Impl::begin_update() {
  for (KindLearner& kind : kinds) kind.set_progress(static_cast<float>(progress()));
  return {.seed = derive_seed(
              {counters.seed, kOrderStream, static_cast<std::uint64_t>(counters.updates)}),
          .number = counters.updates + 1};
}

std::vector<Metric> Learner::Impl::update_policies(const UpdateSchedule& schedule) {
  std::vector<Metric> metrics;
  metrics.reserve(metric_names.size());
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    UpdateSchedule of_kind = schedule;
    if (k > 0) of_kind.seed = derive_seed({schedule.seed, k});
    const std::vector<double> values = kinds[k].update(of_kind, pool);
    for (std::size_t i = 0; i < values.size(); ++i) {
      metrics.push_back(
          {metric_names[metrics.size()], values[i], i < kinds[k].metrics_of_algorithm()});
    }
  }
  return metrics;
}

UpdateMetrics Learner::Impl::update() {
  give_order(exchange.ranks(), Order::kUpdate);
  UpdateMetrics metrics;
  const UpdateSchedule schedule = begin_update();
  const Clock::time_point begin = Clock::now();
  take_rollout();
  Clock::time_point collected;
  {
    const CollectingAhead collecting(*this);
    estimate_targets();
    collected = Clock::now();
    metrics.values = update_policies(schedule);
  }
  metrics.rollout_seconds = std::chrono::duration<double>(collected - begin).count();
  metrics.update_seconds = std::chrono::duration<double>(Clock::now() - collected).count();
  ++counters.updates;
  return metrics;
}

Learner::Learner(const EnvironmentFactory& make_environment, const LearnerConfig& config,
                 std::int64_t total_steps, std::uint64_t seed, int threads, Ranks* ranks)
    : impl_(std::make_unique<Impl>(make_environment,
                                   checked_spec(make_environment, config, total_steps), config,
                                   total_steps, seed, threads, ranks)) {}

Learner::~Learner() = default;

UpdateMetrics Learner::update() {
  return impl_->update();
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
  for (std::vector<EpisodeSummary>& of_shard : impl_->episodes) {
    std::move(of_shard.begin(), of_shard.end(), std::back_inserter(taken));
    of_shard.clear();
  }
  return taken;
}

Transfer Learner::begin_with(const TensorMap& source) {
  Transfer transfer = transfer_policies(source, impl_->policies);
  if (!impl_->exchange.ranks()) return transfer;
  Bytes bytes;
  Packer out(bytes);
  add_tensors(impl_->policies.tensors(), out);
  give_order(impl_->exchange.ranks(), Order::kPolicies, bytes);
  return transfer;
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
  impl_->exchange.save(tensors);
}

void Learner::restore(const TensorMap& tensors) {
  const LearnerCounters counters = read_counters(tensors, impl_->counters.seed);
  std::vector<KindLearner::State> learned;
  for (const KindLearner& kind : impl_->kinds) {
    learned.push_back(kind.read(tensors, counters.updates));
  }
  std::vector<ShardState> states =
      impl_->exchange.replay(tensors, impl_->make_environment, counters.seed, impl_->pool);

  impl_->policies.load(tensors);  // The last that may throw.
  for (std::size_t k = 0; k < learned.size(); ++k) impl_->kinds[k].restore(std::move(learned[k]));
  const std::size_t first = impl_->exchange.own_shards().first;
  for (std::size_t i = 0; i < states.size(); ++i) {
    impl_->shards[first + i].set_state(std::move(states[i]));
    impl_->shards[first + i].episodes().clear();  // Of a rollout that is not taken in any more.
  }
  impl_->ahead = {};
  impl_->counters = counters;
}

}  // namespace saccade

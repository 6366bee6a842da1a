#include "agents/kind_learner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "agents/ranks/share_rows.h"
#include "agents/state/tensor_checks.h"

namespace saccade {
namespace {

constexpr std::array kOwnMetrics = {"explained_variance", "learning_rate", "grad_norm"};

std::vector<std::string> names_of_metrics(const Algorithm& algorithm) {
  std::vector<std::string> names;
  for (const MetricSpec& metric : algorithm.metrics()) names.push_back(metric.name);
  names.insert(names.end(), kOwnMetrics.begin(), kOwnMetrics.end());
  return names;
}

Moments read_moments(const TensorMap& tensors, const std::string& name) {
  const auto moments = read_finite<double>(tensors, name, 3);
  const Moments result{moments[0], moments[1], moments[2]};
  if (result.count >= 0 && result.variance >= 0) return result;
  throw Error(fmt::format(
      "checkpoint: tensor '{}' holds the count {} and the variance {}, wanted 0 or more", name,
      result.count, result.variance));
}

double deviation_of(const Moments& returns) {
  constexpr double kSmallestDeviation = 1e-4;
  return std::max(std::sqrt(returns.variance), kSmallestDeviation);
}

float read_learning_rate(const TensorMap& tensors, const std::string& name,
                         const OptimiserConfig& config) {
  const float rate = read_finite<float>(tensors, name, 1)[0];
  if (rate >= config.learning_rate_min && rate <= config.learning_rate_max) return rate;
  throw Error(fmt::format("checkpoint: tensor '{}' holds {}, wanted {} to {}", name, rate,
                          config.learning_rate_min, config.learning_rate_max));
}

}  // namespace

KindLearner::KindLearner(std::size_t kind, PolicySet& policies, std::vector<RolloutShard>& shards,
                         const LearnerConfig& config, int threads, Ranks* ranks)
    : kind_(kind),
      policies_(policies),
      shards_(shards),
      config_(config.rollout),
      optimiser_(config.optimiser),
      ranks_(ranks),
      algorithm_(make_algorithm(config.algorithm)),
      metric_names_(names_of_metrics(*algorithm_)),
      history_(algorithm_->lag(), policy().parameters.size()),
      policy_update_(policy(), config.optimiser, *algorithm_, extent(), ranks) {
  for (const RolloutShard& shard : shards_) {
    targets_.emplace_back(shard.kind(kind_).samples());
    if (!lags()) continue;
    taken_.emplace_back(policy(), shard.horizon(), shard.kind(kind_).record().columns,
                        this->kind().agents);
  }
  for (std::size_t s = 0; s < shards_.size(); ++s) records_.push_back(&own_record(s));
  for (int i = 0; i < threads && lags(); ++i) evaluators_.emplace_back(policy());
}

PolicyUpdate::Extent KindLearner::extent() const {
  PolicyUpdate::Extent extent{0, static_cast<int>(shards_.size())};
  for (const RolloutShard& shard : shards_) extent.samples += shard.kind(kind_).samples();
  return extent;
}

void KindLearner::choose_acting() {
  const float* parameters = history_.oldest(policy().parameters.data());
  for (RolloutShard& shard : shards_) shard.kind(kind_).act_by(parameters);
}

void KindLearner::take_rollout() {
  for (std::size_t s = 0; s < taken_.size(); ++s) {
    std::swap(taken_[s], shards_[s].kind(kind_).record());
  }
  merge_statistics();
  history_.push(policy().parameters.data());
}

void KindLearner::merge_statistics() {
  for (const RolloutShard& shard : shards_) {
    policy().normaliser.merge(shard.kind(kind_).feature_sums());
    const auto& [count, sum, squares] = shard.kind(kind_).return_sums();
    discounted_returns_.merge(count, sum, squares);
  }
  if (!config_.scale_rewards) return;
  reward_scale_ = static_cast<float>(1 / deviation_of(discounted_returns_));
}

void KindLearner::estimate_targets(std::size_t shard, int thread) {
  RolloutRecord& record = own_record(shard);
  record.scale_rewards(reward_scale_);
  if (lags()) {
    about_kind(kind(), [&] {
      evaluators_[static_cast<std::size_t>(thread)].run(policy().parameters.data(), record);
    });
  }
  algorithm_->estimate({.columns = record.columns,
                        .rewards = record.rewards,
                        .values = record.values,
                        .next_values = record.next_values,
                        .ended = record.ended,
                        .log_ratios = record.log_ratios},
                       {config_.gamma, config_.gae_lambda}, targets_[shard]);
}

void KindLearner::add_explained(std::size_t shard, ExplainedVariance& explained) const {
  const bool exact = algorithm_->advantages_are_errors();  // A sum R = A + V was rounded.
  const RolloutRecord& record = *records_[shard];
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (!record.is_present(i)) continue;
    const auto target = static_cast<double>(targets_[shard].returns[i]);
    const auto rest = exact ? static_cast<double>(targets_[shard].advantages[i])
                            : target - static_cast<double>(record.values[i]);
    explained.add(target, rest);
  }
}

double KindLearner::explained_variance() const {
  ExplainedVariance all;
  if (optimiser_.minibatches == Minibatches::kShuffled) {
    for (std::size_t s = 0; s < shards_.size(); ++s) add_explained(s, all);
    return all.ratio();
  }
  std::vector<ExplainedVariance> of_shards(shards_.size());
  const auto [first, end] = own_share(ranks_, of_shards.size());
  for (std::size_t s = first; s < end; ++s) add_explained(s, of_shards[s]);
  share_rows(ranks_, of_shards.size(), of_shards);
  for (const ExplainedVariance& shard : of_shards) all.add(shard);
  return all.ratio();
}

std::vector<double> KindLearner::update(const UpdateSchedule& schedule, ThreadPool& pool) {
  UpdateMeans means;
  about_kind(kind(), [&] {
    means = policy_update_.run({records_, targets_}, schedule, pool, policy().parameters.data());
  });
  std::vector<double> values(
      means.metrics.values.begin(),
      means.metrics.values.begin() + static_cast<std::ptrdiff_t>(metrics_of_algorithm()));
  const auto learning_rate = static_cast<double>(policy_update_.learning_rate().now());
  values.insert(values.end(), {explained_variance(), learning_rate, means.grad_norm});
  return values;
}

std::size_t KindLearner::metrics_of_algorithm() const {
  return metric_names_.size() - kOwnMetrics.size();
}

void KindLearner::save(TensorMap& tensors) const {
  const std::string learner = kind().prefix() + "learner.";
  const nn::Adam& adam = policy_update_.adam();
  tensors[learner + "adam.steps"].assign(std::vector<std::int64_t>{adam.steps()});
  tensors[learner + "adam.first_moment"].assign(adam.first_moment());
  tensors[learner + "adam.second_moment"].assign(adam.second_moment());
  const Moments& returns = discounted_returns_;
  tensors[learner + "return_moments"].assign(
      std::vector<double>{returns.count, returns.mean, returns.variance});
  history_.save(learner + "past_parameters", tensors);
  const LearningRate& learning_rate = policy_update_.learning_rate();
  if (!learning_rate.adapts()) return;
  tensors[learner + "learning_rate"].assign(std::vector<float>{learning_rate.now()});
}

KindLearner::State KindLearner::read(const TensorMap& tensors, std::int64_t updates) const {
  const std::string learner = kind().prefix() + "learner.";
  const std::size_t size = policy().parameters.size();
  State state;
  state.adam_steps = read_counts<std::int64_t>(tensors, learner + "adam.steps", 1)[0];
  state.first_moment = read_finite<float>(tensors, learner + "adam.first_moment", size);
  state.second_moment = read_not_negative<float>(tensors, learner + "adam.second_moment", size);
  state.discounted_returns = read_moments(tensors, learner + "return_moments");
  state.past_parameters = history_.read(learner + "past_parameters", tensors, updates);
  if (policy_update_.learning_rate().adapts()) {
    state.learning_rate = read_learning_rate(tensors, learner + "learning_rate", optimiser_);
  }
  return state;
}

void KindLearner::restore(State state) {
  policy_update_.adam().restore(state.adam_steps, std::move(state.first_moment),
                                std::move(state.second_moment));
  discounted_returns_ = state.discounted_returns;
  history_.restore(state.past_parameters);
  LearningRate& learning_rate = policy_update_.learning_rate();
  if (learning_rate.adapts()) learning_rate.restore(state.learning_rate);
}

float unit_of_values(const TensorMap& tensors, const AgentKind& kind) {
  const std::string name = kind.prefix() + "learner.return_moments";
  if (tensors.find(name) == tensors.end()) return 1;
  return static_cast<float>(deviation_of(read_moments(tensors, name)));
}

}  // namespace saccade

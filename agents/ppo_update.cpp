#include "agents/ppo_update.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

constexpr int kSamplesPerGradient = 128;  // At least, unless a minibatch has fewer.
constexpr int kMostGradients = 16;
// A pass takes samples up to either number, so that its activations stay in the cache.
constexpr int kSamplesPerPass = 32;
constexpr int kRowsPerPass = 1024;
// A shuffled sample lies anywhere in memory: it is asked for so many samples before it is needed.
constexpr std::size_t kAhead = 32;

// Element i of `parts` about equal parts of a range.
template <class Value>
std::span<const Value> part(std::span<const Value> all, std::size_t i, std::size_t parts) {
  const std::size_t begin = all.size() * i / parts;
  return all.subspan(begin, all.size() * (i + 1) / parts - begin);
}

void check_loss(const LossSums& sums, std::int64_t update) {
  const auto check = [update](const char* name, double value) {
    if (std::isfinite(value)) return;
    throw Error(
        fmt::format("update {}: found a {} of {}, wanted a finite number", update, name, value),
        Error::Kind::kFailure);
  };
  check("policy loss", sums.policy);
  check("value loss", sums.value);
  check("entropy", sums.entropy);
}

void check_norm(double norm, std::int64_t update) {
  if (std::isfinite(norm)) return;
  throw Error(
      fmt::format("update {}: found a gradient norm of {}, wanted a finite number", update, norm),
      Error::Kind::kFailure);
}

void add_means(const LossSums& sums, double count, UpdateMetrics& metrics) {
  metrics.policy_loss += sums.policy / count;
  metrics.value_loss += sums.value / count;
  metrics.entropy += sums.entropy / count;
  metrics.approx_kl += sums.kl / count;
  metrics.clip_fraction += sums.clipped / count;
}

void divide(UpdateMetrics& metrics, double minibatches) {
  metrics.policy_loss /= minibatches;
  metrics.value_loss /= minibatches;
  metrics.entropy /= minibatches;
  metrics.approx_kl /= minibatches;
  metrics.clip_fraction /= minibatches;
  metrics.grad_norm /= minibatches;
}

}  // namespace

PpoUpdate::PpoUpdate(const Policy::Impl& policy, const PpoConfig& config, int samples)
    : policy_(policy),
      config_(config),
      adam_(policy.parameters.size(), config.adam_epsilon),
      order_(static_cast<std::size_t>(samples)),
      chunk_norms_(static_cast<std::size_t>(nn::chunk_count(policy.parameters.size()))) {
  const int minibatch = samples / config.minibatches;
  const int gradients = std::clamp(minibatch / kSamplesPerGradient, 1, kMostGradients);
  for (int i = 0; i < gradients; ++i) {
    parts_.emplace_back(policy);
  }
}

void PpoUpdate::run(std::span<const RolloutShard> shards, const UpdateSchedule& schedule,
                    ThreadPool& pool, float* parameters, UpdateMetrics& metrics) {
  const auto minibatches = static_cast<std::size_t>(config_.minibatches);
  while (static_cast<int>(workspaces_.size()) < pool.threads()) workspaces_.emplace_back(policy_);
  int done = 0;
  bool near = true;
  for (int epoch = 0; epoch < config_.epochs && near; ++epoch) {
    const std::uint64_t seed = derive_seed({schedule.seed, static_cast<std::uint64_t>(epoch)});
    shuffle(shards, seed);
    for (std::size_t m = 0; m < minibatches && near; ++m) {
      Minibatch minibatch{shards,
                          part(std::span<const SampleRef>(order_), m, minibatches),
                          {},
                          schedule.coefficients,
                          seed};
      if (config_.normalise_advantages) minibatch.advantage = advantage_scale(minibatch);
      near = improve(minibatch, schedule, pool, parameters, metrics);
      ++done;
    }
  }
  divide(metrics, done);
}

// One step of the optimiser.  Returns false, with the parameters unchanged, when they have already
// moved too far from those that collected the rollout.
bool PpoUpdate::improve(const Minibatch& minibatch, const UpdateSchedule& schedule,
                        ThreadPool& pool, float* parameters, UpdateMetrics& metrics) {
  const auto count = static_cast<double>(minibatch.samples.size());
  const LossSums sums = sum_gradients(minibatch, pool, parameters);
  check_loss(sums, schedule.number);
  const double norm = reduce(pool);
  check_norm(norm, schedule.number);
  add_means(sums, count, metrics);
  metrics.grad_norm += norm;
  const auto target = static_cast<double>(config_.target_kl);
  if (target > 0 && sums.kl / count > target) return false;
  step(schedule.learning_rate, norm, pool, parameters);
  return true;
}

void PpoUpdate::shuffle(std::span<const RolloutShard> shards, std::uint64_t seed) {
  std::size_t at = 0;
  for (std::size_t shard = 0; shard < shards.size(); ++shard) {
    for (int sample = 0; sample < shards[shard].samples(); ++sample) {
      order_[at++] = {static_cast<std::int32_t>(shard), sample};
    }
  }
  Rng rng(seed);
  for (std::size_t i = order_.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(rng.integers(0, static_cast<std::int64_t>(i)));
    std::swap(order_[i - 1], order_[j]);
  }
}

PpoUpdate::AdvantageScale PpoUpdate::advantage_scale(const Minibatch& minibatch) const {
  constexpr double kEpsilon = 1e-8;
  double sum = 0;
  double squares = 0;
  for (const SampleRef& ref : minibatch.samples) {
    const RolloutRecord& record = minibatch.shards[static_cast<std::size_t>(ref.shard)].record();
    const auto value = static_cast<double>(record.advantages[static_cast<std::size_t>(ref.sample)]);
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(minibatch.samples.size());
  if (count < 2) return {};  // One sample has no deviation.
  const double mean = sum / count;
  const double variance = std::max(0.0, squares / count - mean * mean);
  return {static_cast<float>(mean), static_cast<float>(1 / (std::sqrt(variance) + kEpsilon))};
}

LossSums PpoUpdate::sum_gradients(const Minibatch& minibatch, ThreadPool& pool,
                                  const float* parameters) {
  pool.parallel_for(static_cast<int>(parts_.size()), [&](int i, int thread) {
    const auto index = static_cast<std::size_t>(i);
    walk(parts_[index], workspaces_[static_cast<std::size_t>(thread)], minibatch,
         part(minibatch.samples, index, parts_.size()), parameters);
  });
  LossSums sums;
  for (const Part& part : parts_) sums.add(part.sums);
  return sums;
}

void PpoUpdate::walk(Part& sum, Workspace& space, const Minibatch& minibatch,
                     std::span<const SampleRef> samples, const float* parameters) const {
  const float weight = 1 / static_cast<float>(minibatch.samples.size());
  std::fill_n(sum.gradient.data(), sum.gradient.size(), 0.0F);
  sum.sums = {};
  while (!samples.empty()) {
    samples = samples.subspan(gather(space, minibatch, samples));
    sum.sums.add(add_ppo_gradient(policy_.network, parameters, space.input, space.samples,
                                  minibatch.coefficients, weight, space.pass, sum.gradient.data()));
  }
}

// Fills the space's batch from the front of `samples`; returns how many it took.
std::size_t PpoUpdate::gather(Workspace& space, const Minibatch& minibatch,
                              std::span<const SampleRef> samples) const {
  const auto width = static_cast<std::size_t>(policy_.network.action_width());
  const bool drops = policy_.config.encoder.attention.dropout > 0;
  space.batch.clear();
  space.samples.clear();
  space.input.dropout_seeds.clear();
  const auto record_of = [&minibatch](const SampleRef& ref) -> const RolloutRecord& {
    return minibatch.shards[static_cast<std::size_t>(ref.shard)].record();
  };
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (space.batch.size() == kSamplesPerPass || space.batch.rows() >= kRowsPerPass) break;
    if (i + kAhead < samples.size()) {
      const SampleRef& next = samples[i + kAhead];
      record_of(next).observations.prefetch(next.sample);
    }
    const SampleRef& ref = samples[i];
    const RolloutRecord& record = record_of(ref);
    const auto s = static_cast<std::size_t>(ref.sample);
    space.batch.append(record.observations, ref.sample);
    // Of the sample and epoch alone, so that no split into workers or passes changes a mask.
    if (drops) {
      space.input.dropout_seeds.push_back(
          derive_seed({minibatch.dropout_seed, static_cast<std::uint64_t>(ref.shard), s}));
    }
    const std::span<const float> action = std::span(record.actions).subspan(s * width, width);
    space.samples.actions.insert(space.samples.actions.end(), action.begin(), action.end());
    space.samples.log_probs.push_back(record.log_probs[s]);
    space.samples.values.push_back(record.values[s]);
    space.samples.returns.push_back(record.returns[s]);
    space.samples.advantages.push_back((record.advantages[s] - minibatch.advantage.mean) *
                                       minibatch.advantage.scale);
  }
  space.batch.view(0, space.batch.size(), space.input);
  return static_cast<std::size_t>(space.batch.size());
}

double PpoUpdate::reduce(ThreadPool& pool) {
  const std::size_t size = policy_.parameters.size();
  pool.parallel_for(static_cast<int>(chunk_norms_.size()), [&](int chunk) {
    const std::size_t begin = static_cast<std::size_t>(chunk) * nn::kChunk;
    const std::size_t count = std::min(nn::kChunk, size - begin);
    float* sum = parts_[0].gradient.data() + begin;
    for (std::size_t w = 1; w < parts_.size(); ++w) {
      const float* other = parts_[w].gradient.data() + begin;
      for (std::size_t i = 0; i < count; ++i) sum[i] += other[i];
    }
    chunk_norms_[static_cast<std::size_t>(chunk)] = nn::squared_norm(sum, count);
  });
  double total = 0;
  for (const double norm : chunk_norms_) total += norm;
  return std::sqrt(total);
}

void PpoUpdate::step(float learning_rate, double norm, ThreadPool& pool, float* parameters) {
  const auto scale =
      static_cast<float>(nn::clip_scale(norm, static_cast<double>(config_.max_grad_norm)));
  adam_.advance();
  pool.parallel_for(static_cast<int>(chunk_norms_.size()), [&](int chunk) {
    adam_.update(chunk, learning_rate, scale, parts_[0].gradient.data(), parameters);
  });
}

}  // namespace saccade

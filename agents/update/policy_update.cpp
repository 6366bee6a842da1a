#include "agents/update/policy_update.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "agents/policy/pass_size.h"

namespace saccade {
namespace {

constexpr int kSamplesPerPart = 128;  // At least, unless a minibatch has fewer.
// With memory a pass takes so many sequences: a step in time then has enough rows to multiply.
constexpr std::size_t kSequencesPerPass = 16;
// A shuffled sample lies anywhere in memory: it is asked for so many samples before it is needed.
constexpr std::size_t kAhead = 32;

void check_finite(const std::string& thing, double value, std::int64_t update) {
  if (std::isfinite(value)) return;
  throw Error(
      fmt::format("update {}: found a {} of {}, wanted a finite number", update, thing, value),
      Error::Kind::kFailure);
}

void check_metrics(const std::vector<MetricSpec>& specs, const MetricSums& sums,
                   std::int64_t update) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (!specs[i].must_be_finite) continue;
    std::string thing = specs[i].name;
    std::replace(thing.begin(), thing.end(), '_', ' ');
    check_finite(thing, sums.values[i], update);
  }
}

MetricSums divided(const MetricSums& sums, double count) {
  MetricSums means;
  for (std::size_t i = 0; i < MetricSums::kMost; ++i) means.values[i] = sums.values[i] / count;
  return means;
}

std::size_t part_count(const OptimiserConfig& config, const PolicyUpdate::Extent& rollout,
                       int minibatches) {
  if (config.minibatches == Minibatches::kStratified)
    return static_cast<std::size_t>(rollout.shards);
  const int minibatch = rollout.samples / minibatches;
  return static_cast<std::size_t>(
      std::clamp(minibatch / kSamplesPerPart, 1, config.gradient_shards));
}

// As a tree where there may be many ranks.
std::vector<Addition> addition_order(const OptimiserConfig& config, std::size_t parts) {
  return config.minibatches == Minibatches::kStratified ? tree_order(parts) : row_order(parts);
}

}  // namespace

PolicyUpdate::PolicyUpdate(const Policy::Impl& policy, const OptimiserConfig& config,
                           const Algorithm& algorithm, const Extent& rollout, Ranks* ranks)
    : policy_(policy),
      config_(config),
      algorithm_(algorithm),
      metrics_(algorithm.metrics()),
      adam_(policy.parameters.size(), config.epsilon),
      weight_decay_(policy.network.layout(),
                    config.kind == OptimiserKind::kAdamW ? config.weight_decay : 0),
      learning_rate_(config),
      all_parts_(part_count(config, rollout, algorithm.minibatches())),
      sum_(all_parts_, addition_order(config, all_parts_), policy.parameters.size(), ranks),
      plan_({.samples = static_cast<std::size_t>(rollout.samples),
             .minibatches = static_cast<std::size_t>(algorithm.minibatches()),
             .kind = config.minibatches,
             .parts = all_parts_,
             .own = sum_.own()},
            ranks),
      chunk_norms_(static_cast<std::size_t>(nn::chunk_count(policy.parameters.size()))) {
  for (std::size_t i = sum_.own().begin; i < sum_.own().end; ++i) {
    parts_.emplace_back(policy.parameters.size());
  }
  for (Part& part : parts_) summands_.push_back({part.gradient.data(), &part.sums});
}

UpdateMeans PolicyUpdate::run(const UpdateData& data, const UpdateSchedule& schedule,
                              ThreadPool& pool, float* parameters) {
  const auto minibatches = static_cast<std::size_t>(algorithm_.minibatches());
  while (static_cast<int>(workspaces_.size()) < pool.threads()) workspaces_.emplace_back(policy_);
  UpdateMeans totals;
  int done = 0;
  bool goes_on = true;
  plan_.list(data);
  if (algorithm_.advantage_normalisation() == Normalise::kBatch) {
    of_all_ = plan_.sums_of_all(data).scale();
  }
  for (int epoch = 0; epoch < algorithm_.epochs() && goes_on; ++epoch) {
    const std::uint64_t seed = derive_seed({schedule.seed, static_cast<std::uint64_t>(epoch)});
    plan_.begin_epoch(data, seed);
    for (std::size_t m = 0; m < minibatches && goes_on; ++m) {
      const SampleSums& sums = plan_.sums(m);
      if (sums.count == 0) continue;  // Few agents were present.
      const Minibatch minibatch{data, m, sums.count, advantage_scale(sums), seed};
      goes_on = step(minibatch, schedule.number, pool, parameters, totals);
      ++done;
    }
  }
  const double steps = std::max(done, 1);
  return {divided(totals.metrics, steps), totals.grad_norm / steps};
}

AdvantageScale PolicyUpdate::advantage_scale(const SampleSums& of_minibatch) const {
  switch (algorithm_.advantage_normalisation()) {
    case Normalise::kNone:
      return {};
    case Normalise::kMinibatch:
      return of_minibatch.scale();
    case Normalise::kBatch:
      break;
  }
  return of_all_;
}

// One step of the optimiser.  Returns false, with the parameters unchanged, when the algorithm
// wants no more.
bool PolicyUpdate::step(const Minibatch& minibatch, std::int64_t update, ThreadPool& pool,
                        float* parameters, UpdateMeans& totals) {
  sum_parts(minibatch, pool, parameters);
  sum_.run(summands_, pool);
  check_metrics(metrics_, sum_.sums(), update);
  const double norm = norm_of_gradient(pool);
  check_finite("gradient norm", norm, update);
  const MetricSums means = divided(sum_.sums(), minibatch.size);
  totals.metrics.add(means);
  totals.grad_norm += norm;
  if (const auto kl = algorithm_.kl_metric()) learning_rate_.observe_kl(means.values[*kl]);
  if (algorithm_.stops(means)) return false;
  optimise(norm, pool, parameters);
  return true;
}

void PolicyUpdate::sum_parts(const Minibatch& minibatch, ThreadPool& pool,
                             const float* parameters) {
  for (Workspace& space : workspaces_) space.is_prepared = false;
  pool.parallel_for(static_cast<int>(parts_.size()), [&](int i, int thread) {
    const auto index = static_cast<std::size_t>(i);
    sum_part(parts_[index], workspaces_[static_cast<std::size_t>(thread)], minibatch,
             plan_.part(minibatch.number, sum_.own().begin + index), parameters);
  });
}

void PolicyUpdate::sum_part(Part& sum, Workspace& space, const Minibatch& minibatch,
                            SequenceGroups groups, const float* parameters) const {
  const auto weight = static_cast<float>(1 / minibatch.size);
  const bool remembers = policy_.network.state_width() > 0;
  const int team = minibatch.data.records.front()->team;
  std::fill_n(sum.gradient.data(), sum.gradient.size(), 0.0F);
  sum.sums = {};
  if (!space.is_prepared) policy_.network.prepare(parameters, space.pass);
  space.is_prepared = true;
  while (!groups.empty()) {
    space.clear();
    if (remembers) {
      gather_sequences(space, minibatch, groups);
    } else {
      gather_samples(space, minibatch, groups);
    }
    space.batch.view(0, space.batch.size(), space.input);
    if (team > 1) space.input.teams.assign(space.places, team);
    sum.sums.add(add_loss_gradient(policy_.network, parameters, space.input, space.loss, algorithm_,
                                   weight, space.pass, sum.gradient.data()));
  }
}

// Fills the space's batch from the first groups, of sequences of one sample, and takes these away.
void PolicyUpdate::gather_samples(Workspace& space, const Minibatch& minibatch,
                                  SequenceGroups& groups) const {
  const std::span<const SequenceRef> samples = groups.sequences();
  const PassSize size = pass_size(policy_.config.encoder);
  std::size_t taken = 0;
  while (!groups.empty()) {
    if (space.batch.size() >= size.samples || space.batch.rows() >= size.rows) break;
    for (const SequenceRef& sample : groups.take()) {
      if (taken + kAhead < samples.size()) {
        const SequenceRef& next = samples[taken + kAhead];
        const RolloutRecord& record = minibatch.record(next.shard);
        record.observations.prefetch(record.observed[static_cast<std::size_t>(next.sample)]);
      }
      append(space, minibatch, sample.shard, sample.sample);
      ++taken;
    }
  }
}

// The same with some sequences side by side, step after step, the longest first.
void PolicyUpdate::gather_sequences(Workspace& space, const Minibatch& minibatch,
                                    SequenceGroups& groups) const {
  space.sequences.clear();
  while (!groups.empty() && space.sequences.size() < kSequencesPerPass) {
    const std::span<const SequenceRef> group = groups.take();
    space.sequences.insert(space.sequences.end(), group.begin(), group.end());
  }
  std::sort(space.sequences.begin(), space.sequences.end(),
            [](const SequenceRef& a, const SequenceRef& b) {
              return std::tie(b.length, a.shard, a.sample) < std::tie(a.length, b.shard, b.sample);
            });
  for (const SequenceRef& sequence : space.sequences) {
    minibatch.record(sequence.shard)
        .append_state(static_cast<std::size_t>(sequence.sample), space.states);
  }
  space.input.states = space.states.data();
  space.input.step_offsets.push_back(0);
  for (int step = 0; step < space.sequences.front().length; ++step) {
    for (const SequenceRef& sequence : space.sequences) {
      if (sequence.length <= step) break;
      const int columns = minibatch.record(sequence.shard).columns;
      append(space, minibatch, sequence.shard, sequence.sample + step * columns);
    }
    space.input.step_offsets.push_back(space.batch.size());
  }
}

void PolicyUpdate::append(Workspace& space, const Minibatch& minibatch, std::int32_t shard,
                          std::int32_t sample) const {
  const auto width = static_cast<std::size_t>(policy_.network.action_width());
  const auto s = static_cast<std::size_t>(sample);
  const RolloutRecord& record = minibatch.record(shard);
  const Targets& targets = minibatch.data.targets[static_cast<std::size_t>(shard)];
  space.batch.append(record.observations, record.observed[s]);
  if (record.team > 1) space.places.push_back({shard, sample});
  // Of the sample and epoch alone, so that no split into workers or passes changes a mask.
  if (policy_.config.encoder.attention.dropout > 0) {
    space.input.dropout_seeds.push_back(
        derive_seed({minibatch.dropout_seed, static_cast<std::uint64_t>(shard), s}));
  }
  const std::span<const float> action = std::span(record.actions).subspan(s * width, width);
  // Not by insert: it calls a function to move the few numbers.
  for (const float number : action) space.loss.actions.push_back(number);
  space.loss.log_probs.push_back(record.log_probs[s]);
  space.loss.values.push_back(record.values[s]);
  space.loss.returns.push_back(targets.returns[s]);
  space.loss.advantages.push_back((targets.advantages[s] - minibatch.advantage.mean) *
                                  minibatch.advantage.scale);
}

double PolicyUpdate::norm_of_gradient(ThreadPool& pool) {
  const std::size_t size = policy_.parameters.size();
  pool.parallel_for(static_cast<int>(chunk_norms_.size()), [&](int chunk) {
    const std::size_t begin = static_cast<std::size_t>(chunk) * nn::kChunk;
    const std::size_t count = std::min(nn::kChunk, size - begin);
    chunk_norms_[static_cast<std::size_t>(chunk)] =
        nn::squared_norm(sum_.gradient() + begin, count);
  });
  double total = 0;
  for (const double norm : chunk_norms_) total += norm;
  return std::sqrt(total);
}

void PolicyUpdate::optimise(double norm, ThreadPool& pool, float* parameters) {
  const auto scale =
      static_cast<float>(nn::clip_scale(norm, static_cast<double>(config_.max_grad_norm)));
  const float rate = learning_rate_.now();
  adam_.advance();
  pool.parallel_for(static_cast<int>(chunk_norms_.size()), [&](int chunk) {
    weight_decay_.apply(chunk, rate, parameters);
    adam_.update(chunk, rate, scale, sum_.gradient(), parameters);
  });
}

}  // namespace saccade

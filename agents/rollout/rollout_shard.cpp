#include "agents/rollout/rollout_shard.h"

#include <algorithm>

#include "agents/policy/action_units.h"

namespace saccade {
namespace {

constexpr std::uint64_t kActionStream = 0x616374696f6e;  // "action"

ShardState begin_state(const EnvironmentFactory& make_environment, std::uint64_t seed,
                       int first_env, int envs) {
  ShardState state;
  for (int i = first_env; i < first_env + envs; ++i) {
    const auto index = static_cast<std::uint64_t>(i);
    state.runners.emplace_back(make_environment(), seed, index);
    state.streams.emplace_back(derive_seed({seed, kActionStream, index}));
  }
  const auto agents = static_cast<std::size_t>(state.runners.front().spec().agents);
  state.discounted_returns.resize(state.runners.size() * agents);
  return state;
}

}  // namespace

RolloutRecord::RolloutRecord(const Policy::Impl& policy, int samples)
    : observations(policy.make_batch()),
      actions(static_cast<std::size_t>(samples * policy.network.action_width())),
      log_probs(static_cast<std::size_t>(samples)),
      rewards(log_probs),
      values(log_probs),
      next_values(log_probs),
      ended(log_probs.size()) {}

RolloutShard::RolloutShard(const Policy::Impl& policy, const EnvironmentFactory& make_environment,
                           std::uint64_t seed, int first_env, int envs, int horizon)
    : policy_(policy),
      horizon_(horizon),
      state_(begin_state(make_environment, seed, first_env, envs)),
      agents_(state_.runners.front().spec().agents),
      columns_(envs * agents_),
      record_(policy, samples()),
      endings_seen_(policy.make_batch()),
      feature_sums_(policy.tokens),
      pass_(policy.network.make_pass()),
      taken_(static_cast<std::size_t>(agents_ * policy.network.action_width())) {}

void RolloutShard::collect(float gamma) {
  record_.observations.clear();
  endings_seen_.clear();
  endings_.clear();
  feature_sums_.clear();
  for (int step = 0; step < horizon_; ++step) {
    observe(step);
    evaluate(step);
    act(step);
    for (std::size_t env = 0; env < state_.runners.size(); ++env) step_environment(step, env);
  }
  observe(horizon_);
  fill_next_values();
  sum_returns(gamma);
}

void RolloutShard::observe(int step) {
  for (const EpisodeRunner& runner : state_.runners) {
    for (int agent = 0; agent < agents_; ++agent) {
      record_.observations.append(runner.observation(agent));
    }
  }
  if (!policy_.normaliser.enabled()) return;
  if (step < horizon_) {  // The observations after the last step are the first of the next rollout.
    for (int type = 0; type < record_.observations.type_count(); ++type) {
      feature_sums_.add(type, record_.observations.features(type, step * columns_, columns_));
    }
  }
  policy_.normaliser.normalise(record_.observations, step * columns_, columns_);
}

void RolloutShard::evaluate(int step) {
  record_.observations.view(step * columns_, columns_, input_);
  policy_.network.forward(policy_.parameters.data(), input_, pass_);
  std::copy_n(pass_.value.data(), columns_, record_.values.begin() + step * columns_);
}

void RolloutShard::act(int step) {
  const float* parameters = policy_.parameters.data();
  const auto width = static_cast<std::size_t>(policy_.network.action_width());
  for (int column = 0; column < columns_; ++column) {
    const auto sample = static_cast<std::size_t>(step * columns_ + column);
    const std::span<float> action(record_.actions.data() + sample * width, width);
    Rng& stream = state_.streams[static_cast<std::size_t>(column / agents_)];
    policy_.network.choose(parameters, pass_, column, &stream, action);
    record_.log_probs[sample] =
        policy_.network.evaluate(parameters, pass_, column, action).log_prob;
    check_finite(record_.log_probs[sample], record_.values[sample]);
  }
}

void RolloutShard::step_environment(int step, std::size_t env) {
  const auto agents = static_cast<std::size_t>(agents_);
  const auto width = static_cast<std::size_t>(policy_.network.action_width());
  const std::size_t first = static_cast<std::size_t>(step * columns_) + env * agents;
  for (std::size_t a = 0; a < agents; ++a) {
    to_environment(policy_.action, std::span(record_.actions).subspan((first + a) * width, width),
                   std::span(taken_).subspan(a * width, width));
  }
  EpisodeRunner& runner = state_.runners[env];
  const StepResult result = runner.step(taken_);
  const bool ended = result.terminated || result.truncated;
  std::copy_n(runner.rewards().begin(), agents,
              record_.rewards.begin() + static_cast<std::ptrdiff_t>(first));
  std::fill_n(record_.ended.begin() + static_cast<std::ptrdiff_t>(first), agents,
              static_cast<std::uint8_t>(ended));
  if (ended) note_end(runner, result, static_cast<int>(first));
}

void RolloutShard::note_end(const EpisodeRunner& runner, const StepResult& result,
                            int first_sample) {
  episodes_.push_back(runner.finished());
  for (int agent = 0; agent < agents_; ++agent) {
    record_.next_values[static_cast<std::size_t>(first_sample + agent)] = 0;
    if (result.terminated) continue;
    endings_seen_.append(runner.final_observation(agent));
    endings_.push_back(first_sample + agent);
  }
}

void RolloutShard::fill_next_values() {
  const float* parameters = policy_.parameters.data();
  const auto columns = static_cast<std::size_t>(columns_);
  record_.observations.view(horizon_ * columns_, columns_, input_);
  policy_.network.forward_value(parameters, input_, pass_);
  for (std::size_t i = 0; i < record_.next_values.size(); ++i) {
    if (record_.ended[i] != 0) continue;
    const std::size_t next = i + columns;
    record_.next_values[i] = next < record_.values.size()
                                 ? record_.values[next]
                                 : pass_.value.data()[next - record_.values.size()];
  }
  policy_.normaliser.normalise(endings_seen_, 0, endings_seen_.size());
  for (int first = 0; first < endings_seen_.size(); first += columns_) {
    const int count = std::min(columns_, endings_seen_.size() - first);
    endings_seen_.view(first, count, input_);
    policy_.network.forward_value(parameters, input_, pass_);
    for (int i = 0; i < count; ++i) {
      const int sample = endings_[static_cast<std::size_t>(first + i)];
      record_.next_values[static_cast<std::size_t>(sample)] = pass_.value.data()[i];
    }
  }
}

void RolloutShard::sum_returns(float gamma) {
  return_sums_ = {};
  const auto columns = static_cast<std::size_t>(columns_);
  for (std::size_t i = 0; i < record_.rewards.size(); ++i) {
    double& running = state_.discounted_returns[i % columns];
    running = static_cast<double>(gamma) * running + static_cast<double>(record_.rewards[i]);
    return_sums_[0] += 1;
    return_sums_[1] += running;
    return_sums_[2] += running * running;
    if (record_.ended[i] != 0) running = 0;
  }
}

void RolloutShard::scale_rewards(float scale) {
  for (float& reward : record_.rewards) reward *= scale;
}

}  // namespace saccade

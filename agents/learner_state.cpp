#include "agents/learner_state.h"

#include <fmt/format.h>

#include <array>

#include "agents/state/tensor_checks.h"
#include "envs/core/episode/spec_difference.h"

namespace saccade {
namespace {

constexpr std::size_t kStreamWords = 6;

// The running episodes, action streams and discounted returns of all environments in order.
struct EnvironmentStates {
  std::vector<std::uint64_t> episodes;  // [envs]
  std::vector<std::int64_t> lengths;    // [envs] numbers in `actions`
  std::vector<float> actions;
  std::vector<std::uint64_t> streams;      // [envs x kStreamWords]
  std::vector<double> discounted_returns;  // [envs x agents]
  std::vector<std::uint64_t> digests;      // [envs] of what was seen last.
  std::vector<float> memory;               // [envs x agents x state_width]

  void add(const ShardState& state) {
    for (std::size_t i = 0; i < state.runners.size(); ++i) {
      const EpisodeRecord& record = state.runners[i].record();
      episodes.push_back(record.episode);
      lengths.push_back(static_cast<std::int64_t>(record.actions.size()));
      actions.insert(actions.end(), record.actions.begin(), record.actions.end());
      const auto words = state.streams[i].save();
      streams.insert(streams.end(), words.begin(), words.end());
      digests.push_back(state.runners[i].digest());
    }
    discounted_returns.insert(discounted_returns.end(), state.discounted_returns.begin(),
                              state.discounted_returns.end());
    memory.insert(memory.end(), state.memory.begin(), state.memory.end());
  }

  void save(TensorMap& tensors) const {
    tensors["learner.env.episodes"] = make_tensor(episodes);
    tensors["learner.env.lengths"] = make_tensor(lengths);
    tensors["learner.env.actions"] = make_tensor(actions);
    tensors["learner.env.streams"] = make_tensor(streams);
    tensors["learner.env.discounted_returns"] = make_tensor(discounted_returns);
    tensors["learner.env.digests"] = make_tensor(digests);
    if (!memory.empty()) tensors["learner.env.memory"] = make_tensor(memory);
  }
};

void check_lengths(const EnvironmentStates& states) {
  auto left = static_cast<std::int64_t>(states.actions.size());
  for (const std::int64_t length : states.lengths) {
    if (length < 0 || length > left) {
      throw Error(
          fmt::format("checkpoint: 'learner.env.lengths' holds {}, wanted 0 to {}", length, left));
    }
    left -= length;
  }
  if (left == 0) return;
  throw Error(
      fmt::format("checkpoint: tensor 'learner.env.actions' has {} values more than "
                  "'learner.env.lengths' tells",
                  left));
}

// As Rng::save writes them: two words of state, two of an odd increment, whether half a draw
// waits, and that half.
void check_streams(const std::vector<std::uint64_t>& words) {
  for (std::size_t i = 0; i < words.size(); i += kStreamWords) {
    const std::uint64_t increment = words[i + 3], has_half = words[i + 4], half = words[i + 5];
    if (increment % 2 == 1 && has_half <= 1 && half <= UINT32_MAX) continue;
    throw Error(
        fmt::format("checkpoint: tensor 'learner.env.streams' holds [{}, {}, {}] from place {}, "
                    "wanted an odd number, 0 or 1, and one below 2^32",
                    increment, has_half, half, i + 3));
  }
}

EnvironmentStates read_states(const TensorMap& tensors, std::size_t envs, std::size_t columns,
                              std::size_t remembered) {
  EnvironmentStates states{
      read_counts<std::uint64_t>(tensors, "learner.env.episodes", envs),
      read_counts<std::int64_t>(tensors, "learner.env.lengths", envs),
      read_tensor<float>(tensors, "learner.env.actions"),
      read_sized<std::uint64_t>(tensors, "learner.env.streams", envs * kStreamWords),
      read_finite<double>(tensors, "learner.env.discounted_returns", columns),
      read_sized<std::uint64_t>(tensors, "learner.env.digests", envs),
      remembered == 0 ? std::vector<float>()
                      : read_finite<float>(tensors, "learner.env.memory", remembered)};
  check_lengths(states);
  check_finite("learner.env.actions", states.actions);
  check_streams(states.streams);
  return states;
}

// Rebuilds environments [first, first + state's size) by replaying their episodes.
ShardState rebuild(const EnvironmentStates& states, const ShardState& like,
                   const EnvironmentFactory& make_environment, std::uint64_t seed,
                   std::size_t first) {
  ShardState state;
  std::size_t at = 0;
  for (std::size_t i = 0; i < first; ++i) at += static_cast<std::size_t>(states.lengths[i]);
  for (std::size_t i = first; i < first + like.runners.size(); ++i) {
    const auto length = static_cast<std::size_t>(states.lengths[i]);
    const std::span<const float> actions = std::span(states.actions).subspan(at, length);
    state.runners.emplace_back(make_environment(), seed, i);
    check_same_spec(state.runners.back().spec(), like.runners.front().spec());
    state.runners.back().restore({states.episodes[i], {actions.begin(), actions.end()}});
    state.runners.back().expect(states.digests[i]);
    at += length;
    std::array<std::uint64_t, kStreamWords> words{};
    std::copy_n(states.streams.begin() + static_cast<std::ptrdiff_t>(i * kStreamWords),
                kStreamWords, words.begin());
    state.streams.emplace_back().restore(words);
  }
  const std::size_t agents = like.discounted_returns.size() / like.runners.size();
  const auto begin =
      states.discounted_returns.begin() + static_cast<std::ptrdiff_t>(first * agents);
  state.discounted_returns.assign(
      begin, begin + static_cast<std::ptrdiff_t>(like.discounted_returns.size()));
  const std::size_t per_env = like.memory.size() / like.runners.size();
  const auto remembered = states.memory.begin() + static_cast<std::ptrdiff_t>(first * per_env);
  state.memory.assign(remembered, remembered + static_cast<std::ptrdiff_t>(like.memory.size()));
  return state;
}

Moments read_return_moments(const TensorMap& tensors) {
  const std::string name = "learner.return_moments";
  const auto moments = read_finite<double>(tensors, name, 3);
  const Moments result{moments[0], moments[1], moments[2]};
  if (result.count >= 0 && result.variance >= 0) return result;
  throw Error(fmt::format(
      "checkpoint: tensor '{}' holds the count {} and the variance {}, wanted 0 or more", name,
      result.count, result.variance));
}

}  // namespace

LearnerCounters read_counters(const TensorMap& tensors, std::uint64_t seed) {
  const std::uint64_t found = read_sized<std::uint64_t>(tensors, "learner.seed", 1)[0];
  if (found != seed) {
    throw Error(fmt::format("checkpoint: found seed {}, wanted {}", found, seed));
  }
  const auto counts = read_counts<std::int64_t>(tensors, "learner.steps_and_updates", 2);
  if (counts[1] > counts[0]) {
    throw Error(fmt::format(
        "checkpoint: tensor 'learner.steps_and_updates' holds {} updates, wanted at most its {} "
        "steps",
        counts[1], counts[0]));
  }
  return {seed, counts[0], counts[1], read_return_moments(tensors)};
}

void save_counters(const LearnerCounters& counters, TensorMap& tensors) {
  const Moments& returns = counters.discounted_returns;
  tensors["learner.seed"] = make_tensor(std::vector<std::uint64_t>{counters.seed});
  tensors["learner.steps_and_updates"] =
      make_tensor(std::vector<std::int64_t>{counters.steps, counters.updates});
  tensors["learner.return_moments"] =
      make_tensor(std::vector<double>{returns.count, returns.mean, returns.variance});
}

void save_environments(const std::vector<RolloutShard>& shards, TensorMap& tensors) {
  EnvironmentStates states;
  for (const RolloutShard& shard : shards) states.add(shard.state());
  states.save(tensors);
}

std::vector<ShardState> restore_environments(const TensorMap& tensors,
                                             const std::vector<RolloutShard>& shards,
                                             const EnvironmentFactory& make_environment,
                                             std::uint64_t seed, ThreadPool& pool) {
  std::vector<std::size_t> first_env{0};
  std::size_t columns = 0;
  std::size_t remembered = 0;
  for (const RolloutShard& shard : shards) {
    first_env.push_back(first_env.back() + shard.state().runners.size());
    columns += static_cast<std::size_t>(shard.columns());
    remembered += shard.state().memory.size();
  }
  const EnvironmentStates saved = read_states(tensors, first_env.back(), columns, remembered);
  std::vector<ShardState> rebuilt(shards.size());
  try {
    pool.parallel_for(static_cast<int>(rebuilt.size()), [&](int i) {
      const auto s = static_cast<std::size_t>(i);
      rebuilt[s] = rebuild(saved, shards[s].state(), make_environment, seed, first_env[s]);
    });
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kFailure) throw;  // It is the environment that failed.
    throw Error(std::string("checkpoint: its running episodes cannot be replayed: ") +
                error.what());
  }
  return rebuilt;
}

}  // namespace saccade

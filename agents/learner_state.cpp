#include "agents/learner_state.h"

#include <fmt/format.h>

#include <array>

#include "agents/state/tensor_checks.h"
#include "envs/episode/spec_difference.h"

namespace saccade {
namespace {

constexpr std::size_t kStreamWords = 6;
constexpr std::size_t kNoiseWords = 2;  // Seed and age.

// The running episodes, action streams and discounted returns of all environments in order.
struct EnvironmentStates {
  std::vector<std::uint64_t> episodes;  // [envs]
  std::vector<double> progress;         // [envs] of the episodes; empty without a curriculum.
  std::vector<std::int64_t> lengths;    // [envs] numbers in `actions`
  std::vector<float> actions;
  std::vector<std::uint64_t> streams;  // [envs x kStreamWords]
  std::vector<std::uint64_t> digests;  // [envs] of what was seen last.
  std::vector<ColumnState> kinds;      // [kinds] of the columns of all environments.

  void add(const RolloutShard& shard) {
    const RunningEpisodes& running = shard.running();
    for (std::size_t i = 0; i < running.runners.size(); ++i) {
      const EpisodeRecord& record = running.runners[i].record();
      episodes.push_back(record.episode);
      lengths.push_back(static_cast<std::int64_t>(record.actions.size()));
      actions.insert(actions.end(), record.actions.begin(), record.actions.end());
      if (running.runners[i].spec().has_curriculum) progress.push_back(record.progress);
      const auto words = running.streams[i].save();
      streams.insert(streams.end(), words.begin(), words.end());
      digests.push_back(running.runners[i].digest());
    }
    for (std::size_t k = 0; k < kinds.size(); ++k) add(shard.kind(k).state(), kinds[k]);
  }

  void save(const std::vector<AgentKind>& agent_kinds, TensorMap& tensors) const {
    tensors["learner.env.episodes"].assign(episodes);
    tensors["learner.env.lengths"].assign(lengths);
    if (!progress.empty()) tensors["learner.env.progress"].assign(progress);
    tensors["learner.env.actions"].assign(actions);
    tensors["learner.env.streams"].assign(streams);
    tensors["learner.env.digests"].assign(digests);
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const std::string env = agent_kinds[k].prefix() + "learner.env.";
      tensors[env + "discounted_returns"].assign(kinds[k].discounted_returns);
      if (!kinds[k].memory.empty()) tensors[env + "memory"].assign(kinds[k].memory);
      if (!kinds[k].noise.empty()) tensors[env + "noise"].assign(words_of(kinds[k].noise));
    }
  }

 private:
  static void add(const ColumnState& of_shard, ColumnState& all) {
    all.discounted_returns.insert(all.discounted_returns.end(), of_shard.discounted_returns.begin(),
                                  of_shard.discounted_returns.end());
    all.memory.insert(all.memory.end(), of_shard.memory.begin(), of_shard.memory.end());
    all.noise.insert(all.noise.end(), of_shard.noise.begin(), of_shard.noise.end());
  }

  // [columns x kNoiseWords]
  static std::vector<std::uint64_t> words_of(const std::vector<HeldNoise>& noise) {
    std::vector<std::uint64_t> words;
    for (const HeldNoise& held : noise) words.insert(words.end(), {held.seed(), held.age()});
    return words;
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

// Nothing where the environment has no curriculum.
std::vector<double> read_progress(const TensorMap& tensors, const EnvironmentSpec& spec,
                                  std::size_t envs) {
  if (!spec.has_curriculum) return {};
  const std::string name = "learner.env.progress";
  auto progress = read_sized<double>(tensors, name, envs);
  check_values(
      name, progress, [](double done) { return done >= 0 && done <= 1; }, "numbers in [0, 1]");
  return progress;
}

std::size_t count_environments(const std::vector<RolloutShard>& shards) {
  std::size_t count = 0;
  for (const RolloutShard& shard : shards) count += static_cast<std::size_t>(shard.envs());
  return count;
}

std::vector<HeldNoise> read_noise(const TensorMap& tensors, const std::string& name,
                                  std::size_t columns) {
  const auto words = read_sized<std::uint64_t>(tensors, name, columns * kNoiseWords);
  std::vector<HeldNoise> noise;
  for (std::size_t i = 0; i < words.size(); i += kNoiseWords) {
    noise.emplace_back(words[i], words[i + 1]);
  }
  return noise;
}

// Of a kind's columns in all shards.
ColumnState read_columns(const TensorMap& tensors, const std::vector<RolloutShard>& shards,
                         std::size_t kind, const std::string& prefix) {
  std::size_t columns = 0;
  std::size_t remembered = 0;
  for (const RolloutShard& shard : shards) {
    columns += shard.kind(kind).state().discounted_returns.size();
    remembered += shard.kind(kind).state().memory.size();
  }
  const std::string env = prefix + "learner.env.";
  ColumnState state{read_finite<double>(tensors, env + "discounted_returns", columns), {}, {}};
  if (remembered > 0) state.memory = read_finite<float>(tensors, env + "memory", remembered);
  if (!shards.front().kind(kind).state().noise.empty()) {
    state.noise = read_noise(tensors, env + "noise", columns);
  }
  return state;
}

EnvironmentStates read_states(const TensorMap& tensors, const std::vector<RolloutShard>& shards,
                              const EnvironmentSpec& spec) {
  const std::vector<AgentKind>& kinds = spec.kinds;
  const std::size_t envs = count_environments(shards);
  EnvironmentStates states{
      read_counts<std::uint64_t>(tensors, "learner.env.episodes", envs),
      read_progress(tensors, spec, envs),
      read_counts<std::int64_t>(tensors, "learner.env.lengths", envs),
      read_tensor<float>(tensors, "learner.env.actions"),
      read_sized<std::uint64_t>(tensors, "learner.env.streams", envs * kStreamWords),
      read_sized<std::uint64_t>(tensors, "learner.env.digests", envs),
      {}};
  check_lengths(states);
  check_finite("learner.env.actions", states.actions);
  check_streams(states.streams);
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    states.kinds.push_back(read_columns(tensors, shards, k, kinds[k].prefix()));
  }
  return states;
}

// Rebuilds environments [first, first + those of `like`) by replaying their episodes.
RunningEpisodes replay(const EnvironmentStates& states, const RunningEpisodes& like,
                       const EnvironmentFactory& make_environment, std::uint64_t seed,
                       std::size_t first) {
  RunningEpisodes running;
  std::size_t at = 0;
  for (std::size_t i = 0; i < first; ++i) at += static_cast<std::size_t>(states.lengths[i]);
  for (std::size_t i = first; i < first + like.runners.size(); ++i) {
    const auto length = static_cast<std::size_t>(states.lengths[i]);
    const std::span<const float> actions = std::span(states.actions).subspan(at, length);
    running.runners.emplace_back(make_environment(), seed, i);
    check_same_spec(running.runners.back().spec(), like.runners.front().spec());
    running.runners.back().restore({.episode = states.episodes[i],
                                    .actions = {actions.begin(), actions.end()},
                                    .progress = states.progress.empty() ? 1 : states.progress[i]});
    running.runners.back().expect(states.digests[i]);
    at += length;
    std::array<std::uint64_t, kStreamWords> words{};
    std::copy_n(states.streams.begin() + static_cast<std::ptrdiff_t>(i * kStreamWords),
                kStreamWords, words.begin());
    running.streams.emplace_back().restore(words);
  }
  return running;
}

// The part of a shard whose first environment is number `first`.
template <class Number>
std::vector<Number> part_of(const std::vector<Number>& all, const std::vector<Number>& like,
                            std::size_t envs, std::size_t first) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(like.size() / envs * first);
  return {begin, begin + static_cast<std::ptrdiff_t>(like.size())};
}

ShardState rebuild(const EnvironmentStates& states, const RolloutShard& like,
                   const EnvironmentFactory& make_environment, std::uint64_t seed,
                   std::size_t first) {
  ShardState state{replay(states, like.running(), make_environment, seed, first), {}};
  const std::size_t envs = like.running().runners.size();
  for (std::size_t k = 0; k < states.kinds.size(); ++k) {
    const ColumnState& all = states.kinds[k];
    const ColumnState& own = like.kind(k).state();
    state.kinds.push_back({part_of(all.discounted_returns, own.discounted_returns, envs, first),
                           part_of(all.memory, own.memory, envs, first),
                           part_of(all.noise, own.noise, envs, first)});
  }
  return state;
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
  return {seed, counts[0], counts[1]};
}

void save_counters(const LearnerCounters& counters, TensorMap& tensors) {
  tensors["learner.seed"].assign(std::vector<std::uint64_t>{counters.seed});
  tensors["learner.steps_and_updates"].assign(
      std::vector<std::int64_t>{counters.steps, counters.updates});
}

void save_environments(std::span<const RolloutShard> shards, const EnvironmentSpec& spec,
                       TensorMap& tensors) {
  EnvironmentStates states;
  states.kinds.resize(spec.kinds.size());
  for (const RolloutShard& shard : shards) states.add(shard);
  states.save(spec.kinds, tensors);
}

std::vector<ShardState> restore_environments(const TensorMap& tensors,
                                             const std::vector<RolloutShard>& shards,
                                             std::pair<std::size_t, std::size_t> own,
                                             const EnvironmentSpec& spec,
                                             const EnvironmentFactory& make_environment,
                                             std::uint64_t seed, ThreadPool& pool) {
  const EnvironmentStates saved = read_states(tensors, shards, spec);
  std::vector<std::size_t> first_env{0};
  for (const RolloutShard& shard : shards) {
    first_env.push_back(first_env.back() + static_cast<std::size_t>(shard.envs()));
  }
  std::vector<ShardState> rebuilt(own.second - own.first);
  try {
    pool.parallel_for(static_cast<int>(rebuilt.size()), [&](int i) {
      const std::size_t s = own.first + static_cast<std::size_t>(i);
      rebuilt[static_cast<std::size_t>(i)] =
          rebuild(saved, shards[s], make_environment, seed, first_env[s]);
    });
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kFailure) throw;  // It is the environment that failed.
    throw Error(std::string("checkpoint: its running episodes cannot be replayed: ") +
                error.what());
  }
  return rebuilt;
}

}  // namespace saccade

#include "agents/rank_exchange.h"

#include <fmt/format.h>

#include <span>

#include "agents/learner_state.h"
#include "agents/ranks/orders.h"
#include "agents/ranks/pack_tensors.h"
#include "agents/ranks/telling.h"

namespace saccade {

RankExchange::RankExchange(Ranks* ranks, const EnvironmentSpec& spec,
                           std::vector<RolloutShard>& shards)
    : ranks_(ranks), spec_(spec), shards_(shards) {
  const auto count = static_cast<int>(shards.size());
  if (!ranks || ranks->size() <= count) return;
  throw Error(
      fmt::format("found {} ranks, wanted at most {}: so many shards of environments there are "
                  "(rollout.envs / rollout.envs_per_shard, at most rollout.shards)",
                  ranks->size(), count));
}

void RankExchange::save_own(TensorMap& tensors) const {
  const auto [first, end] = own_shards();
  save_environments(std::span(shards_).subspan(first, end - first), spec_, tensors);
}

void RankExchange::learn(const std::vector<Bytes>& told, bool with_rollouts) {
  environments_.clear();
  for (int rank = 0; rank < ranks_->size(); ++rank) {
    Unpacker in = reader_of(told[static_cast<std::size_t>(rank)]);
    append_vectors(take_tensors(in), environments_);
    if (!with_rollouts || rank == ranks_->rank()) continue;
    const auto [first, end] = share_of(ranks_, shards_.size(), rank);
    for (std::size_t s = first; s < end; ++s) shards_[s].unpack(in);
  }
}

void RankExchange::collect(const std::function<void()>& collect) {
  if (!ranks_) return collect();
  const auto tell = [&](Packer& out) {
    collect();
    TensorMap own;
    save_own(own);
    add_tensors(own, out);
    const auto [first, end] = own_shards();
    for (std::size_t s = first; s < end; ++s) shards_[s].pack(out);
  };
  learn(tell_all(*ranks_, tell), true);
}

void RankExchange::save(TensorMap& tensors) {
  if (!ranks_) return save_own(tensors);
  if (environments_.empty()) {
    give_order(ranks_, Order::kEpisodes);
    const auto tell = [this](Packer& out) {
      TensorMap own;
      save_own(own);
      add_tensors(own, out);
    };
    learn(tell_all(*ranks_, tell), false);
  }
  for (const auto& [name, tensor] : environments_) tensors[name] = tensor;
}

std::vector<ShardState> RankExchange::replay(const TensorMap& saved,
                                             const EnvironmentFactory& make_environment,
                                             std::uint64_t seed, ThreadPool& pool) {
  std::vector<ShardState> states;
  const auto replay_own = [&] {
    states =
        restore_environments(saved, shards_, own_shards(), spec_, make_environment, seed, pool);
  };
  environments_.clear();
  if (!ranks_) {
    replay_own();
    return states;
  }
  Bytes bytes;
  Packer out(bytes);
  add_tensors(saved, out);
  give_order(ranks_, Order::kRestore, bytes);
  tell_all(*ranks_, [&](Packer&) { replay_own(); });
  return states;
}

}  // namespace saccade

#include "agents/rank_exchange.h"

#include <fmt/format.h>

#include <span>

#include "agents/learner_state.h"
#include "agents/ranks/orders.h"
#include "agents/ranks/pack_tensors.h"
#include "agents/ranks/telling.h"

namespace saccade {

RankExchange::RankExchange(Ranks* ranks, const EnvironmentSpec& spec,
                           std::vector<RolloutShard>& shards, bool with_records)
    : ranks_(ranks), spec_(spec), shards_(shards), with_records_(with_records) {
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

void RankExchange::learn(const std::vector<Bytes>& told) {
  for (int rank = 0; rank < ranks_->size(); ++rank) {
    if (rank == ranks_->rank()) continue;
    Unpacker in = reader_of(told[static_cast<std::size_t>(rank)]);
    const auto [first, end] = share_of(ranks_, shards_.size(), rank);
    for (std::size_t s = first; s < end; ++s) shards_[s].unpack(in, with_records_);
  }
}

void RankExchange::collect(const std::function<void()>& collect) {
  if (!ranks_) {
    collect();
    remembers_ = false;
    return;
  }
  const auto tell = [&](Packer& out) {
    collect();
    const auto [first, end] = own_shards();
    for (std::size_t s = first; s < end; ++s) shards_[s].pack(out, with_records_);
  };
  learn(tell_all(*ranks_, tell));
  remember();  // The next rollout may fail on some rank; then this is where the run ends.
}

void RankExchange::remember() {
  save_own(remembered_);
  remembers_ = true;
}

void RankExchange::save(TensorMap& tensors) {
  const auto save_here = [this](TensorMap& to) {
    if (!remembers_) return save_own(to);
    for (const auto& [name, tensor] : remembered_) to[name] = tensor;
  };
  if (!ranks_) return save_here(tensors);
  give_order(ranks_, Order::kEpisodes);
  const auto tell = [&](Packer& out) {
    TensorMap own;
    save_here(own);
    add_tensors(own, out);
  };
  TensorMap all;
  for (const Bytes& told : tell_all(*ranks_, tell)) {
    Unpacker in = reader_of(told);
    append_vectors(take_tensors(in), all);
  }
  for (const auto& [name, tensor] : all) tensors[name] = tensor;
}

void RankExchange::do_everywhere(const std::function<void()>& work) {
  if (!ranks_) return work();
  tell_all(*ranks_, [&](Packer&) { work(); });
}

std::vector<ShardState> RankExchange::replay(const TensorMap& saved,
                                             const EnvironmentFactory& make_environment,
                                             std::uint64_t seed, ThreadPool& pool) {
  std::vector<ShardState> states;
  const auto replay_own = [&] {
    states =
        restore_environments(saved, shards_, own_shards(), spec_, make_environment, seed, pool);
  };
  if (!ranks_) {
    replay_own();
    remembers_ = false;
    return states;
  }
  Bytes bytes;
  Packer out(bytes);
  add_tensors(saved, out);
  give_order(ranks_, Order::kRestore, bytes);
  tell_all(*ranks_, [&](Packer&) { replay_own(); });
  remembers_ = false;
  return states;
}

}  // namespace saccade

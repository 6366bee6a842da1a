#include "agents/rollout/rollout_shard.h"

#include "agents/ranks/pack_summary.h"

namespace saccade {
namespace {

constexpr std::uint64_t kActionStream = 0x616374696f6e;  // "action"

RunningEpisodes begin_episodes(const EnvironmentFactory& make_environment, std::uint64_t seed,
                               int first_env, int envs) {
  RunningEpisodes episodes;
  for (int i = first_env; i < first_env + envs; ++i) {
    const auto index = static_cast<std::uint64_t>(i);
    episodes.runners.emplace_back(make_environment(), seed, index, 0.0);
    episodes.streams.emplace_back(derive_seed({seed, kActionStream, index}));
  }
  return episodes;
}

}  // namespace

RolloutShard::RolloutShard(const PolicySet& policies, const EnvironmentFactory& make_environment,
                           const EnvironmentSpec& spec, std::uint64_t seed, const Place& place,
                           int horizon)
    : envs_(place.envs), horizon_(horizon), taken_(spec.action_count()) {
  if (place.is_here) running_ = begin_episodes(make_environment, seed, place.first_env, place.envs);
  kinds_.reserve(policies.size());
  for (std::size_t k = 0; k < policies.size(); ++k) {
    kinds_.emplace_back(policies[k].impl(), spec.first_agent(k), spec.kinds[k].agents, envs_,
                        horizon);
  }
}

void RolloutShard::pack(Packer& out, bool with_records) const {
  for (const KindRollout& kind : kinds_) {
    kind.pack_sums(out);
    if (with_records) kind.record().pack(out);
  }
  out.add(episodes_.size());
  for (const EpisodeSummary& episode : episodes_) pack_summary(episode, out);
}

void RolloutShard::unpack(Unpacker& in, bool with_records) {
  for (KindRollout& kind : kinds_) {
    kind.unpack_sums(in);
    if (with_records) kind.record().unpack(in);
  }
  const auto ended = in.take<std::size_t>();
  for (std::size_t i = 0; i < ended; ++i) episodes_.push_back(unpack_summary(in));
}

void RolloutShard::set_progress(double done) {
  for (EpisodeRunner& runner : running_.runners) runner.set_progress(done);
}

void RolloutShard::collect(float gamma) {
  for (KindRollout& kind : kinds_) kind.begin();
  for (int step = 0; step < horizon_; ++step) {
    observe(step);
    act(step);
    for (std::size_t env = 0; env < running_.runners.size(); ++env) {
      step_environment(step, env);
    }
  }
  observe(horizon_);
  const EnvironmentSpec& spec = running_.runners.front().spec();
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    about_kind(spec.kinds[k], [&] { kinds_[k].finish(gamma); });
  }
}

void RolloutShard::observe(int step) {
  for (KindRollout& kind : kinds_) kind.observe(step, running_.runners);
}

void RolloutShard::act(int step) {
  const EnvironmentSpec& spec = running_.runners.front().spec();
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    about_kind(spec.kinds[k], [&] { kinds_[k].act(step, running_.streams); });
  }
}

void RolloutShard::step_environment(int step, std::size_t env) {
  std::span<float> left = taken_;
  for (const KindRollout& kind : kinds_) {
    kind.take_actions(step, env, left.first(kind.action_count()));
    left = left.subspan(kind.action_count());
  }
  EpisodeRunner& runner = running_.runners[env];
  const StepResult result = runner.step(taken_);
  if (result.terminated || result.truncated) episodes_.push_back(runner.finished());
  for (KindRollout& kind : kinds_) kind.take_result(step, env, runner, result);
}

void RolloutShard::set_state(ShardState state) {
  running_ = std::move(state.episodes);
  for (std::size_t k = 0; k < kinds_.size(); ++k) kinds_[k].set_state(std::move(state.kinds[k]));
}

}  // namespace saccade

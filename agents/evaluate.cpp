#include "agents/evaluate.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "agents/ranks/orders.h"
#include "agents/ranks/pack_summary.h"
#include "agents/ranks/telling.h"
#include "agents/threads/thread_pool.h"
#include "envs/episode/same_spaces.h"

namespace saccade {
namespace {

constexpr std::uint64_t kNoiseStream = 0x6e6f697365;     // "noise"
constexpr std::uint64_t kRandomStream = 0x72616e646f6d;  // "random"

bool is_stopped(const EvaluationPlan& plan) {
  return plan.stop && plan.stop->load(std::memory_order_relaxed);
}

// Chooses the actions of all agents of one episode.
class EpisodePlayer {
 public:
  EpisodePlayer(const PolicySet* policies, const EnvironmentSpec& spec, const EvaluationPlan& plan,
                std::uint64_t seed)
      : spec_(spec),
        plan_(plan),
        rng_(derive_seed({seed, kNoiseStream})),
        random_(derive_seed({seed, kRandomStream})),
        actions_(spec.action_count()) {
    if (policies) actor_.emplace(*policies, spec);
  }

  std::span<const float> act(std::span<const Observation> seen) {
    if (actor_) {
      actor_->act(seen, plan_.stochastic ? &rng_ : nullptr, actions_);
      if (!plan_.random_kinds.empty()) act_at_random(seen);
    } else {
      random_actions(spec_, seen, rng_, actions_);
    }
    return actions_;
  }

 private:
  // In place of what the policies of these kinds chose.
  void act_at_random(std::span<const Observation> seen) {
    for (int agent = 0; agent < spec_.agent_count(); ++agent) {
      if (!plan_.random_kinds[spec_.kind_index(agent)]) continue;
      random_action(spec_.kind_of(agent).action, seen[static_cast<std::size_t>(agent)], random_,
                    spec_.action_of(agent, std::span(actions_)));
    }
  }

  const EnvironmentSpec& spec_;
  const EvaluationPlan& plan_;
  std::optional<TeamActor> actor_;
  Rng rng_;
  Rng random_;
  std::vector<float> actions_;
};

// Plays the episode of `seed`; what it returns means nothing when the evaluation is stopped.
EpisodeSummary play(const PolicySet* policies, std::unique_ptr<Environment> environment,
                    const EnvironmentSpec& spec, const EvaluationPlan& plan, std::uint64_t seed) {
  EpisodeRunner runner(std::move(environment), seed);
  check_same_spec(runner.spec(), spec);
  EpisodePlayer player(policies, runner.spec(), plan, seed);
  while (!is_stopped(plan)) {
    const StepResult result = runner.advance(player.act(runner.observations()));
    if (result.terminated || result.truncated) return runner.finished();
    if (runner.length() >= longest_episode(spec, plan.max_steps)) return runner.cut();
  }
  return {};
}

using PlayOne = std::function<EpisodeSummary(std::size_t)>;

// Episodes first, first + step, ... of the plan.
std::vector<EpisodeSummary> play_all(const EvaluationPlan& plan, int first, int step,
                                     const PlayOne& play_one) {
  const int count = std::max(0, (plan.episodes - first + step - 1) / step);
  std::vector<EpisodeSummary> episodes(static_cast<std::size_t>(count));
  ThreadPool pool(std::min(plan.threads, std::max(count, 1)));
  pool.parallel_for(count, [&](int i) {
    if (is_stopped(plan)) return;
    episodes[static_cast<std::size_t>(i)] = play_one(static_cast<std::size_t>(first + i * step));
  });
  return episodes;
}

// Each rank plays every n-th episode; all learn of all.
std::vector<EpisodeSummary> play_together(const EvaluationPlan& plan, const PlayOne& play_one) {
  Ranks& ranks = *plan.ranks;
  give_order(&ranks, Order::kEvaluate, pack_plan(plan));
  const std::vector<Bytes> told = tell_all(ranks, [&](Packer& out) {
    for (const EpisodeSummary& episode : play_all(plan, ranks.rank(), ranks.size(), play_one))
      pack_summary(episode, out);
  });
  std::vector<Unpacker> readers;
  for (const Bytes& bytes : told) readers.push_back(reader_of(bytes));
  std::vector<EpisodeSummary> episodes;
  for (std::size_t k = 0; k < static_cast<std::size_t>(std::max(plan.episodes, 0)); ++k)
    episodes.push_back(unpack_summary(readers[k % readers.size()]));
  return episodes;
}

}  // namespace

Bytes pack_plan(const EvaluationPlan& plan) {
  Bytes bytes;
  Packer out(bytes);
  out.add(plan.episodes);
  out.add(plan.seed);
  out.add(plan.stochastic);
  out.add(plan.max_steps);
  out.add_all(std::vector<std::uint8_t>(plan.random_kinds.begin(), plan.random_kinds.end()));
  return bytes;
}

EvaluationPlan unpack_plan(const Bytes& bytes) {
  EvaluationPlan plan;
  Unpacker in(bytes);
  in.take(plan.episodes);
  in.take(plan.seed);
  in.take(plan.stochastic);
  in.take(plan.max_steps);
  std::vector<std::uint8_t> random;
  in.take_all(random);
  plan.random_kinds.assign(random.begin(), random.end());
  return plan;
}

Evaluation evaluate(const PolicySet* policies, const EnvironmentFactory& make_environment,
                    const EnvironmentSpec& spec, const EvaluationPlan& plan) {
  const auto begin = std::chrono::steady_clock::now();
  if (policies) check_same_spaces(spec, policies->kinds());
  const auto play_one = [&](std::size_t k) {
    return play(policies, make_environment(), spec, plan, plan.seed + k);
  };
  std::vector<EpisodeSummary> episodes =
      plan.ranks ? play_together(plan, play_one) : play_all(plan, 0, 1, play_one);
  if (is_stopped(plan)) return {.stopped = true, .episodes = {}};
  Evaluation evaluation{.episodes = std::move(episodes)};
  for (const EpisodeSummary& episode : evaluation.episodes) evaluation.steps += episode.length;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  evaluation.seconds = elapsed.count();
  return evaluation;
}

}  // namespace saccade

#include "agents/evaluate.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>
#include <utility>

#include "agents/thread_pool.h"
#include "envs/core/random_action.h"

namespace saccade {
namespace {

constexpr std::uint64_t kNoiseStream = 0x6e6f697365;  // "noise"

// Chooses the actions of all agents of one episode.
class Player {
 public:
  Player(const Policy* policy, const EnvironmentSpec& spec, std::uint64_t seed, bool stochastic)
      : spec_(spec),
        actor_(policy ? std::make_unique<Actor>(*policy) : nullptr),
        stochastic_(stochastic),
        rng_(derive_seed({seed, kNoiseStream})),
        actions_(static_cast<std::size_t>(spec.agents * action_width(spec.action))) {}

  std::span<const float> act(std::span<const Observation> seen) {
    if (actor_) {
      actor_->act(seen, stochastic_ ? &rng_ : nullptr, actions_);
    } else {
      act_randomly(seen);
    }
    return actions_;
  }

 private:
  void act_randomly(std::span<const Observation> seen) {
    const std::size_t width = actions_.size() / seen.size();
    for (std::size_t agent = 0; agent < seen.size(); ++agent) {
      random_action(spec_.action, seen[agent], rng_,
                    std::span(actions_).subspan(agent * width, width));
    }
  }

  const EnvironmentSpec& spec_;
  std::unique_ptr<Actor> actor_;
  bool stochastic_;
  Rng rng_;
  std::vector<float> actions_;
};

EpisodeSummary play(const Policy* policy, std::unique_ptr<Environment> environment,
                    std::uint64_t seed, bool stochastic) {
  EpisodeRunner runner(std::move(environment), seed, 0);
  runner.begin(seed);
  Player player(policy, runner.spec(), seed, stochastic);
  while (true) {
    const StepResult result = runner.step(player.act(runner.observations()));
    if (result.terminated || result.truncated) return runner.finished();
  }
}

}  // namespace

Evaluation evaluate(const Policy* policy, const EnvironmentFactory& make_environment, int episodes,
                    std::uint64_t seed, bool stochastic, int threads) {
  const auto begin = std::chrono::steady_clock::now();
  Evaluation evaluation;
  evaluation.episodes.resize(static_cast<std::size_t>(std::max(episodes, 0)));
  ThreadPool pool(std::min(threads, std::max(episodes, 1)));
  pool.parallel_for(episodes, [&](int k) {
    evaluation.episodes[static_cast<std::size_t>(k)] =
        play(policy, make_environment(), seed + static_cast<std::uint64_t>(k), stochastic);
  });
  for (const EpisodeSummary& episode : evaluation.episodes) evaluation.steps += episode.length;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  evaluation.seconds = elapsed.count();
  return evaluation;
}

}  // namespace saccade

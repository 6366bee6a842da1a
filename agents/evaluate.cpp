#include "agents/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "agents/thread_pool.h"
#include "envs/core/random_action.h"

namespace saccade {
namespace {

constexpr std::uint64_t kNoiseStream = 0x6e6f697365;  // "noise"

// One episode that is being played.
struct Game {
  std::unique_ptr<Environment> environment;
  Rng rng;
  std::vector<Observation> observations;  // [agents]
  std::vector<float> rewards;             // [agents]
  EpisodeSummary summary;
  bool over = false;
};

[[noreturn]] void fail(const Game& game, const std::string& what) {
  throw Error(
      fmt::format("environment {}, episode seed {}, step {}: {}", game.environment->spec().id,
                  game.summary.seed, game.summary.length, what),
      Error::Kind::kFailure);
}

void observe(Game& game) {
  for (std::size_t agent = 0; agent < game.observations.size(); ++agent) {
    Observation& observation = game.observations[agent];
    observation.clear();
    try {
      game.environment->observe(static_cast<int>(agent), observation);
      check_observation(game.environment->spec(), observation);
    } catch (const std::exception& error) {
      fail(game, fmt::format("observation: {}", error.what()));
    }
  }
}

Game begin(std::unique_ptr<Environment> environment, std::uint64_t seed) {
  const EnvironmentSpec& spec = environment->spec();
  check_spec(spec);
  const auto agents = static_cast<std::size_t>(spec.agents);
  Game game{.environment = nullptr,
            .rng = Rng(derive_seed({seed, kNoiseStream})),
            .observations = {agents, Observation(spec.observation, spec.action)},
            .rewards = std::vector<float>(agents),
            .summary = {.seed = seed,
                        .returns = std::vector<double>(agents),
                        .counts = std::vector<float>(spec.counts.size())}};
  game.environment = std::move(environment);
  try {
    game.environment->reset(seed);
  } catch (const std::exception& error) {
    fail(game, fmt::format("reset: {}", error.what()));
  }
  observe(game);
  return game;
}

void step(Game& game, std::span<const float> actions) {
  StepResult result;
  ++game.summary.length;
  try {
    result = game.environment->step(actions, game.rewards);
  } catch (const std::exception& error) {
    fail(game, fmt::format("step: {}", error.what()));
  }
  for (std::size_t agent = 0; agent < game.rewards.size(); ++agent) {
    if (!std::isfinite(game.rewards[agent])) fail(game, "reward: wanted a finite number");
    game.summary.returns[agent] += static_cast<double>(game.rewards[agent]);
  }
  game.over = result.terminated || result.truncated;
  if (game.over) {
    game.summary.outcome = result.outcome;
    game.environment->counts(game.summary.counts);
  } else if (game.summary.length >= game.environment->spec().max_steps) {
    fail(game, "the episode goes on beyond max_steps");
  } else {
    observe(game);
  }
}

// Chooses the actions of all agents of one game.
class Player {
 public:
  Player(const Policy* policy, const EnvironmentSpec& spec, bool stochastic)
      : actor_(policy ? std::make_unique<Actor>(*policy) : nullptr),
        batch_(spec.observation, spec.action),
        stochastic_(stochastic),
        width_(static_cast<std::size_t>(action_width(spec.action))),
        actions_(static_cast<std::size_t>(spec.agents) * width_) {}

  std::span<const float> act(Game& game) {
    if (!actor_) return act_randomly(game);
    batch_.clear();
    for (const Observation& observation : game.observations) batch_.append(observation);
    actor_->act(batch_, stochastic_ ? &game.rng : nullptr, actions_);
    return actions_;
  }

 private:
  std::span<const float> act_randomly(Game& game) {
    for (std::size_t agent = 0; agent < game.observations.size(); ++agent) {
      random_action(game.environment->spec().action, game.observations[agent], game.rng,
                    std::span(actions_).subspan(agent * width_, width_));
    }
    return actions_;
  }

  std::unique_ptr<Actor> actor_;
  ObservationBatch batch_;
  bool stochastic_;
  std::size_t width_;
  std::vector<float> actions_;
};

EpisodeSummary play(const Policy* policy, std::unique_ptr<Environment> environment,
                    std::uint64_t seed, bool stochastic) {
  Game game = begin(std::move(environment), seed);
  Player player(policy, game.environment->spec(), stochastic);
  while (!game.over) step(game, player.act(game));
  return std::move(game.summary);
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

#include "agents/learner_checks.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>

#include "agents/frame/frame_checks.h"
#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr std::int64_t kMostSamples = 100'000'000;  // Whose numbers fit 32 bits.

void check_at_least(const char* key, std::int64_t found, std::int64_t wanted) {
  if (found >= wanted) return;
  throw Error(fmt::format("{}: found {}, wanted at least {}", key, found, wanted));
}

// With memory a minibatch holds whole sequences, with a central critic whole teams.
void check_minibatches(const LearnerConfig& config, int agents) {
  const int length = config.policy.sequence_length();
  const bool teams = config.policy.critic == CriticScope::kCentral && agents > 1;
  const std::int64_t groups = std::int64_t{config.rollout.envs} * (teams ? 1 : agents);
  const std::int64_t most = groups * ((config.rollout.horizon - 1) / length + 1);
  const char* what = length > 1 ? "sequences" : "samples";
  const int minibatches = make_algorithm(config.algorithm)->minibatches();
  if (minibatches <= most) return;
  throw Error(
      fmt::format("{}.minibatches: found {}, wanted at most the {} {} of a rollout{}",
                  config.algorithm.name, minibatches, most, what,
                  teams ? ", those of a team counting as one (policy.critic = central)" : ""));
}

// Environments are prepared for that where they are made.
void check_separate(const PolicyConfig& policy, const AgentKind& kind) {
  if (policy.parameters == ParameterSharing::kShared || kind.agents == 1) return;
  throw Error(fmt::format(
      "policy.parameters: found separate, wanted shared, or an environment whose agents are each "
      "of a kind of their own (separate_agents): this kind has {}",
      kind.agents));
}

void check_samples(const LearnerConfig& config, const AgentKind& kind) {
  const RolloutConfig& rollout = config.rollout;
  const std::int64_t columns = std::int64_t{rollout.envs} * kind.agents;
  if (columns > kMostSamples / rollout.horizon) {
    throw Error(fmt::format(
        "rollout.envs x rollout.horizon x agents: found {} x {} x {}, wanted at most {} samples of "
        "a rollout",
        rollout.envs, rollout.horizon, kind.agents, kMostSamples));
  }
  check_minibatches(config, kind.agents);
}

// What makes the KL divergence tell nothing of the learning rate.
void check_steps(const LearnerConfig& config, const Algorithm& algorithm) {
  if (algorithm.lag() == 0 && algorithm.epochs() * algorithm.minibatches() < 2) {
    throw Error(
        "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with one step of "
        "the optimiser for each rollout: the KL divergence is measured before a step");
  }
  if (config.policy.encoder.attention.dropout == 0) return;
  throw Error(
      "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with "
      "policy.attention.dropout above 0, whose noise adds to the KL divergence");
}

// Of a learning rate that follows the KL divergence.
void check_adaptive(const LearnerConfig& config) {
  const OptimiserConfig& optimiser = config.optimiser;
  if (optimiser.schedule != LearningRateSchedule::kKlAdaptive) return;
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(config.algorithm);
  if (!algorithm->kl_metric()) {
    throw Error(fmt::format(
        "optimiser.schedule: found kl_adaptive, wanted linear, constant or cosine with algorithm = "
        "\"{}\", which does not measure a KL divergence",
        config.algorithm.name));
  }
  check_steps(config, *algorithm);
  if (optimiser.learning_rate_min > optimiser.learning_rate_max) {
    throw Error(
        fmt::format("optimiser.learning_rate_min: found {}, wanted at most {}, which is "
                    "optimiser.learning_rate_max",
                    optimiser.learning_rate_min, optimiser.learning_rate_max));
  }
  if (optimiser.learning_rate >= optimiser.learning_rate_min &&
      optimiser.learning_rate <= optimiser.learning_rate_max) {
    return;
  }
  throw Error(fmt::format(
      "optimiser.learning_rate: found {}, wanted {} to {} with optimiser.schedule = "
      "\"kl_adaptive\" (optimiser.learning_rate_min and optimiser.learning_rate_max)",
      optimiser.learning_rate, optimiser.learning_rate_min, optimiser.learning_rate_max));
}

void check_config(const LearnerConfig& config, const EnvironmentSpec& spec,
                  std::int64_t total_steps) {
  const RolloutConfig& rollout = config.rollout;
  check_at_least("policy.memory_sequence", config.policy.memory_sequence, 1);
  check_at_least("rollout.envs", rollout.envs, 1);
  check_at_least("rollout.horizon", rollout.horizon, 1);
  check_at_least("rollout.shards", rollout.shards, 1);
  check_at_least("rollout.envs_per_shard", rollout.envs_per_shard, 1);
  check_at_least("optimiser.gradient_shards", config.optimiser.gradient_shards, 1);
  check_at_least("steps", total_steps, 1);
  check_adaptive(config);
  check_frame(spec, config.policy.frame);
  for (const AgentKind& kind : spec.kinds) {
    about_kind(kind, [&] {
      check_separate(config.policy, kind);
      check_samples(config, kind);
    });
  }
}

}  // namespace

EnvironmentSpec checked_spec(const EnvironmentFactory& make_environment,
                             const LearnerConfig& config, std::int64_t total_steps) {
  EnvironmentSpec spec = spec_of(make_environment);
  check_config(config, spec, total_steps);
  return spec;
}

}  // namespace saccade

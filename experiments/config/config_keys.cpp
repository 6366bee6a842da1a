#include "experiments/config/config_keys.h"

#include <limits>
#include <map>

namespace saccade {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kLarge = 1e6;  // Still far from the end of a float.
constexpr double kMaxInt = std::numeric_limits<int>::max();

// A lambda per key rather than a member pointer: fields lie at different depths.
#define SACCADE_FIELD(path) [](ExperimentConfig& c) -> ConfigField { return &c.path; }

std::vector<ConfigKey> run_keys() {
  return {
      {"seed", SACCADE_FIELD(seed), 0, kInf,
       "Of everything random: initial parameters, environments, actions, minibatches."},
      {"steps", SACCADE_FIELD(steps), 1, 1e15,
       "Environment steps to train; linear schedules end here."},
      {"threads", SACCADE_FIELD(threads), 0, 1024,
       "Threads; 0: one per processor. The result does not depend on it."},
  };
}

std::vector<ConfigKey> policy_keys() {
  return {
      {"policy.encoder", SACCADE_FIELD(learner.policy.encoder.kind), 0, 0,
       "How the set of entities becomes one vector for the agent."},
      {"policy.width", SACCADE_FIELD(learner.policy.encoder.width), 1, 65536,
       "Numbers per token and in the agent's vector; a multiple of policy.attention.heads."},
      {"policy.mlp_ratio", SACCADE_FIELD(learner.policy.encoder.mlp_ratio), 1, 64,
       "Hidden width of a block's MLP over policy.width."},
      {"policy.activation", SACCADE_FIELD(learner.policy.encoder.activation), 0, 0,
       "Activation of the MLPs."},
      {"policy.separate_value", SACCADE_FIELD(learner.policy.separate_value), 0, 1,
       "Whether the value has an encoder of its own."},
      {"policy.initial_log_std", SACCADE_FIELD(learner.policy.initial_log_std), -20, 5,
       "Initial log standard deviation of continuous actions, whatever their range: at 0 one "
       "deviation is half of the range."},
      {"policy.normalise_observations", SACCADE_FIELD(learner.policy.normalise_observations), 0, 1,
       "Whether features are normalised by their running mean and variance."},
      {"policy.image_patch", SACCADE_FIELD(learner.policy.image_patch), 1, 65536,
       "Side of the square patches that images become, pixels."},
      {"policy.position", SACCADE_FIELD(learner.policy.encoder.position.kind), 0, 0,
       "What is added to a token to say where it stands: its index in its type's list, learned or "
       "as "
       "sines, or Fourier features of its place."},
      {"policy.position_relative", SACCADE_FIELD(learner.policy.encoder.position.relative), 0, 1,
       "Whether fourier takes places as seen from the agent instead of in the world."},
      {"policy.position_wavelength", SACCADE_FIELD(learner.policy.encoder.position.wavelength),
       1e-6, kLarge,
       "Longest wavelength of fourier, world units; seven more follow, each half as long."},
      {"policy.fusion", SACCADE_FIELD(learner.policy.encoder.fusion), 0, 0,
       "How entities meet rays and image patches: all in one set, or entities querying the others "
       "by "
       "cross-attention."},
  };
}

std::vector<ConfigKey> attention_keys() {
  return {
      {"policy.attention.heads", SACCADE_FIELD(learner.policy.encoder.heads), 1, 1024,
       "Attention heads."},
      {"policy.attention.self_blocks", SACCADE_FIELD(learner.policy.encoder.self_attention_blocks),
       0, 64,
       "Blocks in which every entity attends, before the one in which the agent alone does; with "
       "fusion = cross as many again for rays and patches."},
      {"policy.attention.kind", SACCADE_FIELD(learner.policy.encoder.attention.kind), 0, 0,
       "How a query weighs the tokens that it sees."},
      {"policy.attention.scale", SACCADE_FIELD(learner.policy.encoder.attention.scale), 0, 1,
       "Whether dot products are divided by the square root of a head's width."},
      {"policy.attention.k", SACCADE_FIELD(learner.policy.encoder.attention.k), 1, kMaxInt,
       "Scores that each query keeps with kind top_k."},
      {"policy.attention.neighbours", SACCADE_FIELD(learner.policy.encoder.attention.neighbours), 1,
       kMaxInt,
       "Nearest tokens that each query sees with kind local, itself included, unless a radius is "
       "given."},
      {"policy.attention.radius", SACCADE_FIELD(learner.policy.encoder.attention.radius), 0, kInf,
       "How far each query sees with kind local, world units; 0: by neighbours."},
      {"policy.attention.pair_bias", SACCADE_FIELD(learner.policy.encoder.attention.pair_bias), 0,
       1,
       "Whether each head learns a term of the scores from distance, bearing, relative velocity "
       "and "
       "type."},
      {"policy.attention.dropout", SACCADE_FIELD(learner.policy.encoder.attention.dropout), 0, 0.99,
       "Share of attention weights dropped in updates; never when acting."},
  };
}

std::vector<ConfigKey> rollout_keys() {
  return {
      {"rollout.envs", SACCADE_FIELD(learner.rollout.envs), 1, 65536,
       "Environments stepped side by side."},
      {"rollout.horizon", SACCADE_FIELD(learner.rollout.horizon), 1, 1e6,
       "Steps of each environment per update."},
      {"rollout.gamma", SACCADE_FIELD(learner.rollout.gamma), 0, 1, "Discount per step."},
      {"rollout.gae_lambda", SACCADE_FIELD(learner.rollout.gae_lambda), 0, 1,
       "Generalised advantage estimation: 0 one step, 1 whole episodes."},
      {"rollout.scale_rewards", SACCADE_FIELD(learner.rollout.scale_rewards), 0, 1,
       "Whether rewards are divided by the running standard deviation of discounted returns."},
      {"rollout.shards", SACCADE_FIELD(learner.rollout.shards), 1, 65536,
       "Shards at most into which threads cut the environments. Another number gives other bits."},
      {"rollout.envs_per_shard", SACCADE_FIELD(learner.rollout.envs_per_shard), 1, 65536,
       "Environments at least in each shard. Another number gives other bits."},
  };
}

std::vector<ConfigKey> optimiser_keys() {
  return {
      {"optimiser.learning_rate", SACCADE_FIELD(learner.optimiser.learning_rate), 0, 1,
       "Of Adam at the start of training."},
      {"optimiser.learning_rate_final", SACCADE_FIELD(learner.optimiser.learning_rate_final), 0, 1,
       "The same at the end of training; linear between."},
      {"optimiser.epsilon", SACCADE_FIELD(learner.optimiser.epsilon), 1e-12, 1,
       "Of Adam: keeps the step finite."},
      {"optimiser.max_grad_norm", SACCADE_FIELD(learner.optimiser.max_grad_norm), 1e-9, kLarge,
       "Gradients are scaled down to this norm."},
      {"optimiser.gradient_shards", SACCADE_FIELD(learner.optimiser.gradient_shards), 1, 1024,
       "Parts at most, of at least 128 samples, in which threads sum a minibatch's gradient. "
       "Another number gives other bits."},
  };
}

std::vector<ConfigKey> upkeep_keys() {
  return {
      {"eval.every", SACCADE_FIELD(evaluation.every), 0, 1e15,
       "Environment steps between evaluations; 0: at the end only."},
      {"eval.episodes", SACCADE_FIELD(evaluation.episodes), 0, 1e6,
       "Episodes per evaluation; 0: no evaluations."},
      {"eval.seed", SACCADE_FIELD(evaluation.seed), 0, kInf,
       "Of an evaluation's first episode; the next has seed + 1, and so on."},

      {"checkpoint.every", SACCADE_FIELD(checkpoint.every), 0, 1e15,
       "Environment steps between checkpoints; 0: at the end only."},
      {"checkpoint.keep", SACCADE_FIELD(checkpoint.keep), 0, kMaxInt,
       "Newest checkpoints that are kept, besides the best; 0: all."},
  };
}

#undef SACCADE_FIELD

}  // namespace

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> kKeys = [] {
    std::vector<ConfigKey> all;
    for (const auto& section : {run_keys(), rollout_keys(), optimiser_keys(), policy_keys(),
                                attention_keys(), upkeep_keys()}) {
      all.insert(all.end(), section.begin(), section.end());
    }
    return all;
  }();
  return kKeys;
}

std::string renamed_key(const std::string& name) {
  static const std::map<std::string, std::string> kNewNames = {
      {"ppo.envs", "rollout.envs"},
      {"ppo.horizon", "rollout.horizon"},
      {"ppo.gamma", "rollout.gamma"},
      {"ppo.gae_lambda", "rollout.gae_lambda"},
      {"ppo.scale_rewards", "rollout.scale_rewards"},
      {"ppo.max_grad_norm", "optimiser.max_grad_norm"},
      {"ppo.learning_rate", "optimiser.learning_rate"},
      {"ppo.learning_rate_final", "optimiser.learning_rate_final"},
      {"ppo.adam_epsilon", "optimiser.epsilon"},
  };
  const auto found = kNewNames.find(name);
  return found == kNewNames.end() ? "" : found->second;
}

}  // namespace saccade

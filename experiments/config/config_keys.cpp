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
       "Seed for all randomness: initial parameters, environments, actions, minibatches."},
      {"steps", SACCADE_FIELD(steps), 1, 1e15,
       "Environment steps to train, rounded up to whole rollouts. Schedules end here."},
      {"threads", SACCADE_FIELD(threads), 0, 1024,
       "Number of threads; 0: one per processor. The result does not depend on it."},
  };
}

std::vector<ConfigKey> policy_keys() {
  return {
      {"policy.encoder", SACCADE_FIELD(learner.policy.encoder.kind), 0, 0,
       "Encoder: how the entities become one vector for the agent."},
      {"policy.width", SACCADE_FIELD(learner.policy.encoder.width), 1, 65536,
       "Size of a token's vector and of the agent's vector; a multiple of policy.attention.heads."},
      {"policy.mlp_ratio", SACCADE_FIELD(learner.policy.encoder.mlp_ratio), 1, 64,
       "Hidden width of a block's MLP, as a multiple of policy.width."},
      {"policy.activation", SACCADE_FIELD(learner.policy.encoder.activation), 0, 0,
       "Activation function of the MLPs."},
      {"policy.embedding", SACCADE_FIELD(learner.policy.encoder.embedding), 0, 0,
       "How the features of a token become its vector. linear: a linear map; mlp: a linear map, "
       "the activation function and layer normalisation."},
      {"policy.memory", SACCADE_FIELD(learner.policy.memory.kind), 0, 0,
       "Memory between the encoder and the action heads: actions can depend on earlier steps."},
      {"policy.memory_length", SACCADE_FIELD(learner.policy.memory.length), 1, 4096,
       "Memory attention: number of earlier steps that are remembered."},
      {"policy.memory_heads", SACCADE_FIELD(learner.policy.memory.heads), 1, 1024,
       "Memory attention: number of attention heads."},
      {"policy.memory_sequence", SACCADE_FIELD(learner.policy.memory_sequence), 1, 65536,
       "Maximum number of steps in a training sequence: gradients flow no further back in time."},
      {"policy.separate_value", SACCADE_FIELD(learner.policy.separate_value), 0, 1,
       "Whether the value function has its own encoder."},
      {"policy.parameters", SACCADE_FIELD(learner.policy.parameters), 0, 0,
       "Whether agents of one kind share a policy. shared: they do; separate: each agent has a "
       "policy of its own, as if it were a kind of its own."},
      {"policy.critic", SACCADE_FIELD(learner.policy.critic), 0, 0,
       "Whose observations the value of an agent is computed from. own: the agent's own; central: "
       "those of all agents of its kind that are in the environment now. Actions depend on the "
       "agent's own in any case."},
      {"policy.actor_hidden", SACCADE_FIELD(learner.policy.actor_hidden), 1, 65536,
       "Widths of the hidden layers between the agent's vector and the action heads."},
      {"policy.critic_hidden", SACCADE_FIELD(learner.policy.critic_hidden), 1, 65536,
       "Widths of the hidden layers between the agent's vector and the value."},
      {"policy.value_gain", SACCADE_FIELD(learner.policy.value_gain), 0, 10,
       "Gain of the value head's orthogonal initial weights. 0: all values are 0 at the start of "
       "training; above 0: they are random numbers there."},
      {"policy.initial_log_std", SACCADE_FIELD(learner.policy.heads.initial_log_std), -20, 5,
       "Initial log standard deviation of continuous actions, in units where the action range is "
       "[-1, 1]: 0 makes one standard deviation half of the range. beta has none. "
       "policy.continuous.deviation = gsde wants more than the default, such as 1.4 on pendulum."},
  };
}

std::vector<ConfigKey> observation_keys() {
  return {
      {"policy.frame", SACCADE_FIELD(learner.policy.frame), 0, 0,
       "Frame in which the agent sees what the environment declares as geometry. world: as it is; "
       "position: points relative to the agent's position; pose: also rotated by the agent's "
       "heading."},
      {"policy.normalise_observations", SACCADE_FIELD(learner.policy.normalise_observations), 0, 1,
       "Whether features are normalised by their running mean and variance."},
      {"policy.observation_clip", SACCADE_FIELD(learner.policy.observation_clip), 1e-3, kLarge,
       "Limit of normalised features, which are clipped to [-limit, limit]."},
      {"policy.image_patch", SACCADE_FIELD(learner.policy.image_patch), 1, 65536,
       "Side of the square patches into which images are cut, pixels."},
      {"policy.position", SACCADE_FIELD(learner.policy.encoder.position.kind), 0, 0,
       "Position encoding that is added to each token. learned_index and sinusoidal encode its "
       "index in the list of its type; fourier encodes its position by Fourier features."},
      {"policy.position_relative", SACCADE_FIELD(learner.policy.encoder.position.relative), 0, 1,
       "Whether fourier uses positions relative to the agent instead of world coordinates."},
      {"policy.position_wavelength", SACCADE_FIELD(learner.policy.encoder.position.wavelength),
       1e-6, kLarge,
       "Longest of the eight wavelengths of fourier, world units; each next one is half as long."},
      {"policy.fusion", SACCADE_FIELD(learner.policy.encoder.fusion), 0, 0,
       "How entities are combined with rays and image patches. joint: all tokens form one set; "
       "cross: entities query rays and patches by cross-attention."},
  };
}

std::vector<ConfigKey> attention_keys() {
  return {
      {"policy.attention.heads", SACCADE_FIELD(learner.policy.encoder.heads), 1, 1024,
       "Number of attention heads."},
      {"policy.attention.self_blocks", SACCADE_FIELD(learner.policy.encoder.self_attention_blocks),
       0, 64,
       "Number of self-attention blocks before the last block, in which only the agent queries. "
       "With policy.fusion = cross, rays and patches get the same number of blocks of their own."},
      {"policy.attention.kind", SACCADE_FIELD(learner.policy.encoder.attention.kind), 0, 0,
       "Kind of attention: how a query weighs the tokens that it sees."},
      {"policy.attention.scale", SACCADE_FIELD(learner.policy.encoder.attention.scale), 0, 1,
       "Whether dot products are divided by the square root of a head's width."},
      {"policy.attention.k", SACCADE_FIELD(learner.policy.encoder.attention.k), 1, kMaxInt,
       "Kind top_k: number of scores that each query keeps."},
      {"policy.attention.neighbours", SACCADE_FIELD(learner.policy.encoder.attention.neighbours), 1,
       kMaxInt,
       "Kind local: number of nearest tokens that each query sees, itself included, when the "
       "radius is 0."},
      {"policy.attention.radius", SACCADE_FIELD(learner.policy.encoder.attention.radius), 0, kInf,
       "Kind local: distance within which each query sees tokens, world units; 0: it sees its "
       "nearest neighbours instead."},
      {"policy.attention.pair_bias", SACCADE_FIELD(learner.policy.encoder.attention.pair_bias), 0,
       1,
       "Whether each head adds a learned bias to the score of a pair of tokens, from their "
       "distance, bearing, relative velocity and types."},
      {"policy.attention.pair_value", SACCADE_FIELD(learner.policy.encoder.attention.pair_value), 0,
       1,
       "Whether each head adds to the value of a pair of tokens a learned linear map of their "
       "distance, bearing, relative velocity and types."},
      {"policy.attention.dropout", SACCADE_FIELD(learner.policy.encoder.attention.dropout), 0, 0.99,
       "Probability that an attention weight is dropped in an update; none is dropped when "
       "acting."},
  };
}

std::vector<ConfigKey> continuous_keys() {
  return {
      {"policy.continuous.distribution",
       SACCADE_FIELD(learner.policy.heads.continuous.distribution), 0, 0,
       "Distribution of continuous actions. gaussian: a normal, limited to the range; "
       "tanh_gaussian: a normal, squashed into the range; beta: a Beta distribution over the "
       "range."},
      {"policy.continuous.deviation", SACCADE_FIELD(learner.policy.heads.continuous.deviation), 0,
       0,
       "Standard deviation of gaussian and tanh_gaussian. learned: one number per dimension; "
       "fixed: policy.initial_log_std throughout; state: a linear readout of the agent's vector, "
       "as the mean is; gsde: that of noise which is a linear function of the vector, drawn every "
       "few steps (Raffin et al. 2020); set a larger policy.initial_log_std for it. beta has none "
       "of its own."},
      {"policy.continuous.noise_every", SACCADE_FIELD(learner.policy.heads.continuous.noise_every),
       0, kMaxInt,
       "Deviation gsde alone: steps after which an agent draws another function for its noise, as "
       "it does at the start of an episode; 0: only there."},
      {"policy.continuous.learn_features",
       SACCADE_FIELD(learner.policy.heads.continuous.learn_features), 0, 1,
       "Deviation gsde alone: whether gradients flow through the deviation into the agent's "
       "vector."},
  };
}

std::vector<ConfigKey> rollout_keys() {
  return {
      {"rollout.envs", SACCADE_FIELD(learner.rollout.envs), 1, 65536,
       "Number of parallel environments."},
      {"rollout.horizon", SACCADE_FIELD(learner.rollout.horizon), 1, 1e6,
       "Steps of each environment per rollout; an update is one rollout and the training on it."},
      {"rollout.gamma", SACCADE_FIELD(learner.rollout.gamma), 0, 1, "Discount factor per step."},
      {"rollout.gae_lambda", SACCADE_FIELD(learner.rollout.gae_lambda), 0, 1,
       "Lambda of generalised advantage estimation (GAE). 0: one-step advantages; 1: returns "
       "of whole episodes."},
      {"rollout.scale_rewards", SACCADE_FIELD(learner.rollout.scale_rewards), 0, 1,
       "Whether rewards are divided by the running standard deviation of discounted returns."},
      {"rollout.shards", SACCADE_FIELD(learner.rollout.shards), 1, 65536,
       "Maximum number of shards; a shard is a group of environments that one thread steps. "
       "Runs with different values do not have the same bits."},
      {"rollout.envs_per_shard", SACCADE_FIELD(learner.rollout.envs_per_shard), 1, 65536,
       "Minimum number of environments in a shard. Runs with different values do not have the same "
       "bits."},
  };
}

std::vector<ConfigKey> optimiser_keys() {
  return {
      {"optimiser.learning_rate", SACCADE_FIELD(learner.optimiser.learning_rate), 0, 1,
       "Learning rate at the start of training."},
      {"optimiser.learning_rate_final", SACCADE_FIELD(learner.optimiser.learning_rate_final), 0, 1,
       "Learning rate at the end of training, with the schedules linear and cosine alone."},
      {"optimiser.schedule", SACCADE_FIELD(learner.optimiser.schedule), 0, 0,
       "Schedule of the learning rate. linear and cosine: from learning_rate to "
       "learning_rate_final; constant: learning_rate; kl_adaptive: before each step divided or "
       "multiplied by 1.5, so that the KL divergence of an update stays near target_kl (an "
       "algorithm that measures it, such as ppo)."},
      {"optimiser.target_kl", SACCADE_FIELD(learner.optimiser.target_kl), 1e-12, kLarge,
       "Schedule kl_adaptive alone: KL divergence that is aimed at, nats. The learning rate "
       "changes where it is more than twice or less than half of that."},
      {"optimiser.learning_rate_min", SACCADE_FIELD(learner.optimiser.learning_rate_min), 1e-12, 1,
       "Schedule kl_adaptive alone: smallest learning rate."},
      {"optimiser.learning_rate_max", SACCADE_FIELD(learner.optimiser.learning_rate_max), 0, 1,
       "Schedule kl_adaptive alone: largest learning rate."},
      {"optimiser.kind", SACCADE_FIELD(learner.optimiser.kind), 0, 0,
       "Optimiser. adam: Adam (Kingma and Ba 2015); adamw: with decoupled weight decay (Loshchilov "
       "and Hutter 2019)."},
      {"optimiser.weight_decay", SACCADE_FIELD(learner.optimiser.weight_decay), 0, 1,
       "Kind adamw alone: part of each weight, times the learning rate, that a step takes away. "
       "Weight matrices decay; biases, gains and other parameters do not."},
      {"optimiser.epsilon", SACCADE_FIELD(learner.optimiser.epsilon), 1e-12, 1,
       "Epsilon of Adam: the small number in the denominator that keeps the step finite."},
      {"optimiser.max_grad_norm", SACCADE_FIELD(learner.optimiser.max_grad_norm), 1e-9, kLarge,
       "Maximum norm of the gradient; a larger gradient is scaled down to it."},
      {"optimiser.gradient_shards", SACCADE_FIELD(learner.optimiser.gradient_shards), 1, 1024,
       "Maximum number of parts, of at least 128 samples each, in which threads sum the gradient "
       "of a shuffled minibatch. Runs with different values do not have the same bits."},
      {"optimiser.minibatches", SACCADE_FIELD(learner.optimiser.minibatches), 0, 0,
       "Which samples of a rollout a minibatch takes. shuffled: any; stratified: as many of each "
       "shard of environments. Ranks that train together then keep their samples, and each shard "
       "is "
       "one part of a minibatch's gradient."},
  };
}

std::vector<ConfigKey> upkeep_keys() {
  return {
      {"eval.every", SACCADE_FIELD(evaluation.every), 0, 1e15,
       "Environment steps between evaluations; 0: only at the end."},
      {"eval.episodes", SACCADE_FIELD(evaluation.episodes), 0, 1e6,
       "Episodes per evaluation; 0: no evaluations."},
      {"eval.seed", SACCADE_FIELD(evaluation.seed), 0, kInf,
       "Seed of the first evaluation episode; the next one has seed + 1, and so on."},
      {"eval.max_steps", SACCADE_FIELD(evaluation.max_steps), 0, kMaxInt,
       "Maximum steps of an evaluation episode; 0: those of the environment, or 10,000 where it "
       "sets no limit."},
      {"eval.stop_return", SACCADE_FIELD(evaluation.stop_return), -kInf, kInf,
       "Mean return that ends the run before its steps once evaluations have reached it; inf: the "
       "run trains for all of them. With several agents a return is the mean over agents."},
      {"eval.stop_count", SACCADE_FIELD(evaluation.stop_count), 1, kMaxInt,
       "Number of evaluations in a row that must reach eval.stop_return: a single one may be "
       "lucky."},

      {"checkpoint.every", SACCADE_FIELD(checkpoint.every), 0, 1e15,
       "Environment steps between checkpoints; 0: only at the end."},
      {"checkpoint.keep", SACCADE_FIELD(checkpoint.keep), 0, kMaxInt,
       "Number of checkpoints to keep: the newest of all and the newest of those of "
       "checkpoint.every, in addition to milestones and the best one; 0: all. The best one is that "
       "of the evaluation with the greatest mean return, of several equal ones that of the "
       "latest."},
      {"checkpoint.milestones", SACCADE_FIELD(checkpoint.milestones), 0, 1000,
       "Number of checkpoints, spread evenly over the run up to its end, that are kept for good, "
       "and that of step 0 with them; 0: none."},

      {"explain.every", SACCADE_FIELD(explain.every), 0, 1e15,
       "Environment steps between evaluations that also measure how far attention explains the "
       "policy, as 'saccade explain' does, into columns of evals.csv; 0: none does."},
  };
}

#undef SACCADE_FIELD

}  // namespace

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> kKeys = [] {
    std::vector<ConfigKey> all;
    for (const auto& section :
         {run_keys(), rollout_keys(), optimiser_keys(), policy_keys(), observation_keys(),
          attention_keys(), continuous_keys(), upkeep_keys()}) {
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

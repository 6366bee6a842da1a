// Walks over every key: those of the one table, and those that wrappers and algorithms declare.
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "experiments/config/config_schema.h"
#include "experiments/config/config_text.h"
#include "experiments/config/config_toml.h"
#include "experiments/config/configurations.h"

namespace saccade {
namespace {

using testing::experiment;
using testing::parsed;
using testing::Sets;
using Values = std::map<std::string, std::string>;

Sets operator+(Sets sets, const Sets& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

/// Every key with its value as TOML, but for the choice of environment and algorithm and for the
/// environment's options.
Values values_of(const ExperimentConfig& config) {
  Values values;
  for (const TomlEntry& entry : parse_toml(write_config(config), "x.toml").entries) {
    if (entry.key == "algorithm" || entry.key.starts_with("env.")) continue;
    values[entry.key] = format_value(entry.value);
  }
  return values;
}

/// A value of the key that differs from `value` and suits every other key's.
std::string other_value(const std::string& key, const std::string& value) {
  static const Values kChosen = {{"policy.encoder", "mean_pool"},
                                 {"policy.activation", "tanh"},
                                 {"policy.embedding", "mlp"},
                                 {"policy.actor_hidden", "[8]"},
                                 {"policy.critic_hidden", "[8, 4]"},
                                 {"policy.critic", "central"},
                                 {"policy.parameters", "separate"},
                                 {"policy.memory", "gru"},
                                 {"policy.position", "fourier"},
                                 {"policy.fusion", "cross"},
                                 {"policy.frame", "position"},
                                 {"policy.attention.kind", "additive"},
                                 {"policy.attention.dropout", "0.5"},
                                 {"policy.continuous.distribution", "beta"},
                                 {"policy.continuous.deviation", "fixed"},
                                 {"rollout.shards", "3"},
                                 {"rollout.envs_per_shard", "2"},
                                 {"policy.observation_clip", "0.5"},
                                 {"optimiser.gradient_shards", "2"},
                                 {"optimiser.minibatches", "stratified"},
                                 {"optimiser.schedule", "constant"},
                                 {"optimiser.kind", "adamw"},
                                 {"optimiser.target_kl", "1e-9"},
                                 {"optimiser.learning_rate_min", "9e-4"},
                                 {"ppo.dual_clip", "1.001"},
                                 {"ppo.normalise_advantages", "batch"},
                                 {"ppo.clip", "0.001"},
                                 {"ppo.clip_final", "0.001"},
                                 {"ppo.value_clip", "0.001"},
                                 {"ppo.target_kl", "1e-9"},
                                 {"eval.stop_return", "10.0"},
                                 {"wrap.randomise", "[\"arena*0.9..1.1\"]"},
                                 {"wrap.fixed_count", "[\"hunter=3\"]"},
                                 {"wrap.time_limit", "5"},
                                 {"wrap.reward_clip", "0.01"},
                                 {"wrap.feature_noise", "[\"food.distance=0.5\"]"},
                                 {"wrap.hide", "[\"food.distance\"]"}};
  const auto chosen = kChosen.find(key);
  if (chosen != kChosen.end()) return chosen->second;
  if (value == "true") return "false";
  if (value == "false") return "true";
  if (value.find_first_of(".e") == std::string::npos) {
    const long long whole = std::stoll(value);
    return std::to_string(whole < 2 ? whole + 1 : whole / 2);
  }
  const double number = std::stod(value);
  return number == 0 ? "1.0" : format_value(number / 2);
}

/// Where a key matters.
std::string environment_of(const std::string& key) {
  return key == "policy.frame" ? "minefield" : "forage";  // The agent of forage faces nowhere.
}

/// A learner small enough to be run once for every key.
Sets small(const std::string& algorithm) {
  const Sets common = {"steps=192",
                       "threads=1",
                       "policy.width=16",
                       "rollout.envs=4",
                       "rollout.horizon=16",
                       "optimiser.learning_rate=1e-2",
                       "optimiser.learning_rate_final=1e-3",
                       "algorithm=" + algorithm};
  if (algorithm != "ppo") return common;
  return common + Sets{"ppo.epochs=2", "ppo.minibatches=2", "ppo.entropy_coefficient=0.01",
                       "ppo.entropy_coefficient_final=0.001"};
}

/// A learning rate between its bounds that follows the KL divergence, with this one as target.
Sets adaptive(const std::string& target) {
  return {"optimiser.learning_rate=1e-3", "optimiser.schedule=kl_adaptive",
          "optimiser.target_kl=" + target};
}

/// What else must be set for a key to matter.
Sets context_of(const std::string& key) {
  static const std::map<std::string, Sets> kContexts = {
      {"policy.image_patch", {"env.image=true"}},
      {"wrap.curriculum", {"wrap.randomise=[\"arena*0.8..1.2\"]"}},
      {"policy.memory_length", {"policy.memory=attention"}},
      {"policy.memory_heads", {"policy.memory=attention"}},
      {"policy.memory_sequence", {"policy.memory=gru"}},
      {"policy.fusion", {"env.rays=8"}},
      {"policy.position_relative", {"policy.position=fourier"}},
      {"policy.position_wavelength", {"policy.position=fourier"}},
      {"policy.attention.k", {"policy.attention.kind=top_k"}},
      {"policy.attention.neighbours", {"policy.attention.kind=local"}},
      {"policy.attention.radius", {"policy.attention.kind=local"}},
      {"policy.continuous.noise_every", {"policy.continuous.deviation=gsde"}},
      {"policy.continuous.learn_features", {"policy.continuous.deviation=gsde"}},
      {"rollout.shards", {"rollout.envs_per_shard=1"}},
      {"optimiser.target_kl", adaptive("1")},
      {"optimiser.learning_rate_min", adaptive("1e-9")},
      {"optimiser.learning_rate_max", adaptive("1")},
      {"optimiser.weight_decay", {"optimiser.kind=adamw"}},
      // A shard of a gradient has 128 samples at least.
      {"optimiser.gradient_shards", {"rollout.horizon=128", "ppo.minibatches=1"}}};
  const auto found = kContexts.find(key);
  return found == kContexts.end() ? Sets{} : found->second;
}

/// What the third update of such a learner reports.
std::vector<double> third_update(const Sets& sets, const std::string& env = "forage") {
  RegisteredEnvironments environments;
  const Sets options = env == "forage" ? Sets{"env.action=continuous"} : Sets{};
  const ExperimentConfig config = load_experiment(env, options + sets, environments);
  Learner learner(environment_factory(config, environments), config.learner, config.steps,
                  config.seed, config.threads);
  learner.update();
  learner.update();
  std::vector<double> values;
  for (const Metric& metric : learner.update().values) values.push_back(metric.value);
  return values;
}

bool concerns_the_learner(const std::string& key) {
  if (key == "policy.parameters") return false;  // Not of one agent, as here.
  if (key == "wrap.fixed_count") return false;   // It promises what is so anyway.
  return key.starts_with("policy.") || key.starts_with("rollout.") ||
         key.starts_with("optimiser.") || key.starts_with("ppo.") || key.starts_with("wrap.") ||
         key == "seed" || key == "steps";
}

/// Whether another value of the key gives another third update.
bool changes_what_is_learned(const std::string& key, const std::string& value,
                             const std::string& algorithm, const std::vector<double>& before) {
  const Sets context = context_of(key);
  const Sets sets = small(algorithm) + context;
  const Sets other = {key + "=" + other_value(key, value)};
  const std::string env = environment_of(key);
  const bool is_usual = context.empty() && env == "forage";
  return third_update(sets + other, env) != (is_usual ? before : third_update(sets, env));
}

}  // namespace

TEST_CASE("every key can be set, is read back, and changes nothing else") {
  for (const AlgorithmEntry& algorithm : algorithms()) {
    const Values usual = values_of(experiment("forage", {"algorithm=" + algorithm.name}));
    CHECK(usual.size() == config_keys().size() + wrappers().size() + algorithm.options.size());
    for (const auto& [key, value] : usual) {
      INFO(key);
      const Sets context = key.starts_with("wrap.") ? context_of(key) : Sets{};
      const Sets chosen = Sets{"algorithm=" + algorithm.name} + context;
      const Values before = values_of(experiment("forage", chosen));
      const ExperimentConfig config =
          experiment("forage", chosen + Sets{key + "=" + other_value(key, value)});
      CHECK(write_config(parsed(write_config(config))) == write_config(config));
      const Values after = values_of(config);
      REQUIRE(after.size() == before.size());
      for (const auto& [other, text] : before) CHECK((after.at(other) == text) == (other != key));
    }
  }
}

TEST_CASE("every key of policy, learner and wrappers changes what is learned") {
  const std::vector<double> before = third_update(small("ppo"));
  CHECK(third_update(small("ppo")) == before);
  for (const auto& [key, value] : values_of(experiment("forage", small("ppo")))) {
    if (!concerns_the_learner(key)) continue;
    INFO(key << "=" << other_value(key, value));
    CHECK(changes_what_is_learned(key, value, "ppo", before));
  }
}

TEST_CASE("every other algorithm changes what is learned, and so does each of its options") {
  const std::vector<double> ppo = third_update(small("ppo"));
  for (const AlgorithmEntry& algorithm : algorithms()) {
    if (algorithm.name == "ppo") continue;
    const std::vector<double> before = third_update(small(algorithm.name));
    CHECK(before != ppo);
    for (const auto& [key, value] : values_of(experiment("forage", small(algorithm.name)))) {
      if (!key.starts_with(algorithm.name + ".")) continue;
      INFO(key << "=" << other_value(key, value));
      CHECK(changes_what_is_learned(key, value, algorithm.name, before));
    }
  }
}

}  // namespace saccade

#include "experiments/export/exported_policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "agents/kind_learner.h"
#include "agents/policy/policy.h"
#include "envs/episode/spec_check.h"
#include "envs/spaces/space_reading.h"
#include "experiments/config/config_schema.h"
#include "experiments/config/config_toml.h"

namespace saccade {

namespace {

/// The keys of a policy in a run's configuration; what else is in it is of no matter here.
ExperimentConfig policy_keys(const std::string& config_text, const std::string& name) {
  ExperimentConfig config;
  for (const TomlEntry& entry : parse_toml(config_text, name).entries) {
    const bool wanted = entry.key.starts_with("policy.") || entry.key == "rollout.scale_rewards";
    if (!wanted) continue;
    for (const ConfigKey& key : config_keys()) {
      if (entry.key == key.name) set_field(key, entry.value, config);
    }
  }
  return config;
}

const KindDescription& find_kind(const Checkpoint& checkpoint, const std::string& kind) {
  if (kind.empty() && checkpoint.kinds.size() == 1) return checkpoint.kinds.front();
  std::vector<std::string> names;
  for (const KindDescription& each : checkpoint.kinds) {
    if (each.name == kind && !kind.empty()) return each;
    names.push_back(each.name);
  }
  if (names.size() == 1 && names.front().empty()) {
    throw Error(
        fmt::format("found the agent kind '{}', but there is only one, without a name", kind));
  }
  throw Error(fmt::format("found {}, wanted one of {}",
                          kind.empty() ? "no agent kind" : "the agent kind '" + kind + "'",
                          fmt::join(names, ", ")));
}

AgentKind read_kind(const KindDescription& description, const std::string& env_id) {
  EnvironmentSpec spec{.id = env_id, .max_steps = kNoLimit};
  AgentKind& kind = spec.kinds.front();
  kind.name = description.name;
  kind.observation = read_observation_space(description.observation);
  kind.action = read_action_space(description.action);
  check_spec(spec);
  return kind;
}

/// Of that kind, without its name; throws Error unless they are those of such a network.
TensorMap checked_tensors(const TensorMap& all, const AgentKind& kind, const PolicyConfig& config) {
  TensorMap own;
  const std::string prefix = kind.prefix();
  for (const auto& [name, tensor] : all) {
    if (name.starts_with(prefix)) own.emplace(name.substr(prefix.size()), tensor);
  }
  Policy policy(kind.observation, kind.action, config, 0);
  policy.load(own);
  return policy.tensors();
}

}  // namespace

FeatureScales feature_scales(const ExportedPolicy& policy, const std::string& type) {
  constexpr double kSmallestVariance = 1e-4;  // As Normaliser has it.
  const std::string name = "observation." + type;
  FeatureScales scales;
  for (const double mean : read_tensor<double>(policy.tensors, name + ".mean"))
    scales.mean.push_back(static_cast<float>(mean));
  for (const double variance : read_tensor<double>(policy.tensors, name + ".variance"))
    scales.scale.push_back(
        static_cast<float>(1 / std::sqrt(std::max(variance, kSmallestVariance))));
  return scales;
}

ExportedPolicy exported_policy(const Checkpoint& checkpoint, const std::filesystem::path& file,
                               const std::string& kind) {
  try {
    const ExperimentConfig config = policy_keys(checkpoint.config, "its configuration");
    ExportedPolicy policy{.env_id = checkpoint.env_id,
                          .step = checkpoint.step,
                          .kind = read_kind(find_kind(checkpoint, kind), checkpoint.env_id),
                          .config = config.learner.policy};
    policy.tensors = checked_tensors(checkpoint.tensors, policy.kind, policy.config);
    if (config.learner.rollout.scale_rewards)
      policy.value_unit = unit_of_values(checkpoint.tensors, policy.kind);
    return policy;
  } catch (const Error& error) {
    throw Error(fmt::format("checkpoint '{}': {}", file.string(), error.what()), error.kind());
  }
}

}  // namespace saccade

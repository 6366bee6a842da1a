#include "determinism/determinism_cases.h"

#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/learner.h"
#include "envs/episode/digest.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"
#include "support/crew.h"
#include "support/rollout.h"

namespace saccade::testing {
namespace {

PolicyConfig small_policy() {
  PolicyConfig policy;
  policy.encoder = {.width = 24, .heads = 2};  // No multiple of 16 lanes.
  policy.value_gain = 1;                       // So that the first rollout has values.
  return policy;
}

/// In four shards of eight environments.  No bits follow from defaults that are found by measuring
/// what is learned.
LearnerConfig small_learner(const DeterminismCase& run) {
  LearnerConfig config;
  config.policy = run.policy;
  config.rollout.envs = 32;
  config.rollout.horizon = 16;
  config.rollout.scale_rewards = true;
  config.optimiser.learning_rate = 3e-4F;
  config.algorithm = AlgorithmConfig(run.algorithm);
  config.algorithm.options.set("entropy_coefficient", 0.01);
  config.algorithm.options.set("entropy_coefficient_final", 0.01);
  if (run.algorithm != "ppo") return config;
  config.algorithm.options.set("epochs", 2);
  config.algorithm.options.set("minibatches", 3);
  config.algorithm.options.set("value_clip", 0.2);
  return config;
}

using Change = void (*)(nn::EncoderConfig&);

DeterminismCase variant(const std::string& env, const OptionList& options, const std::string& what,
                        Change change) {
  DeterminismCase run{env + ' ' + what, [=] { return make_builtin(env, options); }, small_policy()};
  change(run.policy.encoder);
  return run;
}

// With a block in which every token queries, so that kinds differ from one another.
DeterminismCase attending(const std::string& what, Change change) {
  DeterminismCase run = variant("forage", {}, what, change);
  run.policy.encoder.self_attention_blocks = 1;
  return run;
}

std::vector<DeterminismCase> encoders() {
  return {
      variant("forage", {}, "mean_pool", [](auto& e) { e.kind = nn::EncoderKind::kMeanPool; }),
      variant("forage", {}, "max_pool", [](auto& e) { e.kind = nn::EncoderKind::kMaxPool; }),
      variant("pendulum", {}, "mlp", [](auto& e) { e.kind = nn::EncoderKind::kMlp; }),
      variant("pendulum", {}, "tanh", [](auto& e) { e.activation = nn::Activation::kTanh; }),
      variant("forage", {}, "gelu", [](auto& e) { e.activation = nn::Activation::kGelu; }),
  };
}

// In the order of the table.
std::vector<DeterminismCase> kinds() {
  std::vector<DeterminismCase> cases;
  for (const nn::AttentionKind& kind : nn::attention_kinds()) {
    cases.push_back(attending(kind.name, [](auto&) {}));
    cases.back().policy.encoder.attention.kind = &kind;
  }
  return cases;
}

std::vector<DeterminismCase> options() {
  return {
      attending("pair_bias", [](auto& e) { e.attention.pair_bias = true; }),
      attending("pair_value", [](auto& e) { e.attention.pair_value = true; }),
      attending("dropout", [](auto& e) { e.attention.dropout = 0.1F; }),
      attending("fourier", [](auto& e) { e.position.kind = nn::PositionKind::kFourier; }),
      attending("sinusoidal", [](auto& e) { e.position.kind = nn::PositionKind::kSinusoidal; }),
      attending("mlp embedding", [](auto& e) { e.embedding = nn::EmbeddingKind::kMlp; }),
  };
}

std::vector<DeterminismCase> hidden_layers() {
  DeterminismCase run = variant("forage", {}, "hidden layers", [](auto&) {});
  run.policy.actor_hidden = {20, 12};
  run.policy.critic_hidden = {28};
  run.policy.value_gain = 0.5F;
  return {run};
}

std::vector<DeterminismCase> sensors() {
  const OptionList rays_and_image = {{"rays", 12}, {"image", true}};
  return {
      variant("forage", rays_and_image, "joint sensors", [](auto&) {}),
      variant("forage", rays_and_image, "cross sensors",
              [](auto& e) { e.fusion = nn::Fusion::kCross; }),
  };
}

// The default distribution is that of the environments' own rows.
std::vector<DeterminismCase> distributions() {
  std::vector<DeterminismCase> cases;
  for (const ContinuousKind& kind : continuous_kinds()) {
    if (&kind == default_continuous_kind()) continue;
    cases.push_back(variant("lunar-lander-continuous", {}, kind.name, [](auto&) {}));
    cases.back().policy.heads.continuous.distribution = &kind;
  }
  cases.push_back(variant("lunar-lander-continuous", {}, "gsde", [](auto&) {}));
  cases.back().policy.heads.continuous.deviation = Deviation::kGsde;
  cases.back().policy.heads.continuous.noise_every = 5;  // Rollouts end in the middle of it.
  return cases;
}

std::vector<DeterminismCase> frames() {
  DeterminismCase posed = variant("minefield", {}, "pose", [](auto& e) {
    e.attention.pair_bias = true;
    e.position.kind = nn::PositionKind::kFourier;
  });
  posed.policy.frame = ObservationFrame::kPose;
  return {posed};
}

// Its third update learns from a rollout that is recomputed by newer parameters.
std::vector<DeterminismCase> lagging() {
  DeterminismCase run = variant("forage", {}, "vtrace with memory", [](auto&) {});
  run.algorithm = "vtrace";
  run.policy.memory.kind = nn::find_memory_kind("gru");
  run.policy.memory_sequence = 8;
  return {run};
}

// Central critics, without and with memory.
std::vector<DeterminismCase> teams() {
  std::vector<DeterminismCase> cases;
  for (const char* memory : {"none", "gru"}) {
    DeterminismCase run{std::string("crew central ") + memory,
                        [] { return std::make_unique<Crew>(); }, small_policy()};
    run.policy.critic = CriticScope::kCentral;
    run.policy.memory.kind = nn::find_memory_kind(memory);
    if (run.policy.memory.kind != nn::default_memory_kind()) run.policy.memory_sequence = 8;
    cases.push_back(run);
  }
  return cases;
}

// All but the learning rate, which says nothing.
void add_metrics(const UpdateMetrics& metrics, Digest& digest) {
  for (const Metric& metric : metrics.values) {
    if (metric.name != "learning_rate") digest.add(metric.value);
  }
}

}  // namespace

std::vector<DeterminismCase> determinism_cases() {
  std::vector<DeterminismCase> cases;
  Registry registry;
  add_builtin_environments(registry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    const std::string id = entry.id;
    cases.push_back({id, [id] { return make_builtin(id, {}); }, small_policy()});
  }
  for (const auto& more : {encoders(), kinds(), options(), hidden_layers(), sensors(),
                           distributions(), frames(), lagging(), teams()}) {
    cases.insert(cases.end(), more.begin(), more.end());
  }
  return cases;
}

std::uint64_t bits_of_run(const DeterminismCase& run, int threads) {
  constexpr int kUpdates = 3;
  constexpr std::int64_t kTotalSteps = 4096;
  Learner learner(run.factory, small_learner(run), kTotalSteps, 1, threads);
  Digest digest;
  for (int i = 0; i < kUpdates; ++i) add_metrics(learner.update(), digest);
  for (const EpisodeSummary& episode : learner.take_episodes()) digest.add(episode.mean_return());
  for (const auto& [name, tensor] : learner.policies().tensors()) {
    digest.add(name);
    for (const std::byte byte : tensor.bytes) digest.add(static_cast<std::uint8_t>(byte));
  }
  return digest.value();
}

}  // namespace saccade::testing

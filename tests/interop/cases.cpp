#include "cases.h"

#include "agents/heads/continuous/continuous_kinds.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::interop {
namespace {

using Settings = std::vector<std::string>;

Settings of_kind(const nn::AttentionKind& kind, const Settings& more) {
  Settings settings = {std::string("policy.attention.kind=") + kind.name};
  if (kind.keeps_k) settings.emplace_back("policy.attention.k=3");
  if (kind.is_local) settings.emplace_back("policy.attention.neighbours=4");
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

// Every kind, without and with blocks before the readout, sensors in the set and beside it.
void add_kinds(std::vector<Case>& cases) {
  for (const nn::AttentionKind& kind : nn::attention_kinds()) {
    for (const std::string blocks : {"0", "2"}) {
      for (const std::string fusion : {"joint", "cross"}) {
        cases.push_back(
            {kind.name + ("-" + blocks) + "-" + fusion,
             of_kind(kind, {"policy.attention.self_blocks=" + blocks, "policy.fusion=" + fusion})});
      }
    }
  }
}

// What only some kinds heed.
void add_options_of_kind(const nn::AttentionKind& kind, std::vector<Case>& cases) {
  const std::string name = kind.name;
  const std::string setting = "policy.attention.kind=" + name;
  const std::string block = "policy.attention.self_blocks=1";
  if (kind.scores_pairs) {
    cases.push_back({name + "-pair-bias", of_kind(kind, {block, "policy.fusion=cross",
                                                         "policy.attention.pair_bias=true"})});
    cases.push_back({name + "-pair-value", of_kind(kind, {block, "policy.fusion=cross",
                                                          "policy.attention.pair_value=true"})});
    cases.push_back({name + "-pair-readout", of_kind(kind, {"policy.attention.pair_bias=true",
                                                            "policy.attention.pair_value=true"})});
  }
  if (kind.scales) {
    cases.push_back({name + "-unscaled", of_kind(kind, {block, "policy.attention.scale=false"})});
  }
  if (!kind.is_local) return;
  cases.push_back({name + "-small-patches", {setting, block, "policy.image_patch=1"}});
  for (const std::string fusion : {"joint", "cross"}) {
    cases.push_back({name + "-radius-" + fusion,
                     {setting, block, "policy.attention.radius=3", "policy.fusion=" + fusion}});
  }
}

void add_positions(std::vector<Case>& cases) {
  for (const std::string position : {"learned_index", "sinusoidal", "fourier"}) {
    cases.push_back({"position-" + position,
                     {"policy.position=" + position, "policy.attention.self_blocks=1"}});
  }
  cases.push_back({"position-fourier-world",
                   {"policy.position=fourier", "policy.position_relative=false",
                    "policy.position_wavelength=50", "policy.fusion=cross"}});
  cases.push_back({"position-sinusoidal-odd-width",
                   {"policy.position=sinusoidal", "policy.width=15", "policy.attention.heads=3"}});
}

void add_other_options(std::vector<Case>& cases) {
  const Settings options = {"policy.activation=gelu",       "policy.activation=tanh",
                            "policy.mlp_ratio=3",           "policy.attention.heads=1",
                            "policy.separate_value=true",   "policy.normalise_observations=false",
                            "policy.image_patch=1",         "policy.image_patch=2",
                            "policy.image_patch=3",         "policy.attention.dropout=0.3",
                            "policy.observation_clip=0.75", "policy.embedding=mlp"};
  for (const std::string& option : options) {
    cases.push_back(
        {option.substr(option.find('.') + 1), {"policy.attention.self_blocks=1", option}});
  }
}

void add_other_encoders(std::vector<Case>& cases) {
  for (const std::string activation : {"relu", "gelu", "tanh"}) {
    const std::string setting = "policy.activation=" + activation;
    for (const std::string encoder : {"mean_pool", "max_pool"}) {
      cases.push_back({encoder + "-" + activation,
                       {"policy.encoder=" + encoder, setting, "policy.separate_value=true"}});
    }
    cases.push_back({"embedding-mlp-" + activation, {"policy.embedding=mlp", setting}});
    cases.push_back({"mlp-" + activation, {"policy.encoder=mlp", setting}, World::kFixed});
  }
  cases.push_back(
      {"mlp-separate-value", {"policy.encoder=mlp", "policy.separate_value=true"}, World::kFixed});
  cases.push_back({"attention-fixed", {"policy.attention.self_blocks=1"}, World::kFixed});
}

void add_memories(std::vector<Case>& cases) {
  for (const nn::MemoryKind& kind : nn::memory_kinds()) {
    if (kind.make_float == nullptr) continue;
    const std::string name = kind.name;
    Settings settings = {"policy.memory=" + name};
    if (kind.attends) {
      settings.emplace_back("policy.memory_length=3");
      settings.emplace_back("policy.memory_heads=2");
    }
    cases.push_back({"memory-" + name, settings});
    settings.emplace_back("policy.separate_value=true");
    cases.push_back({"memory-" + name + "-separate-value", settings});
  }
}

void add_distributions(std::vector<Case>& cases) {
  for (const ContinuousKind& kind : continuous_kinds()) {
    const std::string name = kind.name;
    const std::string setting = "policy.continuous.distribution=" + name;
    cases.push_back({"distribution-" + name, {setting}});
    cases.push_back({"distribution-" + name + "-partial",
                     {setting, "policy.separate_value=true"},
                     World::kPartial});
    for (const std::string deviation : {"fixed", "state", "gsde"}) {
      if (!kind.has_deviation) continue;
      cases.push_back(
          {"distribution-" + name + "-" + deviation,
           {setting, "policy.continuous.deviation=" + deviation, "policy.initial_log_std=-0.3"}});
    }
  }
}

// Noise that is a function of what hidden layers give out.
void add_state_noise(std::vector<Case>& cases) {
  Settings gsde = {"policy.continuous.deviation=gsde", "policy.continuous.noise_every=0",
                   "policy.continuous.learn_features=true", "policy.actor_hidden=[12]"};
  cases.push_back({"gsde-hidden", gsde});
  gsde.emplace_back("policy.separate_value=true");
  cases.push_back({"gsde-partial", gsde, World::kPartial});
}

// Hidden layers between the vectors of encoders or memories and what is made of them.
void add_hidden_layers(std::vector<Case>& cases) {
  const std::string actor = "policy.actor_hidden=[20, 12]", critic = "policy.critic_hidden=[9]";
  const std::string separate = "policy.separate_value=true";
  cases.push_back({"hidden", {actor, critic}});
  cases.push_back({"hidden-actor", {actor, "policy.activation=gelu"}});
  cases.push_back({"hidden-critic", {critic, "policy.activation=tanh", separate}});
  cases.push_back({"hidden-memory", {actor, critic, separate, "policy.memory=lstm"}});
  cases.push_back({"hidden-mlp", {actor, critic, "policy.encoder=mlp"}, World::kFixed});
  cases.push_back({"hidden-partial", {actor, critic, separate}, World::kPartial});
}

// Entities for the critic alone, entities without features, heads that are absent at times.
void add_partial_worlds(std::vector<Case>& cases) {
  const Settings critic = {"policy.separate_value=true"};
  cases.push_back({"partial", critic, World::kPartial});
  cases.push_back(
      {"partial-embedding-mlp",
       {"policy.separate_value=true", "policy.embedding=mlp", "policy.encoder=max_pool"},
       World::kPartial});
  cases.push_back({"partial-blocks",
                   {"policy.separate_value=true", "policy.attention.self_blocks=2",
                    "policy.fusion=cross", "policy.attention.pair_bias=true"},
                   World::kPartial});
}

// A policy for each of two kinds of agents.
void add_two_kinds(std::vector<Case>& cases) {
  cases.push_back(
      {"two-kinds", {"policy.memory=gru", "policy.separate_value=true"}, World::kTwoKinds});
}

// What a central critic says of an agent alone.
void add_central_critics(std::vector<Case>& cases) {
  const std::string central = "policy.critic=central", separate = "policy.separate_value=true";
  cases.push_back({"critic-central", {central, "policy.attention.kind=cosine"}});
  cases.push_back({"critic-central-pool",
                   {central, "policy.encoder=mean_pool", "policy.critic_hidden=[9]", separate}});
  cases.push_back({"critic-central-memory", {central, separate, "policy.memory=gru"}});
  cases.push_back({"critic-central-kinds", {central, separate}, World::kTwoKinds});
}

// The agent's own frame, and all that reads places in it.
void add_frames(std::vector<Case>& cases) {
  for (const std::string frame : {"world", "position", "pose"}) {
    const std::string setting = "policy.frame=" + frame, block = "policy.attention.self_blocks=1";
    cases.push_back({"frame-" + frame,
                     {setting, block, "policy.attention.pair_bias=true",
                      "policy.attention.pair_value=true", "policy.position=fourier"},
                     World::kPlaced});
    cases.push_back({"frame-" + frame + "-local",
                     {setting, block, "policy.attention.kind=local", "policy.attention.radius=4",
                      "policy.fusion=cross", "policy.normalise_observations=false"},
                     World::kPlaced});
  }
  cases.push_back({"frame-pose-mean_pool",
                   {"policy.frame=pose", "policy.encoder=mean_pool", "policy.separate_value=true"},
                   World::kPlaced});
}

}  // namespace

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  add_kinds(cases);
  for (const nn::AttentionKind& kind : nn::attention_kinds()) add_options_of_kind(kind, cases);
  add_positions(cases);
  add_other_options(cases);
  add_other_encoders(cases);
  add_memories(cases);
  add_distributions(cases);
  add_state_noise(cases);
  add_hidden_layers(cases);
  add_partial_worlds(cases);
  add_two_kinds(cases);
  add_central_critics(cases);
  add_frames(cases);
  return cases;
}

}  // namespace saccade::interop

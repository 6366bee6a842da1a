#include "experiments/onnx_policy/onnx_model.h"

#include "envs/spaces/space_description.h"
#include "experiments/export/known_kinds.h"
#include "experiments/onnx/memory.h"
#include "experiments/onnx_policy/attention_outputs.h"
#include "experiments/onnx_policy/heads.h"
#include "experiments/onnx_policy/observation.h"

namespace saccade::onnx {

namespace {

/// What the policy's encoder sees of all that is seen.
Seen without_critics_own(const Seen& all) {
  Seen seen{{}, all.origin};
  for (const TypeTokens& type : all.types) {
    if (!type.critic_only) seen.types.push_back(type);
  }
  return seen;
}

/// The state of the whole policy: that of its encoder's memory, then that of the value's.
class State {
 public:
  State(const Ports& ports, const PolicyConfig& config)
      : ports_(ports),
        config_(config),
        width_(memory_state_width(config.memory, config.encoder.width)) {
    if (width_ > 0) state_ = ports.input("state", Type::kFloat, {total()});
  }

  /// What heads or value read of an encoder's vector; to be called for the policy's first.
  Value remember(const Network& network, const std::string& prefix, const Value& x) {
    if (width_ == 0) return x;
    const std::int64_t begin = width_ * static_cast<std::int64_t>(next_.size());
    const Remembered remembered =
        onnx::remember(network, prefix + "memory", config_.memory, config_.encoder.width, x,
                       slice(state_, 1, begin, begin + width_));
    next_.push_back(remembered.state);
    return remembered.x;
  }
  void put_out() const {
    if (width_ > 0) ports_.output("next_state", concat(next_, 1), {total()});
  }

 private:
  std::int64_t total() const { return config_.separate_value ? 2 * width_ : width_; }

  const Ports& ports_;
  const PolicyConfig& config_;
  std::int64_t width_;
  Value state_{};
  std::vector<Value> next_;
};

/// The value [B x 1], in rewards of the environment.
Value value_of(const Network& network, const ExportedPolicy& policy, const Seen& seen,
               const Value& policy_vector, State& state) {
  const PolicyConfig& config = policy.config;
  Value x = policy_vector;
  if (config.separate_value) {
    const Encoded encoded = encode(network, "value.", config.encoder, seen);
    x = state.remember(network, "value.", encoded.readout);
  }
  if (config.critic == CriticScope::kCentral) x = see_team(network, config.encoder, x);
  x = hidden_layers(network, "value.hidden", config.encoder.activation, x);
  return linear(network, "value.head", x) * static_cast<double>(policy.value_unit);
}

void build(const Ports& ports, const ExportedPolicy& policy) {
  const PolicyConfig& config = policy.config;
  const Network network(ports.graph(), policy.tensors);
  const Seen all = read_observation(ports, policy);
  State state(ports, config);
  const Encoded encoded = encode(network, "policy.", config.encoder, without_critics_own(all));
  const Value vector = state.remember(network, "policy.", encoded.readout);
  const Value value = value_of(network, policy, all, vector, state);
  const Value readout = hidden_layers(network, "policy.hidden", config.encoder.activation, vector);
  const Value action = choose_action({ports, network, policy, all, readout, encoded.vectors});
  ports.output("action", action, {std::int64_t{action_width(policy.kind.action)}});
  ports.output("value", value, {std::int64_t{1}});
  state.put_out();
  put_out_attention(ports, encoded, config.encoder.heads);
}

}  // namespace

std::string onnx_model(const ExportedPolicy& policy, ModelForm form,
                       const std::map<std::string, std::string>& texts) {
  check_known_kinds(policy.config, "--onnx");
  Graph graph;
  build(Ports(graph, form == ModelForm::kBatch), policy);
  graph.describe("env", policy.env_id);
  graph.describe("kind", policy.kind.name);
  graph.describe("step", std::to_string(policy.step));
  graph.describe("observation", describe_space(policy.kind.observation));
  graph.describe("action", describe_space(policy.kind.action));
  for (const auto& [key, text] : texts) graph.describe(key, text);
  return graph.file(policy.env_id, SACCADE_VERSION);
}

}  // namespace saccade::onnx

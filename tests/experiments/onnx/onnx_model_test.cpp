// What an exported model takes and gives; tests/interop/check_onnx.py runs such models.
#ifdef SACCADE_WITH_ONNX
#include "experiments/onnx_policy/onnx_model.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "agents/policy/policy.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"
#include "parsed_model.h"

using saccade::onnx::ModelForm;
using saccade::onnx::onnx_model;
using saccade::testing::parse_model;
using saccade::testing::ParsedModel;
using saccade::testing::PortTexts;

namespace {

saccade::AgentKind seeing_everything() {
  saccade::AgentKind kind;
  kind.observation.types = {{"self", {"x", "y"}, 1}, {"food", {"size"}}, {"gate", {}, 2}};
  kind.observation.rays = {
      {.name = "lidar", .count = 4, .range = 8, .hits = {"wall"}, .optional = true}};
  kind.observation.images = {{.name = "view",
                              .height = 5,
                              .width = 6,
                              .channels = {"red", "green"},
                              .pixel_size = 1,
                              .optional = false}};
  kind.action = {{saccade::CategoricalHead{"move", {"left", "right"}, true},
                  saccade::ContinuousHead{"turn", {"a", "b", "c"}, {-1, 0, 0}, {1, 2, 3}, true},
                  saccade::SelectEntityHead{"pick", {1, 2}, true}}};
  return kind;
}

saccade::ExportedPolicy policy_of(const saccade::AgentKind& kind,
                                  const saccade::PolicyConfig& config) {
  const saccade::Policy policy(kind.observation, kind.action, config, 1);
  return {
      .env_id = "anywhere", .step = 3, .kind = kind, .config = config, .tensors = policy.tensors()};
}

saccade::PolicyConfig small_config() {
  saccade::PolicyConfig config;
  config.encoder.width = 8;
  config.encoder.heads = 2;
  return config;
}

ParsedModel model_of(const saccade::PolicyConfig& config, ModelForm form = ModelForm::kSingle) {
  return parse_model(onnx_model(policy_of(seeing_everything(), config), form, {}));
}

}  // namespace

TEST_CASE("A model's inputs and outputs are named after what they are", "[onnx]") {
  const ParsedModel model = model_of(small_config());
  CHECK(model.inputs == PortTexts{{"self", "float[1 2]"},
                                  {"food", "float[count_food 1]"},
                                  {"gate", "float[2 0]"},
                                  {"lidar.distances", "float[4]"},
                                  {"lidar.hits", "int64[4]"},
                                  {"lidar.present", "bool[1]"},
                                  {"view.pixels", "float[5 6 2]"},
                                  {"move.mask", "bool[2]"},
                                  {"turn.present", "bool[1]"},
                                  {"pick.mask", "bool[candidates_pick]"}});
  CHECK(model.outputs == PortTexts{{"action", "float[5]"},
                                   {"value", "float[1]"},
                                   {"move.probabilities", "float[2]"},
                                   {"turn.mean", "float[3]"},
                                   {"turn.std", "float[3]"},
                                   {"pick.probabilities", "float[candidates_pick]"},
                                   {"attention.block_1", "float[2 tokens]"},
                                   {"rollout", "float[tokens]"}});
}

TEST_CASE("A model for batches has a batch dimension everywhere, and masks of rows", "[onnx]") {
  const ParsedModel single = model_of(small_config());
  const ParsedModel batch = model_of(small_config(), ModelForm::kBatch);
  PortTexts expected = {{"food.mask", "bool[batch count_food]"}};
  for (const auto& [name, text] : single.inputs) {
    const std::size_t bracket = text.find('[') + 1;
    expected[name] = text.substr(0, bracket) + "batch " + text.substr(bracket);
  }
  CHECK(batch.inputs == expected);
  CHECK(batch.outputs.at("action") == "float[batch 5]");
  CHECK(batch.outputs.at("rollout") == "float[batch tokens]");
}

TEST_CASE("Motions are asked for where geometry is read, a state where there is memory", "[onnx]") {
  saccade::PolicyConfig config = small_config();
  config.encoder.attention.pair_bias = true;
  config.memory.kind = saccade::nn::find_memory_kind("lstm");
  config.separate_value = true;
  const ParsedModel model = model_of(config);
  CHECK(model.inputs.at("food.motion") == "float[count_food 4]");
  CHECK(model.inputs.at("lidar.heading") == "float[1]");
  CHECK(model.inputs.at("view.origin") == "float[2]");
  CHECK(model.inputs.at("state") == "float[32]");
  CHECK(model.outputs.at("next_state") == "float[32]");
}

TEST_CASE("ONNX finds no fault with any kind of attention and memory", "[onnx]") {
  for (const saccade::nn::AttentionKind& kind : saccade::nn::attention_kinds()) {
    for (const saccade::nn::MemoryKind& memory : saccade::nn::memory_kinds()) {
      saccade::PolicyConfig config = small_config();
      config.encoder.attention.kind = &kind;
      config.encoder.attention.pair_value = kind.scores_pairs;
      config.encoder.self_attention_blocks = 1;
      config.encoder.fusion = saccade::nn::Fusion::kCross;
      config.memory.kind = &memory;
      for (const ModelForm form : {ModelForm::kSingle, ModelForm::kBatch})
        CHECK_NOTHROW(model_of(config, form));
    }
  }
}

TEST_CASE("Names that are taken get a number", "[onnx]") {
  saccade::AgentKind kind = seeing_everything();
  kind.observation.types[1].name = "pick";
  kind.observation.types[2].name = "value";
  const ParsedModel model =
      parse_model(onnx_model(policy_of(kind, small_config()), ModelForm::kBatch, {}));
  CHECK(model.inputs.at("pick.mask") == "bool[batch count_pick]");
  CHECK(model.inputs.at("pick.mask_2") == "bool[batch candidates_pick]");
  CHECK(model.outputs.at("value_2") == "float[batch 1]");
}

TEST_CASE("A model carries along what its policy is", "[onnx]") {
  const saccade::ExportedPolicy policy = policy_of(seeing_everything(), small_config());
  const ParsedModel model =
      parse_model(onnx_model(policy, ModelForm::kSingle, {{"config", "[policy]\n"}}));
  CHECK(model.proto.producer_name() == "saccade");
  CHECK(model.texts.at("env") == "anywhere");
  CHECK(model.texts.at("step") == "3");
  CHECK(model.texts.at("config") == "[policy]\n");
  CHECK_THAT(model.texts.at("observation"), Catch::Matchers::Contains("\"lidar\""));
  CHECK_THAT(model.texts.at("action"), Catch::Matchers::Contains("\"pick\""));
}

TEST_CASE("A value is put out in the environment's rewards", "[onnx]") {
  saccade::ExportedPolicy policy = policy_of(seeing_everything(), small_config());
  policy.value_unit = 3;
  const ParsedModel model = parse_model(onnx_model(policy, ModelForm::kBatch, {}));
  const auto& graph = model.proto.graph();
  const auto maker_of = [&graph](const std::string& name) {
    return *std::find_if(graph.node().begin(), graph.node().end(),
                         [&name](const auto& node) { return node.output(0) == name; });
  };
  const ::onnx::NodeProto scaled = maker_of(maker_of("value").input(0));  // Past an Identity.
  REQUIRE(scaled.op_type() == "Mul");
  const auto unit =
      std::find_if(graph.initializer().begin(), graph.initializer().end(),
                   [&scaled](const auto& constant) { return constant.name() == scaled.input(1); });
  float found = 0;
  REQUIRE(unit->raw_data().size() == sizeof found);
  std::memcpy(&found, unit->raw_data().data(), sizeof found);
  CHECK(found == 3);
}
#endif

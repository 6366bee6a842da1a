// saccade bench attention: what each kind of attention costs as sets grow.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "envs/core/random.h"
#include "experiments/bench/bench_commands.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/cli/cli.h"
#include "experiments/config/experiment_config.h"
#include "nn/attention/attention_kinds.h"
#include "nn/encoders/encoder.h"

namespace saccade {

namespace {

constexpr int kFeatures = 8;
// As many sets go through the network at once as in an update of PPO
// (agents/update/policy_update.cpp).
constexpr int kMostSets = 32;
constexpr int kMostTokens = 1024;

CommandSyntax bench_attention_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench attention";
  syntax.summary =
      "Measures each kind of attention for sets of 8, 16, 32, ... entities, on one thread: an\n"
      "encoder with one self-attention block and the readout block, forward and backward. Prints\n"
      "microseconds per set, and their ratio to the set of half the size.";
  syntax.options = {
      {"kind", "NAME", "Only this kind of attention (a value of policy.attention.kind).", ""},
      {"most", "N", "Number of entities in the largest set.", "4096"},
      {"width", "N", "Width of the network.", "64"},
      {"heads", "N", "Number of attention heads.", "4"},
      {"neighbours", "N", "Neighbours for local, and scores that top_k keeps.", "16"},
      {"milliseconds", "N", "Time for each measurement.", "500"},
      {"json", "", "Print one JSON object."},
  };
  return syntax;
}

std::vector<float> random_values(int count, Rng& rng) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(rng.uniform(-1, 1));
  return values;
}

/// Sets of one agent and entities - 1 others, scattered over a square so that density stays as it
/// is.
class SetBatch {
 public:
  SetBatch(int sets, int entities)
      : sets_(sets),
        self_(random_values(sets * kFeatures, rng_)),
        others_(random_values(sets * (entities - 1) * kFeatures, rng_)),
        self_motion_(random_values(sets * 4, rng_)),
        others_motion_(random_values(sets * (entities - 1) * 4, rng_)) {
    for (int s = 0; s <= sets; ++s) {
      self_offsets_.push_back(s);
      other_offsets_.push_back(s * (entities - 1));
    }
    rows_ = {{self_.data(), kFeatures, self_offsets_.data(), self_motion_.data()},
             {others_.data(), kFeatures, other_offsets_.data(), others_motion_.data()}};
  }
  nn::EntitySets<float> view() const { return {sets_, rows_}; }

 private:
  int sets_;
  Rng rng_{1};
  std::vector<float> self_, others_, self_motion_, others_motion_;
  std::vector<std::int32_t> self_offsets_, other_offsets_;
  std::vector<nn::EntityRows<float>> rows_;
};

/// Seconds of a forward and a backward pass of one set.
double measure(const nn::EncoderConfig& config, int entities, double budget) {
  const int sets = std::clamp(kMostTokens / entities, 1, kMostSets);
  const SetBatch batch(sets, entities);
  nn::ParameterLayout layout;
  const auto encoder = nn::make_encoder<float>(
      config, {{"self", kFeatures, 1}, {"other", kFeatures, -1}}, "", layout);
  const auto pass = encoder->make_pass();
  std::vector<float> parameters(layout.size());
  std::vector<float> gradient(layout.size());
  nn::Random random(1);
  encoder->initialise(parameters.data(), random);
  Rng rng(2);
  const std::vector<float> d_readout = random_values(sets * config.width, rng);
  const double seconds = seconds_per_call(budget, [&] {
    encoder->prepare(parameters.data(), *pass);
    encoder->forward(parameters.data(), batch.view(), *pass);
    encoder->backward(parameters.data(), batch.view(), *pass, d_readout.data(), nullptr,
                      gradient.data());
  });
  return seconds / sets;
}

nn::EncoderConfig read_config(const CommandLine& line) {
  nn::EncoderConfig config;
  config.width = line.whole<int>("width", 1, 10'000);
  config.heads = line.whole<int>("heads", 1, 1'000);
  config.self_attention_blocks = 1;
  config.attention.neighbours = line.whole<int>("neighbours", 1, 100'000);
  config.attention.k = config.attention.neighbours;
  if (config.width % config.heads != 0) {
    throw Error(fmt::format("--heads: found {}, wanted a divisor of the width {}", config.heads,
                            config.width));
  }
  return config;
}

const nn::AttentionKind* kind_named(const std::string& name) {
  ExperimentConfig config;
  apply_sets(config, {"policy.attention.kind=" + name}, RegisteredEnvironments{});
  return config.learner.policy.encoder.attention.kind;
}

}  // namespace

int bench_attention_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_attention_syntax(), arguments);
  if (!line) return 0;
  nn::EncoderConfig config = read_config(*line);
  std::vector<std::string> kinds;
  for (const nn::AttentionKind& kind : nn::attention_kinds()) kinds.emplace_back(kind.name);
  if (line->given("kind")) kinds = {line->text("kind")};
  for (const std::string& kind : kinds) kind_named(kind);  // Refused before anything is printed.
  const int most = line->whole<int>("most", 8, 1 << 20);
  const double budget = line->whole<int>("milliseconds", 1, 1'000'000) / 1e3;
  const bool text = !line->given("json");
  nlohmann::ordered_json json;
  if (text) print("{:<12}{:>9}{:>14}{:>9}\n", "kind", "entities", "us per set", "ratio");
  for (const std::string& kind : kinds) {
    config.attention.kind = kind_named(kind);
    double before = 0;
    for (int entities = 8; entities <= most; entities *= 2) {
      const double microseconds = 1e6 * measure(config, entities, budget);
      json[kind][std::to_string(entities)] = microseconds;
      const std::string ratio = before > 0 ? fmt::format("{:.2f}", microseconds / before) : "";
      before = microseconds;
      if (text) print("{:<12}{:>9}{:>14.2f}{:>9}\n", kind, entities, microseconds, ratio);
    }
  }
  if (!text) print_json(json);
  return 0;
}

}  // namespace saccade

// Networks, losses and gradients against numbers that PyTorch wrote: tests/golden has the equations
// once more, in Python, and leaves the gradients to autograd.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/update/loss_gradient.h"
#include "experiments/config/experiment_config.h"
#include "experiments/files/safetensors.h"
#include "nn/attention/attention_kinds.h"

namespace saccade {
namespace {

using Json = nlohmann::json;

std::vector<std::string> case_names() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(SACCADE_GOLDEN_DATA)) {
    if (entry.path().extension() == ".safetensors") names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

ObservationSpace observation_space(const Json& json) {
  ObservationSpace space;
  for (const Json& entry : json) {
    if (entry.contains("type")) {
      space.types.push_back({entry["type"], entry["features"], entry["fixed_count"]});
    } else {
      space.rays.push_back(
          {entry["rays"], entry["count"], entry["range"], entry["hits"], entry["optional"]});
    }
  }
  return space;
}

ActionSpace action_space(const Json& json) {
  ActionSpace space;
  for (const Json& head : json) {
    if (head["kind"] == "categorical") {
      space.heads.emplace_back(CategoricalHead{head["head"], head["labels"], head["masked"]});
    } else if (head["kind"] == "continuous") {
      space.heads.emplace_back(
          ContinuousHead{head["head"], head["labels"], head["low"], head["high"]});
    } else {
      space.heads.emplace_back(SelectEntityHead{head["head"], head["types"], head["masked"]});
    }
  }
  return space;
}

/// The largest |found - wanted| / max(0.01, |wanted|); infinite where one alone is finite.
template <class Found>
double worst_error(const Found* found, const std::vector<double>& wanted) {
  double worst = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto value = static_cast<double>(found[i]);
    if (value == wanted[i]) continue;  // Both may be -inf.
    const double error = std::abs(value - wanted[i]) / std::max(0.01, std::abs(wanted[i]));
    worst = std::max(worst, std::isfinite(error) ? error : std::numeric_limits<double>::infinity());
  }
  return worst;
}

/// One fixture, and the network that it is about.
template <class T>
class Golden {
 public:
  explicit Golden(const std::string& name)
      : file_(
            read_safetensors(std::filesystem::path(SACCADE_GOLDEN_DATA) / (name + ".safetensors"))),
        config_(config_of("settings")),
        network_(observation_space(json("observation")), action_space(json("action")),
                 config_.learner.policy),
        pass_(network_.make_pass()) {
    for (const Json& entry : json("observation")) {
      add_type(entry.contains("type") ? entry["type"] : entry["rays"]);
    }
    for (const Json& head : json("action")) {
      const std::string input = "input." + head["head"].get<std::string>();
      masks_.push_back(read<std::uint8_t>(input + ".mask"));
      mask_offsets_.push_back(offsets(input));
    }
    parameters_ = flat<T, float>("parameter.");
  }

  void check_outputs() {
    const NetworkInput<T> batch = input();
    network_.prepare(parameters_.data(), pass_);
    network_.forward(parameters_.data(), batch, pass_);
    check("output.value", pass_.value.data(), pass_.value.size());
    const Json heads = json("action");
    for (std::size_t h = 0; h < heads.size(); ++h) {
      const nn::Buffer<T>& output = pass_.heads[h]->output;
      check("output." + heads[h]["head"].get<std::string>(), output.data(), output.size());
    }
    check_action_terms(batch.samples);
    for (int s = 0; s < batch.samples; ++s) check_attention(s);
  }

  /// Of every loss of the fixture: metrics, and the gradient of the mean over the samples.
  void check_losses() {
    const NetworkInput<T> batch = input();
    for (const std::string name : json("losses")) {
      const std::string loss = "loss." + name;
      const auto algorithm = make_algorithm(config_of(loss).learner.algorithm);
      std::vector<T> gradient(parameters_.size());
      network_.prepare(parameters_.data(), pass_);
      const MetricSums sums =
          add_loss_gradient(network_, parameters_.data(), batch, recorded(loss), *algorithm,
                            T{1} / static_cast<T>(batch.samples), pass_, gradient.data());
      check(loss + ".metrics", sums.values.data(), algorithm->metrics().size());
      for (const auto& entry : network_.layout().entries()) {
        check(loss + ".gradient." + entry.name, gradient.data() + entry.slice.offset,
              entry.slice.size());
      }
    }
  }

  /// The file has the network's parameters, all and no others, in their shapes.
  void check_parameters() {
    std::map<std::string, std::vector<std::int64_t>> found, wanted;
    for (const auto& [name, tensor] : file_.tensors) {
      if (name.starts_with("parameter.")) found[name] = tensor.shape;
    }
    for (const auto& entry : network_.layout().entries()) {
      wanted["parameter." + entry.name] = {entry.slice.rows, entry.slice.cols};
    }
    CHECK(found == wanted);
  }

 private:
  static constexpr double kTolerance = std::is_same_v<T, double> ? 1e-10 : 1e-3;

  Json json(const std::string& key) const { return Json::parse(file_.metadata.at(key)); }

  ExperimentConfig config_of(const std::string& key) const {
    ExperimentConfig config;
    apply_sets(config, lines_of(file_.metadata.at(key)), RegisteredEnvironments());
    return config;
  }

  template <class Stored>
  std::vector<Stored> read(const std::string& name) const {
    return read_tensor<Stored>(file_.tensors, name);
  }

  template <class Stored>
  std::vector<T> numbers(const std::string& name) const {
    const std::vector<Stored> stored = read<Stored>(name);
    std::vector<T> values;
    for (const Stored value : stored) values.push_back(static_cast<T>(value));
    return values;
  }

  std::vector<std::int32_t> offsets(const std::string& name) const {
    const std::vector<std::int64_t> stored = read<std::int64_t>(name + ".offsets");
    return {stored.begin(), stored.end()};
  }

  void add_type(const std::string& name) {
    features_.push_back(numbers<float>("input." + name + ".features"));
    motions_.push_back(numbers<float>("input." + name + ".motion"));
    widths_.push_back(
        static_cast<int>(file_.tensors.at("input." + name + ".features").shape.at(1)));
    offsets_.push_back(offsets("input." + name));
  }

  // One array for all tensors whose names begin so, as the layout has them.
  template <class Value, class Stored>
  std::vector<Value> flat(const std::string& prefix) const {
    std::vector<Value> values(network_.layout().size());
    for (const auto& entry : network_.layout().entries()) {
      const std::vector<Stored> stored =
          read_sized<Stored>(file_.tensors, prefix + entry.name, entry.slice.size());
      std::transform(stored.begin(), stored.end(),
                     values.begin() + static_cast<std::ptrdiff_t>(entry.slice.offset),
                     [](Stored value) { return static_cast<Value>(value); });
    }
    return values;
  }

  NetworkInput<T> input() const {
    NetworkInput<T> batch;
    batch.samples = static_cast<int>(offsets_[0].size()) - 1;
    batch.teams.assign_together(batch.samples);
    for (std::size_t t = 0; t < features_.size(); ++t) {
      batch.types.push_back(
          {features_[t].data(), widths_[t], offsets_[t].data(), motions_[t].data()});
    }
    for (std::size_t h = 0; h < masks_.size(); ++h) {
      batch.masks.push_back({masks_[h].data(), mask_offsets_[h].data()});
    }
    return batch;
  }

  LossBatch<T> recorded(const std::string& loss) const {
    return {.actions = read<float>("input.actions"),
            .log_probs = numbers<double>(loss + ".old_log_probs"),
            .values = numbers<double>(loss + ".old_values"),
            .advantages = numbers<double>(loss + ".advantages"),
            .returns = numbers<double>(loss + ".returns")};
  }

  template <class Found>
  void check(const std::string& name, const Found* found, std::size_t size,
             double tolerance = kTolerance) const {
    INFO(name);
    const std::vector<double> wanted = read_sized<double>(file_.tensors, name, size);
    CHECK(worst_error(found, wanted) < tolerance);
  }

  void check_action_terms(int samples) {
    const std::vector<float> actions = read<float>("input.actions");
    network_.evaluate(parameters_.data(), actions.data(), samples, pass_);
    const ActionTerms<T>& terms = pass_.terms;
    check("output.log_prob", terms.log_probs.data(), terms.log_probs.size());
    check("output.entropy", terms.entropies.data(), terms.entropies.size());
  }

  // These are handed out in single precision.
  void check_attention(int sample) {
    const std::vector<nn::AttentionMap> maps =
        network_.attention(parameters_.data(), pass_, sample);
    std::vector<std::string> layers;
    for (const nn::AttentionMap& map : maps) {
      const std::string name =
          "output.attention." + std::to_string(sample) + "." + std::to_string(layers.size());
      check(name, map.weights.data(), map.weights.size(), std::max(kTolerance, 1e-6));
      layers.push_back(map.layer);
    }
    CHECK(Json(layers) == json("layers"));
  }

  SafetensorsFile file_;
  ExperimentConfig config_;
  PolicyNetwork<T> network_;
  NetworkPass<T> pass_;
  std::vector<T> parameters_;
  std::vector<std::vector<T>> features_, motions_;  // [types]
  std::vector<int> widths_;
  std::vector<std::vector<std::int32_t>> offsets_;
  std::vector<std::vector<std::uint8_t>> masks_;  // [heads]
  std::vector<std::vector<std::int32_t>> mask_offsets_;
};

TEMPLATE_TEST_CASE("networks, losses and gradients are PyTorch's", "", double, float) {
  for (const std::string& name : case_names()) {
    DYNAMIC_SECTION(name) {
      Golden<TestType> golden(name);
      golden.check_parameters();
      golden.check_outputs();
      golden.check_losses();
    }
  }
}

TEST_CASE("PyTorch has seen every kind of attention, with and without a self block") {
  const std::vector<std::string> names = case_names();
  for (const nn::AttentionKind& kind : nn::attention_kinds()) {
    for (const std::string blocks : {"-0", "-1"}) {
      CHECK_THAT(names, Catch::VectorContains(kind.name + blocks));
    }
  }
}

TEST_CASE("PyTorch has seen every distribution of continuous actions, with every deviation") {
  const std::vector<std::string> names = case_names();
  for (const ContinuousKind& kind : continuous_kinds()) {
    const std::string name = std::string("head-") + kind.name;
    if (!kind.has_deviation) CHECK_THAT(names, Catch::VectorContains(name));
    for (const std::string deviation : {"-learned", "-fixed", "-state", "-gsde"}) {
      if (kind.has_deviation) CHECK_THAT(names, Catch::VectorContains(name + deviation));
    }
  }
}

}  // namespace
}  // namespace saccade

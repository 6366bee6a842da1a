// What holds for every algorithm, the one that is added tomorrow included.
#include "agents/algorithms/algorithms.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "agents/small_learner.h"
#include "envs/core/random.h"
#include "support/gradient_check.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Seek;

LossInput<float> random_sample(Rng& rng) {
  const auto draw = [&rng](double low, double high) {
    return static_cast<float>(rng.uniform(low, high));
  };
  LossInput<float> sample{.log_prob = draw(-3, 0),
                          .entropy = draw(0, 2),
                          .value = draw(-2, 2),
                          .old_log_prob = 0,
                          .old_value = 0,
                          .advantage = draw(-2, 2),
                          .target_return = draw(-2, 2)};
  sample.old_log_prob = sample.log_prob + draw(-0.5, 0.5);
  sample.old_value = sample.value + draw(-0.5, 0.5);
  return sample;
}

LossInput<double> in_double(const LossInput<float>& sample) {
  const auto wide = [](float number) { return static_cast<double>(number); };
  return {wide(sample.log_prob),     wide(sample.entropy),   wide(sample.value),
          wide(sample.old_log_prob), wide(sample.old_value), wide(sample.advantage),
          wide(sample.target_return)};
}

/// Another value that the option allows.
OptionValue other_value(const OptionSpec& spec) {
  const OptionValue& value = spec.default_value;
  if (spec.name == "dual_clip") return 1.25;  // It must be above 1.
  if (const auto* truth = std::get_if<bool>(&value)) return !*truth;
  if (const auto* integer = std::get_if<int>(&value)) return *integer + 1;
  if (const auto* real = std::get_if<double>(&value)) return *real == 0 ? 0.125 : *real / 2;
  for (const std::string& choice : spec.choices) {
    if (choice != std::get<std::string>(value)) return choice;
  }
  FAIL("option " << spec.name << " of a single choice");
  return value;
}

/// An algorithm as its options are by default, then with one of them after the other changed.
std::vector<AlgorithmConfig> configurations(const AlgorithmEntry& entry) {
  std::vector<AlgorithmConfig> all = {AlgorithmConfig(entry.name)};
  for (const OptionSpec& option : entry.options) {
    all.emplace_back(entry.name).options.set(option.name, other_value(option));
  }
  return all;
}

/// What an algorithm's metrics and options say that the loss is.
double loss_by_metrics(const Algorithm& algorithm, const Options& options, const MetricSums& sums) {
  double loss = 0;
  std::set<std::string> found;
  const std::vector<MetricSpec> metrics = algorithm.metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const auto coefficient = [&options](const std::string& name) {
      return static_cast<double>(static_cast<float>(options.get<double>(name)));
    };
    const std::string& name = metrics[i].name;
    if (name == "policy_loss") loss += sums.values[i];
    if (name == "value_loss") loss += coefficient("value_coefficient") * sums.values[i];
    if (name == "entropy") loss -= coefficient("entropy_coefficient") * sums.values[i];
    found.insert(name);
  }
  REQUIRE(found.contains("policy_loss"));
  REQUIRE(found.contains("value_loss"));
  REQUIRE(found.contains("entropy"));
  return loss;
}

void check_derivatives(const Algorithm& algorithm, const Options& options,
                       LossInput<double> sample) {
  MetricSums ignored;
  const LossGradient<double> gradient = algorithm.loss(sample, 1.0, ignored);
  std::vector<double> x = {sample.log_prob, sample.entropy, sample.value};
  const auto loss = [&] {
    sample.log_prob = x[0];
    sample.entropy = x[1];
    sample.value = x[2];
    MetricSums sums;
    algorithm.loss(sample, 1.0, sums);
    return loss_by_metrics(algorithm, options, sums);
  };
  testing::check_gradient(loss, x, {gradient.by_log_prob, gradient.by_entropy, gradient.by_value});
}

TEST_CASE("the derivatives of every algorithm's loss agree with differences") {
  for (const AlgorithmEntry& entry : algorithms()) {
    for (const AlgorithmConfig& config : configurations(entry)) {
      INFO(entry.name);
      const std::unique_ptr<Algorithm> algorithm = make_algorithm(config);
      Rng rng(5);  // Whose samples lie away from where a loss has a kink.
      for (int i = 0; i < 100; ++i) {
        check_derivatives(*algorithm, config.options, in_double(random_sample(rng)));
      }
    }
  }
}

TEST_CASE("every algorithm's loss is the same in single and in double precision") {
  for (const AlgorithmEntry& entry : algorithms()) {
    INFO(entry.name);
    const std::unique_ptr<Algorithm> algorithm = make_algorithm(AlgorithmConfig(entry.name));
    Rng rng(6);
    MetricSums sums, wide_sums;
    for (int i = 0; i < 100; ++i) {
      const LossInput<float> sample = random_sample(rng);
      const LossGradient<float> gradient = algorithm->loss(sample, 0.3F, sums);
      const LossGradient<double> wide = algorithm->loss(in_double(sample), 0.3, wide_sums);
      CHECK(gradient.by_log_prob == Approx(wide.by_log_prob).epsilon(1e-5));
      CHECK(gradient.by_entropy == Approx(wide.by_entropy).epsilon(1e-5));
      CHECK(gradient.by_value == Approx(wide.by_value).epsilon(1e-5));
    }
    for (std::size_t i = 0; i < MetricSums::kMost; ++i) {
      CHECK(sums.values[i] == Approx(wide_sums.values[i]).epsilon(1e-4));
    }
  }
}

TEST_CASE("a weight scales the derivatives of every algorithm's loss, not its metrics") {
  for (const AlgorithmEntry& entry : algorithms()) {
    INFO(entry.name);
    const std::unique_ptr<Algorithm> algorithm = make_algorithm(AlgorithmConfig(entry.name));
    Rng rng(7);
    MetricSums sums, weighted_sums;
    for (int i = 0; i < 100; ++i) {
      const LossInput<double> sample = in_double(random_sample(rng));
      const LossGradient<double> gradient = algorithm->loss(sample, 1.0, sums);
      const LossGradient<double> weighted = algorithm->loss(sample, 0.25, weighted_sums);
      CHECK(weighted.by_log_prob == 0.25 * gradient.by_log_prob);
      CHECK(weighted.by_entropy == 0.25 * gradient.by_entropy);
      CHECK(weighted.by_value == 0.25 * gradient.by_value);
    }
    CHECK(weighted_sums.values == sums.values);
    for (std::size_t i = algorithm->metrics().size(); i < MetricSums::kMost; ++i) {
      CHECK(sums.values[i] == 0);  // Nothing is summed that has no name.
    }
  }
}

/// Everything that a learner asks of an algorithm, as numbers.
class Behaviour {
 public:
  explicit Behaviour(const AlgorithmConfig& config) : algorithm_(make_algorithm(config)) {
    add(algorithm_->lag());
    add(algorithm_->epochs());
    add(algorithm_->minibatches());
    add(static_cast<double>(algorithm_->advantage_normalisation()));
    add(algorithm_->kl_metric() ? static_cast<double>(*algorithm_->kl_metric()) : -1);
    for (const float progress : {0.0F, 0.5F, 1.0F}) {
      algorithm_->set_progress(progress);
      add_losses();
    }
    add_targets();
    for (const double mean : {0.01, 0.1, 1.0, 10.0}) {
      MetricSums means;
      means.values.fill(mean);
      add(algorithm_->stops(means) ? 1 : 0);
    }
  }

  bool operator==(const Behaviour& other) const { return numbers_ == other.numbers_; }

 private:
  void add(double number) { numbers_.push_back(number); }

  void add_losses() {
    Rng rng(8);
    MetricSums sums;
    for (int i = 0; i < 100; ++i) {
      const LossGradient<double> gradient =
          algorithm_->loss(in_double(random_sample(rng)), 1.0, sums);
      for (const double by : {gradient.by_log_prob, gradient.by_entropy, gradient.by_value}) {
        add(by);
      }
    }
    numbers_.insert(numbers_.end(), sums.values.begin(), sums.values.end());
  }

  void add_targets() {
    const std::vector<float> rewards = {1, -2, 0.5F, 3}, values = {0.3F, -1, 2, 0.1F},
                             next_values = {-1, 0, 0.1F, 0.7F}, log_ratios = {0.5F, -1, 1, 0.2F};
    const std::vector<std::uint8_t> ended = {0, 1, 0, 0};
    Targets targets(4);
    algorithm_->estimate({1, rewards, values, next_values, ended, log_ratios}, {}, targets);
    numbers_.insert(numbers_.end(), targets.advantages.begin(), targets.advantages.end());
    numbers_.insert(numbers_.end(), targets.returns.begin(), targets.returns.end());
  }

  std::unique_ptr<Algorithm> algorithm_;
  std::vector<double> numbers_;
};

TEST_CASE("every option of every algorithm has an effect") {
  for (const AlgorithmEntry& entry : algorithms()) {
    const Behaviour usual{AlgorithmConfig(entry.name)};
    CHECK(usual == Behaviour{AlgorithmConfig(entry.name)});
    for (const OptionSpec& option : entry.options) {
      INFO(entry.name << '.' << option.name);
      CHECK_FALSE(option.help.empty());
      AlgorithmConfig changed(entry.name);
      changed.options.set(option.name, other_value(option));
      CHECK_FALSE(usual == Behaviour(changed));
    }
  }
}

TEST_CASE("every algorithm names what it reports, each name once") {
  std::set<std::string> entries;
  for (const AlgorithmEntry& entry : algorithms()) {
    INFO(entry.name);
    CHECK(entries.insert(entry.name).second);
    CHECK_FALSE(entry.summary.empty());
    LearnerConfig config;
    config.policy = testing::small_policy();
    config.rollout = testing::small_rollout();
    config.algorithm = AlgorithmConfig(entry.name);
    CHECK(make_algorithm(config.algorithm)->metrics().size() <= MetricSums::kMost);
    Learner learner(factory_of<Seek>(), config, 4000, 1, 1);
    const std::vector<std::string> names = learner.metric_names();
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    const UpdateMetrics metrics = learner.update();
    REQUIRE(metrics.values.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      CHECK(metrics.values[i].name == names[i]);
      CHECK(std::isfinite(metrics.values[i].value));
    }
  }
}

TEST_CASE("what an algorithm calls its KL divergence is one of its metrics") {
  for (const AlgorithmEntry& entry : algorithms()) {
    INFO(entry.name);
    const std::unique_ptr<Algorithm> algorithm = make_algorithm(AlgorithmConfig(entry.name));
    const std::optional<std::size_t> kl = algorithm->kl_metric();
    CHECK(kl.has_value() == (entry.name == "ppo" || entry.name == "vtrace"));
    if (kl) CHECK(algorithm->metrics().at(*kl).name == "approx_kl");
  }
}

TEST_CASE("an unknown algorithm is refused with the nearest one, or with all") {
  CHECK_THROWS_WITH(find_algorithm("a2b"),
                    Catch::Contains("found 'a2b'") && Catch::Contains("did you mean 'a2c'?"));
  CHECK_THROWS_WITH(AlgorithmConfig("dreamer"),
                    Catch::Contains("wanted one of ppo, a2c") && !Catch::Contains("did you mean"));
}

}  // namespace
}  // namespace saccade

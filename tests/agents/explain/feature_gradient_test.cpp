// The gradient by the features of what a policy reads, in double, against differences.
#include <catch2/catch.hpp>
#include <vector>

#include "agents/small_network.h"

namespace saccade {
namespace {

using testing::SmallNetwork;

double weighted(const std::vector<double>& terms) {
  double sum = 0;
  for (std::size_t s = 0; s < terms.size(); ++s)
    sum += (0.3 + 0.2 * static_cast<double>(s)) * terms[s];
  return sum;
}

void check_feature_gradient(PolicyConfig config) {
  config.feature_gradient = true;
  SmallNetwork small(config);
  for (std::size_t i = 0; i < small.states.size(); ++i) small.states[i] = 0.01 * double(i % 17);
  const NetworkInput<double> input = small.input();
  const LossBatch<double> samples = small.sample(input);
  const double* parameters = small.parameters.data();
  const auto loss = [&] {
    small.network.forward(parameters, input, small.pass);
    small.network.evaluate(parameters, samples.actions.data(), input.samples, small.pass);
    return weighted(small.pass.terms.log_probs) + weighted(small.pass.terms.entropies);
  };
  loss();
  for (std::size_t s = 0; s < SmallNetwork::kSamples; ++s) {
    small.pass.d_terms.log_probs[s] = small.pass.d_terms.entropies[s] =
        0.3 + 0.2 * static_cast<double>(s);
  }
  std::vector<std::vector<double>> slopes;
  for (std::size_t t = 0; t < 2; ++t) slopes.emplace_back(small.sets.features(t).size(), 99.0);
  const std::vector<double*> wanted = {slopes[0].data(), slopes[1].data()};
  std::vector<double> gradient(small.parameters.size()), same(small.parameters.size());
  std::fill_n(small.pass.d_value.data(), small.pass.d_value.size(), 0.0);
  small.network.want_gradient(wanted, small.pass);
  small.network.evaluate_backward(parameters, samples.actions.data(), small.pass, gradient.data());
  small.network.backward(parameters, input, small.pass, gradient.data());
  for (std::size_t t = 0; t < 2; ++t) {
    INFO("type " << t);
    testing::check_gradient(loss, small.sets.features(t), slopes[t]);
  }
  // The gradient by the parameters is the same when that by the features is not wanted.
  loss();
  small.network.want_gradient({}, small.pass);
  small.network.evaluate_backward(parameters, samples.actions.data(), small.pass, same.data());
  small.network.backward(parameters, input, small.pass, same.data());
  CHECK(same == gradient);
}

PolicyConfig smooth_config() {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2, .activation = nn::Activation::kTanh};
  return config;
}

TEST_CASE("the gradient by features agrees with differences for encoders that attend") {
  PolicyConfig config = smooth_config();
  config.encoder.self_attention_blocks = GENERATE(0, 1);
  config.encoder.embedding = GENERATE(nn::EmbeddingKind::kLinear, nn::EmbeddingKind::kMlp);
  config.separate_value = GENERATE(false, true);
  check_feature_gradient(config);
}

TEST_CASE("the gradient by features agrees with differences for pools") {
  PolicyConfig config = smooth_config();
  config.encoder.kind = GENERATE(nn::EncoderKind::kMeanPool, nn::EncoderKind::kMaxPool);
  check_feature_gradient(config);
}

TEST_CASE("the gradient by features agrees with differences through a memory") {
  PolicyConfig config = smooth_config();
  for (const nn::MemoryKind& kind : nn::memory_kinds()) {
    INFO(kind.name);
    config.memory.kind = &kind;
    check_feature_gradient(config);
  }
}

}  // namespace
}  // namespace saccade

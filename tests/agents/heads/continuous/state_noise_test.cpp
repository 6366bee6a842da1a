// Noise that is a function of features: its deviation, its samples, its gradients.
#include "agents/heads/continuous/state_noise.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <vector>

#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/heads/continuous_policy_head.h"
#include "agents/heads/held_noise.h"
#include "nn/heads/distributions.h"
#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade {
namespace {

constexpr int kWidth = 5, kDimensions = 2, kSamples = 3;

/// The formula as the header has it: log s of one dimension.
double log_std_of(const double* z, const double* log_sigma, std::size_t dimension) {
  double variance = 1e-6;
  for (std::size_t j = 0; j < kWidth; ++j) {
    variance += std::pow(z[j] * std::exp(log_sigma[j * kDimensions + dimension]), 2);
  }
  return std::log(variance) / 2;
}

struct Model {
  nn::ParameterLayout layout;
  StateNoise<double> noise{layout, "log_std", kWidth, kDimensions};
  std::vector<double> parameters = testing::random_vector(layout.size(), 4);
  std::vector<double> features = testing::random_vector(kSamples * kWidth, 6);
  StateNoisePass<double> pass;

  void forward() { noise.forward(parameters.data(), features.data(), kSamples, pass); }
  double log_std(std::size_t sample, std::size_t dimension) const {
    return pass.log_std.data()[sample * kDimensions + dimension];
  }
};

TEST_CASE("the deviation of state-dependent noise is that of a sum over the features") {
  Model model;
  for (std::size_t j = 0; j < kWidth; ++j) model.features[j] = 0;  // Of the first sample.
  model.forward();
  for (std::size_t s = 0; s < kSamples; ++s) {
    for (std::size_t i = 0; i < kDimensions; ++i) {
      const double wanted =
          log_std_of(model.features.data() + s * kWidth, model.parameters.data(), i);
      CHECK(model.log_std(s, i) == Approx(wanted).epsilon(1e-12));
    }
  }
  CHECK(model.log_std(0, 0) == Approx(std::log(1e-3)));
}

TEST_CASE("state-dependent noise begins with the deviation that is configured") {
  Model model;
  model.features.assign(model.features.size(), -1);
  model.noise.initialise(model.parameters.data(), -0.5);
  model.forward();
  CHECK(model.log_std(1, 1) == Approx(-0.5).epsilon(1e-5));
}

TEST_CASE("sampled noise has the variances and covariances that are said") {
  constexpr int kDraws = 40000;
  Model model;
  model.forward();
  Rng rng(1);
  HeldNoise held;
  using Point = std::array<double, 3>;  // Two dimensions of a sample, and one of another sample.
  Point sum{};
  std::array<Point, 3> products{};
  for (int k = 0; k < kDraws; ++k) {
    held.advance(rng, 1, model.noise.held_numbers());
    const Point x = {model.noise.noise(model.pass, 1, 0, held.numbers()),
                     model.noise.noise(model.pass, 1, 1, held.numbers()),
                     model.noise.noise(model.pass, 2, 0, held.numbers())};
    for (std::size_t a = 0; a < 3; ++a) {
      sum.at(a) += x.at(a) / kDraws;
      for (std::size_t b = 0; b < 3; ++b) products.at(a).at(b) += x.at(a) * x.at(b) / kDraws;
    }
  }
  double shared = 1e-6;  // Of the first dimension in both samples.
  for (std::size_t j = 0; j < kWidth; ++j) {
    const double sigma = std::exp(model.parameters[j * kDimensions]);
    shared += sigma * sigma * model.features[kWidth + j] * model.features[2 * kWidth + j];
  }
  const Point s = {std::exp(model.log_std(1, 0)), std::exp(model.log_std(1, 1)),
                   std::exp(model.log_std(2, 0))};
  const double error = 4 / std::sqrt(double{kDraws});
  for (std::size_t a = 0; a < 3; ++a) {
    CHECK(sum.at(a) == Approx(0).margin(error * s.at(a)));
    CHECK(products.at(a).at(a) == Approx(s.at(a) * s.at(a)).epsilon(error * std::sqrt(2.0)));
  }
  CHECK(products[0][1] == Approx(0).margin(error * s[0] * s[1]));
  CHECK(products[0][2] == Approx(shared).margin(error * std::sqrt(2.0) * s[0] * s[2]));
}

TEST_CASE("gradients of the deviation by sigma and by the features agree with differences") {
  Model model;
  const std::vector<double> weights = testing::random_vector(kSamples * kDimensions, 8);
  const auto loss = [&] {
    model.forward();
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i] * model.pass.log_std.data()[i];
    }
    return sum;
  };
  loss();
  std::copy(weights.begin(), weights.end(), model.pass.d_log_std.data());
  std::vector<double> gradient(model.parameters.size()), d_features(model.features.size());
  model.noise.backward(model.pass, kSamples, gradient.data());
  model.noise.backward_features(model.pass, kSamples, d_features.data());
  testing::check_gradient(loss, model.parameters, gradient);
  testing::check_gradient(loss, model.features, d_features);
}

/// A head of its own, fed with features; the second sample has no such head.
class Head {
 public:
  explicit Head(bool learn_features) {
    config_.continuous = {.distribution = find_continuous_kind("gaussian"),
                          .deviation = Deviation::kGsde,
                          .learn_features = learn_features};
    const ContinuousHead head{"reach", {"a", "b"}, {-1, -1}, {1, 1}};
    head_ = std::make_unique<ContinuousPolicyHead<double>>(head,
                                                           HeadContext{.observation = space_,
                                                                       .config = config_,
                                                                       .width = kWidth,
                                                                       .token_width = kWidth,
                                                                       .has_tokens = false,
                                                                       .action_begin = 0},
                                                           layout_);
    parameters_ = testing::random_vector(layout_.size(), 4);
    pass_ = head_->make_pass();
  }

  void forward(const std::vector<double>& features) {
    head_->forward(parameters_.data(), input(features), *pass_);
  }
  const double* means() const { return pass_->output.data(); }
  const double* log_sigma() const {
    return parameters_.data() + layout_.entries().back().slice.offset;
  }

  /// Of the terms' sum: by the parameters, then by the features.
  std::array<std::vector<double>, 2> gradients(const std::vector<double>& features,
                                               const std::vector<float>& actions,
                                               const ActionTerms<double>& d) {
    forward(features);
    std::array<std::vector<double>, 2> gradients = {std::vector<double>(parameters_.size()),
                                                    std::vector<double>(features.size())};
    head_->evaluate_backward(parameters_.data(), *pass_, head_->part_of(actions.data(), 2), d,
                             gradients[0].data());
    head_->backward(parameters_.data(), input(features), *pass_,
                    {.readout = gradients[1].data(), .parameters = gradients[0].data()});
    return gradients;
  }

 private:
  HeadInput<double> input(const std::vector<double>& features) const {
    return {.samples = kSamples,
            .readout = features.data(),
            .types = {},
            .mask = {&absent_, offsets_.data()}};
  }

  ObservationSpace space_ = {{{"self", {"x"}, 1}}};
  HeadConfig config_;
  nn::ParameterLayout layout_;
  std::unique_ptr<ContinuousPolicyHead<double>> head_;
  std::vector<double> parameters_;
  std::unique_ptr<HeadPass<double>> pass_;
  std::uint8_t absent_ = 0;
  std::array<std::int32_t, kSamples + 1> offsets_{0, 0, 1, 1};
};

TEST_CASE("no gradient flows through the deviation into the features unless it is asked for") {
  const bool learn_features = GENERATE(false, true);
  CAPTURE(learn_features);
  Head head(learn_features);
  std::vector<double> features = testing::random_vector(kSamples * kWidth, 6);
  const std::vector<double> fixed = features;
  const std::vector<float> actions = {0.3F, -0.7F, 0, 0, -1.25F, 0.5F};
  const ActionTerms<double> d{{0.7, 1.3, -0.4}, {0.2, 0.9, 0.6}};
  // Without it, the deviations are what they were, whatever the features become.
  const auto loss = [&] {
    head.forward(features);
    double sum = 0;
    for (const std::size_t s : {std::size_t{0}, std::size_t{2}}) {
      const double* seen = (learn_features ? features : fixed).data() + s * kWidth;
      const std::array<double, kDimensions> log_std = {log_std_of(seen, head.log_sigma(), 0),
                                                       log_std_of(seen, head.log_sigma(), 1)};
      const std::span<const double> means(head.means() + s * kDimensions, kDimensions);
      const std::span<const float> taken(actions.data() + s * kDimensions, kDimensions);
      sum += d.log_probs[s] * nn::gaussian_log_prob<double>(means, log_std, taken) +
             d.entropies[s] * nn::gaussian_entropy<double>(log_std);
    }
    return sum;
  };
  const auto [d_parameters, d_features] = head.gradients(features, actions, d);
  testing::check_gradient(loss, features, d_features);
  CHECK(d_parameters == Head(!learn_features).gradients(features, actions, d)[0]);
  CHECK(d_features != Head(!learn_features).gradients(features, actions, d)[1]);
}

}  // namespace
}  // namespace saccade

#include "nn/layers/embedding.h"

#include <Eigen/Core>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "support/gradient_check.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int kWidth = 6;
// "gate" has no features; "food" has more rows than a block of kRowBlock.
const std::vector<TokenType> kTypes = {{"self", 3, 1}, {"gate", 0, -1}, {"food", 4, -1}};
const std::vector<std::vector<int>> kCounts = {{1, 2, 200}, {1, 0, 3}, {1, 1, 0}};

struct Trial {
  ParameterLayout layout;
  Embedding<double> embedding;
  std::vector<double> parameters;
  Random random{3};
  testing::RaggedSets<double> batch{kCounts, {3, 0, 4}, random};
  TokenOrder order;
  EmbeddingPass<double> pass;
  std::vector<double> x;

  explicit Trial(EmbeddingKind kind, Activation activation = Activation::kRelu)
      : embedding(Embedding<double>::create(layout, "policy.", kTypes, kWidth, kind, activation)),
        parameters(testing::random_vector(layout.size(), 4)) {
    order.assign(batch.sets());
    x.resize(static_cast<std::size_t>(order.tokens * kWidth));
  }

  void forward() { embedding.forward(parameters.data(), batch.sets(), order, pass, x.data()); }
  Eigen::Map<const Matrix> matrix(const Slice& slice) const {
    return {parameters.data() + slice.offset, slice.rows, slice.cols};
  }
};

TEST_CASE("an embedding by a small network is layer_norm(f(features W + b)) of each type", "[nn]") {
  const auto activation = GENERATE(Activation::kRelu, Activation::kTanh);
  Trial trial(EmbeddingKind::kMlp, activation);
  trial.forward();
  for (std::size_t t = 0; t < kTypes.size(); ++t) {
    const Linear<double>& linear = trial.embedding.types[t];
    const LayerNorm<double>& norm = trial.embedding.norms[t];
    const int begin = trial.order.type_begin[t];
    for (int row = 0; row < trial.order.type_begin[t + 1] - begin; ++row) {
      Eigen::RowVectorXd hidden = trial.matrix(linear.bias).row(0);
      for (int c = 0; c < kTypes[t].width; ++c) {
        hidden += trial.batch.features(t)[static_cast<std::size_t>(row * kTypes[t].width + c)] *
                  trial.matrix(linear.weight).row(c);
      }
      Eigen::ArrayXd f = activation == Activation::kRelu ? Eigen::ArrayXd(hidden.array().max(0.0))
                                                         : Eigen::ArrayXd(hidden.array().tanh());
      f -= f.mean();
      f /= std::sqrt(f.square().mean() + 1e-5);
      for (int i = 0; i < kWidth; ++i) {
        const double wanted = f[i] * trial.matrix(norm.gain)(0, i) + trial.matrix(norm.bias)(0, i);
        CHECK(trial.x[static_cast<std::size_t>((begin + row) * kWidth + i)] ==
              Approx(wanted).epsilon(1e-10).margin(1e-12));
      }
    }
  }
}

TEST_CASE("the gradient of an embedding equals central differences", "[nn]") {
  Trial trial(GENERATE(EmbeddingKind::kLinear, EmbeddingKind::kMlp),
              GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh));
  const std::vector<double> d_x = testing::random_vector(trial.x.size(), 5);
  const auto loss = [&] {
    trial.forward();
    return std::inner_product(d_x.begin(), d_x.end(), trial.x.begin(), 0.0);
  };
  loss();
  std::vector<double> gradient(trial.parameters.size());
  trial.embedding.backward(trial.parameters.data(), trial.batch.sets(), trial.order, trial.pass,
                           d_x.data(), gradient.data());
  testing::check_slopes(loss, trial.parameters, gradient, trial.layout);
}

TEST_CASE("an embedding begins with types apart: its biases are unit vectors", "[nn]") {
  const auto kind = GENERATE(EmbeddingKind::kLinear, EmbeddingKind::kMlp);
  Trial trial(kind);
  trial.embedding.initialise(trial.parameters.data(), trial.random);
  std::set<double> first;
  for (const Linear<double>& linear : trial.embedding.types) {
    const auto bias = trial.matrix(linear.bias);
    CHECK(bias.norm() == Approx(1));
    first.insert(bias(0, 0));
  }
  CHECK(first.size() == kTypes.size());
  const double gain = kind == EmbeddingKind::kMlp ? std::sqrt(2.0) : 1;
  CHECK(trial.matrix(trial.embedding.types[2].weight).row(0).norm() == Approx(gain));
  for (const LayerNorm<double>& norm : trial.embedding.norms) {
    CHECK(trial.matrix(norm.gain).isOnes());
    CHECK(trial.matrix(norm.bias).isZero());
  }
}

}  // namespace
}  // namespace saccade::nn

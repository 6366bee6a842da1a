#include <Eigen/Core>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "nn/kernels/row_ops.h"
#include "nn/layers/activation.h"
#include "nn/layers/initialise.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/linear.h"
#include "nn/layers/mlp.h"
#include "support/allocations.h"
#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using testing::random_vector;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double inner(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST_CASE("an orthogonal weight has orthonormal rows or columns times its gain", "[nn]") {
  const auto [rows, cols] = GENERATE(table<int, int>({{5, 9}, {9, 5}, {6, 6}}));
  ParameterLayout layout;
  const Slice slice = layout.add("w", rows, cols);
  std::vector<double> parameters(layout.size());
  Random random(2);
  fill_orthogonal(parameters.data(), slice, random, 3);
  const Eigen::Map<const Matrix<double>> w(parameters.data(), rows, cols);
  const Matrix<double> gram =
      rows < cols ? Matrix<double>(w * w.transpose()) : Matrix<double>(w.transpose() * w);
  CHECK(gram.isApprox(9 * Matrix<double>::Identity(gram.rows(), gram.cols()), 1e-12));
}

TEST_CASE("an orthogonal weight does not depend on the caches of the processor", "[nn]") {
  ParameterLayout layout;
  const Slice slice = layout.add("w", 64, 64);
  std::vector<double> parameters(layout.size());
  Random random(2);
  fill_orthogonal(parameters.data(), slice, random, 1);
  CHECK(Eigen::l1CacheSize() == 32 * 1024);  // Eigen sums in an order that these decide.
  CHECK(Eigen::l2CacheSize() == 256 * 1024);
  CHECK(Eigen::l3CacheSize() == 2048 * 1024);
}

TEST_CASE("a linear layer computes x W + b and its gradients", "[nn]") {
  const int rows = GENERATE(0, 1, 7);
  ParameterLayout layout;
  const auto linear = Linear<double>::create(layout, "l", 5, 3);
  std::vector<double> parameters = random_vector(layout.size(), 1);
  std::vector<double> x = random_vector(static_cast<std::size_t>(rows) * 5, 2);
  const std::vector<double> d_y = random_vector(static_cast<std::size_t>(rows) * 3, 3);
  std::vector<double> y(d_y.size());
  const auto loss = [&] {
    linear.forward(parameters.data(), x.data(), rows, y.data());
    return inner(d_y, y);
  };
  loss();
  if (rows > 0) {
    double expected = parameters[linear.bias.offset + 2];
    for (std::size_t i = 0; i < 5; ++i)
      expected += x[i] * parameters[linear.weight.offset + 3 * i + 2];
    CHECK(y[2] == Approx(expected).epsilon(1e-12));
  }
  std::vector<double> gradient(layout.size());
  std::vector<double> d_x(x.size());
  linear.backward(parameters.data(), x.data(), d_y.data(), rows, d_x.data(), gradient.data());
  testing::check_gradient(loss, parameters, gradient);
  testing::check_gradient(loss, x, d_x);
}

TEST_CASE("layer normalisation gives rows of mean 0 and variance 1, and its gradients", "[nn]") {
  const int width = GENERATE(1, 5, 16, 37);
  const int rows = GENERATE(3, 70);
  ParameterLayout layout;
  const auto norm = LayerNorm<double>::create(layout, "n", width);
  std::vector<double> parameters(layout.size());
  norm.initialise(parameters.data());
  const auto size = static_cast<std::size_t>(rows * width);
  std::vector<double> x = random_vector(size, 5);
  const std::vector<double> d_y = random_vector(size, 6);
  std::vector<double> y(size);
  LayerNormPass<double> pass;
  const auto loss = [&] {
    norm.forward(parameters.data(), x.data(), rows, pass, y.data());
    return inner(d_y, y);
  };
  loss();
  if (width > 1) {
    const Eigen::Map<const Eigen::ArrayXd> row(y.data(), width);
    CHECK(row.mean() == Approx(0).margin(1e-12));
    CHECK(row.square().mean() == Approx(1).epsilon(1e-3));
  }
  for (double& value : parameters) value += 0.3;
  loss();
  std::vector<double> gradient(layout.size());
  std::vector<double> d_x(size);
  norm.backward(parameters.data(), pass, d_y.data(), rows, d_x.data(), gradient.data());
  testing::check_gradient(loss, parameters, gradient);
  testing::check_gradient(loss, x, d_x);

  const std::vector<double> d_normalised = random_vector(size, 7);
  const auto loss_of_both = [&] {
    norm.forward(parameters.data(), x.data(), rows, pass, y.data());
    return inner(d_y, y) + std::inner_product(d_normalised.begin(), d_normalised.end(),
                                              pass.normalised.data(), 0.0);
  };
  loss_of_both();
  norm.backward(parameters.data(), pass, d_y.data(), rows, d_x.data(), gradient.data(),
                d_normalised.data());
  testing::check_gradient(loss_of_both, x, d_x);
}

TEST_CASE("activations and their slopes", "[nn]") {
  const auto activation = GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh);
  std::vector<double> x = random_vector(29, 8);
  const std::vector<double> d_y = random_vector(29, 9);
  std::vector<double> y(29);
  const auto loss = [&] {
    activate(activation, x.data(), x.size(), y.data());
    return inner(d_y, y);
  };
  loss();
  std::vector<double> d_x(29);
  activate_backward(activation, x.data(), y.data(), d_y.data(), x.size(), d_x.data());
  testing::check_gradient(loss, x, d_x);
}

TEST_CASE("activations at known points", "[nn]") {
  const std::vector<double> x = {-1, 0, 2};
  std::vector<double> y(3);
  activate(Activation::kRelu, x.data(), 3, y.data());
  CHECK(y == std::vector<double>{0, 0, 2});
  activate(Activation::kTanh, x.data(), 3, y.data());
  CHECK(y[2] == Approx(0.9640275801).epsilon(1e-9));
  activate(Activation::kGelu, x.data(), 3, y.data());
  CHECK(y[0] == Approx(-0.1588080094).epsilon(1e-9));
  CHECK(y[2] == Approx(1.9545976941).epsilon(1e-9));
}

TEST_CASE("a linear layer's output and gradient have an epilogue", "[nn]") {
  constexpr int kRows = 7;
  ParameterLayout layout;
  const auto linear = Linear<double>::create(layout, "l", 5, 3);
  const std::vector<double> parameters = random_vector(layout.size(), 1);
  const std::vector<double> x = random_vector(kRows * 5, 2), d_y = random_vector(kRows * 3, 3);
  const std::vector<double> residual = random_vector(kRows * 5, 4);
  std::vector<double> plain(kRows * 3), finished(kRows * 3), d_plain(kRows * 5),
      d_finished(d_plain);
  std::vector<double> gradient(layout.size());
  linear.forward(parameters.data(), x.data(), kRows, plain.data());
  linear.forward(parameters.data(), x.data(), kRows, finished.data(),
                 {.residual = residual.data(), .residual_stride = 3});
  linear.backward(parameters.data(), x.data(), d_y.data(), kRows, d_plain.data(), gradient.data());
  linear.backward(parameters.data(), x.data(), d_y.data(), kRows, d_finished.data(),
                  gradient.data(), {.residual = residual.data(), .residual_stride = 5});
  for (std::size_t i = 0; i < plain.size(); ++i)
    CHECK(finished[i] == Approx(plain[i] + residual[i]));
  for (std::size_t i = 0; i < d_plain.size(); ++i) {
    CHECK(d_finished[i] == Approx(d_plain[i] + residual[i]));
  }
}

TEST_CASE("a perceptron's gradients", "[nn]") {
  const auto activation = GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh);
  ParameterLayout layout;
  const auto mlp = Mlp<double>::create(layout, "m", 4, 6, 3, activation);
  std::vector<double> parameters = random_vector(layout.size(), 1);
  std::vector<double> x = random_vector(8, 2);
  const std::vector<double> d_y = random_vector(6, 3);
  std::vector<double> y(6);
  MlpPass<double> pass;
  const auto loss = [&] {
    mlp.forward(parameters.data(), x.data(), 2, pass, y.data());
    return inner(d_y, y);
  };
  loss();
  std::vector<double> gradient(layout.size());
  std::vector<double> d_x(8);
  mlp.backward(parameters.data(), x.data(), pass, d_y.data(), 2, d_x.data(), gradient.data());
  for (const auto& entry : layout.entries()) CHECK(entry.slice.offset % 16 == 0);
  testing::check_gradient(loss, x, d_x);
  testing::check_gradient(loss, parameters, gradient);
}

TEST_CASE("softmax survives large scores and its rows sum to one", "[nn]") {
  std::vector<float> x(21, 1000.0F);
  x[4] = 1010;
  softmax_row(x.data(), 21);
  CHECK(std::accumulate(x.begin(), x.end(), 0.0F) == Approx(1).epsilon(1e-5));
  CHECK(x[4] > 0.99F);
}

TEST_CASE("allocations are counted", "[nn]") {
  const std::size_t before = testing::allocations();
  void* volatile from_malloc = std::malloc(100);
  int* volatile from_new = new int[3];
  const std::size_t after = testing::allocations();
  std::free(from_malloc);
  delete[] from_new;
  CHECK(after == before + 2);
}

}  // namespace
}  // namespace saccade::nn

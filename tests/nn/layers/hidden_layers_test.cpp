#include "nn/layers/hidden_layers.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/allocations.h"
#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

using testing::random_vector;

constexpr int kRows = 3, kIn = 4;

struct Trial {
  ParameterLayout layout;
  HiddenLayers<double> hidden;
  std::vector<double> parameters, x = random_vector(kRows * kIn, 2);
  HiddenLayersPass<double> pass;

  explicit Trial(const std::vector<int>& widths, Activation activation = Activation::kGelu)
      : hidden(HiddenLayers<double>::create(layout, "h", kIn, widths, activation)),
        parameters(random_vector(layout.size(), 1)) {}

  void forward() { hidden.forward(parameters.data(), x.data(), kRows, pass); }
};

TEST_CASE("hidden layers are f(x W + b) one after the other", "[nn]") {
  const auto activation = GENERATE(Activation::kRelu, Activation::kTanh);
  Trial trial({5, 2}, activation);
  REQUIRE(trial.layout.entries().size() == 4);
  CHECK(trial.layout.entries()[0].name == "h0.weight");
  CHECK(trial.layout.entries()[3].name == "h1.bias");
  trial.forward();
  for (int row = 0; row < kRows; ++row) {
    std::vector<double> y(trial.x.begin() + row * kIn, trial.x.begin() + (row + 1) * kIn);
    for (const Linear<double>& layer : trial.hidden.layers) {
      std::vector<double> next;
      for (int c = 0; c < layer.weight.cols; ++c) {
        double sum = trial.parameters[layer.bias.offset + static_cast<std::size_t>(c)];
        for (int i = 0; i < layer.weight.rows; ++i) {
          sum += y[static_cast<std::size_t>(i)] *
                 trial.parameters[layer.weight.offset +
                                  static_cast<std::size_t>(i * layer.weight.cols + c)];
        }
        next.push_back(activation == Activation::kRelu ? std::max(0.0, sum) : std::tanh(sum));
      }
      y = next;
    }
    for (int c = 0; c < 2; ++c) {
      CHECK(trial.pass.out[row * 2 + c] ==
            Approx(y[static_cast<std::size_t>(c)]).epsilon(1e-12).margin(1e-14));
    }
  }
}

TEST_CASE("hidden layers have the gradients of central differences, and an epilogue", "[nn]") {
  const auto widths = GENERATE(std::vector<int>{5}, std::vector<int>{5, 2, 6});
  Trial trial(widths, GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh));
  const auto size = static_cast<std::size_t>(kRows * widths.back());
  const std::vector<double> d_out = random_vector(size, 3), d_beside = random_vector(12, 4);
  const auto loss = [&] {  // Something else reads x as well.
    trial.forward();
    return std::inner_product(d_out.begin(), d_out.end(), trial.pass.out, 0.0) +
           std::inner_product(d_beside.begin(), d_beside.end(), trial.x.begin(), 0.0);
  };
  loss();
  std::vector<double> d_x = d_beside, gradient(trial.layout.size());
  std::copy(d_out.begin(), d_out.end(), trial.hidden.d_out(trial.pass, kRows, d_x.data()));
  trial.hidden.backward(trial.parameters.data(), trial.x.data(), kRows, trial.pass, d_x.data(),
                        gradient.data(), {.residual = d_x.data(), .residual_stride = kIn});
  testing::check_gradient(loss, trial.parameters, gradient);
  testing::check_gradient(loss, trial.x, d_x);
}

TEST_CASE("no hidden layers are nothing: what comes in goes out, in either direction", "[nn]") {
  Trial trial({});
  CHECK(trial.layout.size() == 0);
  trial.forward();
  CHECK(trial.pass.out == trial.x.data());
  std::vector<double> d_x(trial.x.size(), 7), gradient;
  CHECK(trial.hidden.d_out(trial.pass, kRows, d_x.data()) == d_x.data());
  trial.hidden.backward(nullptr, trial.x.data(), kRows, trial.pass, d_x.data(), gradient.data());
  CHECK(d_x == std::vector<double>(trial.x.size(), 7));
}

TEST_CASE("hidden layers begin orthogonal, with the activation's gain and biases of 0", "[nn]") {
  Trial trial({kIn}, Activation::kRelu);
  Random random(1);
  trial.hidden.initialise(trial.parameters.data(), random);
  const Linear<double>& layer = trial.hidden.layers[0];
  for (std::size_t i = 0; i < kIn; ++i) {
    const double* row = trial.parameters.data() + layer.weight.offset + kIn * i;
    CHECK(std::inner_product(row, row + kIn, row, 0.0) == Approx(2));
    CHECK(trial.parameters[layer.bias.offset + i] == 0);
  }
}

TEST_CASE("a warm pass through hidden layers allocates nothing", "[nn]") {
  Trial trial({5, 2});
  std::vector<double> d_x(trial.x.size()), gradient(trial.layout.size());
  std::size_t before = 0;
  for (int run = 0; run < 2; ++run) {
    before = testing::allocations();
    trial.forward();
    std::fill_n(trial.hidden.d_out(trial.pass, kRows, d_x.data()), kRows * 2, 1.0);
    trial.hidden.backward(trial.parameters.data(), trial.x.data(), kRows, trial.pass, d_x.data(),
                          gradient.data());
  }
  CHECK(testing::allocations() == before);
}

}  // namespace
}  // namespace saccade::nn

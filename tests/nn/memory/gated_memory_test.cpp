// GRU and LSTM against points computed by hand and against PyTorch's equations.
#include <Eigen/Core>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "memory_model.h"

namespace saccade::nn {
namespace {

using testing::MemoryModel;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

MemoryModel<double> model_of(const char* kind, int width) {
  return {MemoryConfig{.kind = find_memory_kind(kind)}, width};
}

void check_near(const std::vector<double>& found, const std::vector<double>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CHECK(found[i] == Approx(wanted[i]).epsilon(1e-12).margin(1e-13));
  }
}

void set(double* tensor, const std::vector<double>& values) {
  std::copy(values.begin(), values.end(), tensor);
}

TEST_CASE("a GRU of width 1 at a point computed by hand", "[nn]") {
  MemoryModel<double> model = model_of("gru", 1);
  // With x = 2 and h = 1 the gates r and z are sigmoid(0) = 1/2.
  set(model.tensor("m.input.weight"), {1, 3, 0.25});
  set(model.tensor("m.input.bias"), {-3, -5, 0});
  set(model.tensor("m.recurrent.weight"), {1, -1, 0.5});
  set(model.tensor("m.recurrent.bias"), {0.5});
  std::vector<double> state = {1};
  const std::vector<double> y = model.step({2}, state);
  // n = tanh(0.25 * 2 + 1/2 (0.5 * 1 + 0.5)) = tanh(1)
  check_near(y, {0.5 * std::tanh(1.0) + 0.5});
  CHECK(state == y);
}

TEST_CASE("an LSTM of width 1 at a point computed by hand", "[nn]") {
  MemoryModel<double> model = model_of("lstm", 1);
  // With x = 2 and h = 1 the gates i, f and o are sigmoid(0) = 1/2, and g = tanh(1).
  set(model.tensor("m.input.weight"), {1, 3, 0.25, -1});
  set(model.tensor("m.input.bias"), {-3, -5, 0, 1});
  set(model.tensor("m.recurrent.weight"), {1, -1, 0.5, 1});
  std::vector<double> state = {1, 1};
  const std::vector<double> y = model.step({2}, state);
  const double c = 0.5 * 1 + 0.5 * std::tanh(1.0);
  check_near(y, {0.5 * std::tanh(c)});
  check_near(state, {0.5 * std::tanh(c), c});
}

// Golden values from a Python script of PyTorch's equations, with @ for the product of a matrix and
// a vector, * element by element, D = 3:
//
//   k = 0
//   def next(): k += 1; return 0.6 * sin(1.7 * k)
//   weight_ih, weight_hh = [gates * D x D] of next(), row by row, one after the other
//   bias_ih, bias_hh     = [gates * D] of next(), one after the other
//   x_t[i] = cos(0.9 * (3 * t + i)), h[i] = 0.1 * (i + 1), c[i] = -0.2 * (i + 1), i = 0, 1, 2
//
// GRUCell, weights and biases cut into r, z, n:
//   r = sigmoid(W_ir @ x + b_ir + W_hr @ h + b_hr)
//   z = sigmoid(W_iz @ x + b_iz + W_hz @ h + b_hz)
//   n = tanh(W_in @ x + b_in + r * (W_hn @ h + b_hn))
//   h = (1 - z) * n + z * h
//
// LSTMCell, cut into i, f, g, o:
//   i = sigmoid(W_ii @ x + b_ii + W_hi @ h + b_hi)   f = sigmoid(W_if @ x + ...)
//   g = tanh(W_ig @ x + ...)                         o = sigmoid(W_io @ x + ...)
//   c = f * c + i * g
//   h = o * tanh(c)
constexpr int kWidth = 3;

/// The script's parameters, in its order.
class TorchNumbers {
 public:
  double next() { return 0.6 * std::sin(1.7 * ++k_); }

  /// A weight [rows x kWidth], transposed.
  void fill_transposed(double* weight, int rows) {
    for (int row = 0; row < rows; ++row) {
      for (int col = 0; col < kWidth; ++col) weight[col * rows + row] = next();
    }
  }

 private:
  int k_ = 0;
};

std::vector<double> input_at(int t) {
  std::vector<double> x;
  for (int i = 0; i < kWidth; ++i) x.push_back(std::cos(0.9 * (kWidth * t + i)));
  return x;
}

TEST_CASE("a GRU with PyTorch's weights gives what GRUCell's equations give", "[nn]") {
  MemoryModel<double> model = model_of("gru", kWidth);
  TorchNumbers torch;
  torch.fill_transposed(model.tensor("m.input.weight"), 3 * kWidth);
  torch.fill_transposed(model.tensor("m.recurrent.weight"), 3 * kWidth);
  double* bias = model.tensor("m.input.bias");
  std::generate_n(bias, 3 * kWidth, [&] { return torch.next(); });
  // The second biases of r and z are added to the first.
  for (int i = 0; i < 2 * kWidth; ++i) bias[i] += torch.next();
  std::generate_n(model.tensor("m.recurrent.bias"), kWidth, [&] { return torch.next(); });

  std::vector<double> h = {0.1, 0.2, 0.3};
  check_near(model.step(input_at(0), h),
             {0.3743788739095392, 0.03946990035968029, 0.03494165352503037});
  check_near(model.step(input_at(1), h),
             {-0.018909972937260544, -0.1765073752332763, 0.2879242072202011});
  check_near(model.step(input_at(2), h),
             {0.10201641786615949, 0.014711172061192393, 0.24090905547078806});
}

TEST_CASE("an LSTM with PyTorch's weights gives what LSTMCell's equations give", "[nn]") {
  MemoryModel<double> model = model_of("lstm", kWidth);
  TorchNumbers torch;
  torch.fill_transposed(model.tensor("m.input.weight"), 4 * kWidth);
  torch.fill_transposed(model.tensor("m.recurrent.weight"), 4 * kWidth);
  double* bias = model.tensor("m.input.bias");
  std::generate_n(bias, 4 * kWidth, [&] { return torch.next(); });
  for (int i = 0; i < 4 * kWidth; ++i) bias[i] += torch.next();

  std::vector<double> state = {0.1, 0.2, 0.3, -0.2, -0.4, -0.6};  // h, then c.
  check_near(model.step(input_at(0), state),
             {0.16648357920023785, -0.2085933264666802, -0.3478939431316705});
  check_near(model.step(input_at(1), state),
             {-0.02590842856897173, -0.3050079273795041, -0.05055439094151313});
  check_near(model.step(input_at(2), state),
             {0.018438907238638624, -0.1282745305543576, 0.05211769024301787});
  check_near(state, {0.018438907238638624, -0.1282745305543576, 0.05211769024301787,
                     0.02987140345827858, -0.48524769812210555, 0.16454945680837546});
}

TEST_CASE("the weights of each gate are orthogonal at first, and biases zero", "[nn]") {
  const auto [kind, gates] = GENERATE(table<const char*, int>({{"gru", 3}, {"lstm", 4}}));
  constexpr int kSide = 5;
  CAPTURE(kind);
  MemoryModel<double> model = model_of(kind, kSide);
  Random random(2);
  model.memory->initialise(model.parameters.data(), random);
  for (const char* name : {"m.input.weight", "m.recurrent.weight"}) {
    const Eigen::Map<const Matrix> weight(model.tensor(name), kSide, gates * kSide);
    for (int gate = 0; gate < gates; ++gate) {
      CAPTURE(name, gate);
      const Matrix square = weight.middleCols(gate * kSide, kSide);
      CHECK((square * square.transpose()).isApprox(Matrix::Identity(kSide, kSide), 1e-12));
    }
  }
  const double* bias = model.tensor("m.input.bias");
  CHECK(std::count(bias, bias + gates * kSide, 0.0) == gates * kSide);
  if (gates == 3) {
    const double* candidate = model.tensor("m.recurrent.bias");
    CHECK(std::count(candidate, candidate + kSide, 0.0) == kSide);
  }
}

TEMPLATE_TEST_CASE("saturated gates stay finite", "[nn]", float, double) {
  const char* kind = GENERATE("gru", "lstm");
  CAPTURE(kind);
  MemoryModel<TestType> model(MemoryConfig{.kind = find_memory_kind(kind)}, 20);
  std::vector<TestType> x = testing::draw<TestType>(20, 1);
  for (TestType& value : x) value *= 10000;
  std::vector<TestType> state(model.state_size(1));
  for (int t = 0; t < 3; ++t) {
    for (const TestType y : model.step(x, state)) CHECK(std::abs(y) <= 1);
  }
}

}  // namespace
}  // namespace saccade::nn

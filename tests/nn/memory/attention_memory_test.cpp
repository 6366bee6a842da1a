// Attention over the past against the same computed plainly, and what it remembers.
#include "nn/memory/attention_memory.h"

#include <Eigen/Core>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "memory_model.h"

namespace saccade::nn {
namespace {

using testing::draw;
using testing::MemoryModel;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::RowVectorXd;

constexpr int kWidth = 12, kHeads = 3, kHeadWidth = kWidth / kHeads, kLength = 4;

MemoryModel<double> make_model() {
  return {{.kind = find_memory_kind("attention"), .length = kLength, .heads = kHeads}, kWidth};
}

std::vector<double> input_at(int t) {
  return draw<double>(kWidth, static_cast<std::uint64_t>(t) + 1);
}

std::vector<double> empty_state(const MemoryModel<double>& model) {
  return std::vector<double>(model.state_size(1));
}

/// What comes out of the equations, of inputs as they came, the step's own last.
struct Plain {
  Row y;
  Matrix weights;  // [heads x entries]
};

class PlainAttention {
 public:
  explicit PlainAttention(MemoryModel<double>& model) : model_(model) {}

  Plain step(const std::vector<std::vector<double>>& history) {
    const auto n = static_cast<int>(history.size());
    Matrix entries(n, kWidth);
    for (int j = 0; j < n; ++j) entries.row(j) = normalised(history[static_cast<std::size_t>(j)]);
    const Row query = entries.row(n - 1) * weight("query") + bias("query");
    // The last rows of `time` are those of the latest steps.
    const Matrix key = entries * weight("key") + tensor("m.time", kLength + 1).bottomRows(n);
    const Matrix value = (entries * weight("value")).rowwise() + bias("value");
    Plain plain{Row(kWidth), Matrix(kHeads, n)};
    Row mixed(kWidth);
    for (int h = 0; h < kHeads; ++h) {
      const auto of_head = [h](const auto& rows) {
        return rows.middleCols(h * kHeadWidth, kHeadWidth);
      };
      const Row scores = of_head(query) * of_head(key).transpose() / std::sqrt(kHeadWidth);
      const Row exps = scores.array().exp();
      plain.weights.row(h) = exps / exps.sum();
      mixed.middleCols(h * kHeadWidth, kHeadWidth) = plain.weights.row(h) * of_head(value);
    }
    const Eigen::Map<const Row> x(history.back().data(), kWidth);
    plain.y = x + mixed * weight("output") + bias("output");
    return plain;
  }

 private:
  Matrix tensor(const std::string& name, int rows) {
    return Eigen::Map<const Matrix>(model_.tensor(name), rows, kWidth);
  }
  Matrix weight(const std::string& name) { return tensor("m." + name + ".weight", kWidth); }
  Row bias(const std::string& name) { return tensor("m." + name + ".bias", 1); }
  static Row normalised(const std::vector<double>& x) {
    const Eigen::Map<const Row> row(x.data(), kWidth);
    const Row centred = row.array() - row.mean();
    return centred / std::sqrt(centred.squaredNorm() / kWidth + 1e-5);
  }

  MemoryModel<double>& model_;
};

TEST_CASE("attention over the past equals its equations step by step", "[nn]") {
  MemoryModel<double> model = make_model();
  PlainAttention plain(model);
  std::vector<double> state = empty_state(model);
  std::vector<std::vector<double>> history;
  for (int t = 0; t < 2 * kLength + 1; ++t) {
    CAPTURE(t);
    history.push_back(input_at(t));
    if (history.size() > kLength + 1) history.erase(history.begin());
    const Plain wanted = plain.step(history);
    const std::vector<double> y = model.step(history.back(), state);
    for (int i = 0; i < kWidth; ++i) {
      CHECK(y[static_cast<std::size_t>(i)] == Approx(wanted.y[i]).epsilon(1e-10).margin(1e-12));
    }
    const MemoryWeights weights = model.memory->weights(*model.pass, 0);
    REQUIRE(weights.heads == kHeads);
    REQUIRE(weights.entries == static_cast<int>(history.size()));
    for (int h = 0; h < kHeads; ++h) {
      for (int j = 0; j < weights.entries; ++j) {
        CHECK(weights.of(h)[j] == Approx(wanted.weights(h, j)).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("the weights of what is remembered sum to 1, for each sample its own past", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state(model.state_size(2));
  for (std::uint64_t t = 0; t < 3; ++t) model.step(draw<double>(2 * kWidth, t), state);
  std::fill_n(state.begin(), model.state_size(1), 0.0);  // The first begins anew.
  model.step(draw<double>(2 * kWidth, 9), state);
  for (int sample : {0, 1}) {
    const MemoryWeights weights = model.memory->weights(*model.pass, sample);
    CHECK(weights.entries == (sample == 0 ? 1 : 4));
    REQUIRE(weights.weights.size() == static_cast<std::size_t>(kHeads * weights.entries));
    for (int h = 0; h < kHeads; ++h) {
      const float* row = weights.of(h);
      CHECK(std::accumulate(row, row + weights.entries, 0.0F) == Approx(1).epsilon(1e-6));
    }
  }
}

TEST_CASE("a memory that does not attend has no weights", "[nn]") {
  MemoryModel<double> model({.kind = find_memory_kind("gru")}, kWidth);
  std::vector<double> state = empty_state(model);
  model.step(input_at(0), state);
  CHECK(model.memory->weights(*model.pass, 0).heads == 0);
}

TEST_CASE("the state has the latest vectors, normalised, and how many there are", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state = empty_state(model);
  for (int t = 0; t < kLength + 2; ++t) {
    CAPTURE(t);
    const std::vector<double> before = state;
    model.step(input_at(t), state);
    CHECK(state.back() == std::min(t + 1, kLength));
    // All move by one place.
    CHECK(std::equal(before.begin() + kWidth, before.end() - 1, state.begin()));
    const double* latest = state.data() + (kLength - 1) * kWidth;
    CHECK(std::accumulate(latest, latest + kWidth, 0.0) == Approx(0).margin(1e-12));
    CHECK(std::inner_product(latest, latest + kWidth, latest, 0.0) == Approx(kWidth).epsilon(1e-3));
  }
}

TEST_CASE("places of the state that are not yet filled are ignored", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state = empty_state(model);
  for (int t = 0; t < 2; ++t) model.step(input_at(t), state);
  std::vector<double> other = state;
  std::fill_n(other.begin(), (kLength - 2) * kWidth, 1e30);
  CHECK(model.step(input_at(2), other) == model.step(input_at(2), state));
}

TEST_CASE("what is older than the length is forgotten", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state = empty_state(model), other = state;
  model.step(input_at(0), state);
  model.step(input_at(100), other);  // A different first step.
  for (int t = 1; t <= kLength + 2; ++t) {
    CAPTURE(t);
    const bool same = model.step(input_at(t), state) == model.step(input_at(t), other);
    CHECK(same == (t > kLength));
  }
  CHECK(state == other);
}

TEST_CASE("attention over the past knows how long ago something was", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state = empty_state(model);
  for (int t = 0; t < 2; ++t) model.step(input_at(t), state);
  std::vector<double> swapped = state;
  const auto second = swapped.begin() + (kLength - 1) * kWidth;
  std::swap_ranges(second - kWidth, second, second);
  const auto largest_difference = [&] {
    std::vector<double> one = state, another = swapped;
    const std::vector<double> a = model.step(input_at(2), one),
                              b = model.step(input_at(2), another);
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
  };
  CHECK(largest_difference() > 1e-3);
  std::fill_n(model.tensor("m.time"), (kLength + 1) * kWidth, 0.0);
  CHECK(largest_difference() < 1e-12);
}

TEST_CASE("the gradient flows to what is remembered, and to nothing else", "[nn]") {
  MemoryModel<double> model = make_model();
  std::vector<double> state = empty_state(model);
  for (int t = 0; t < 2; ++t) model.step(input_at(t), state);
  const auto x = input_at(2), d_y = draw<double>(kWidth, 50);
  const std::vector<double> d_state_out(state.size());
  std::vector<double> y(kWidth), next(state.size()), d_x(kWidth), d_state(state.size(), 7.0);
  std::vector<double> gradient(model.parameters.size());
  const MemoryInput<double> in{model.parameters.data(), x.data(), state.data(), 1};
  model.memory->step(in, *model.pass, y.data(), next.data());
  model.memory->step_backward(in, *model.pass,
                              {d_y.data(), d_state_out.data(), d_x.data(), d_state.data()},
                              gradient.data());
  for (int i = 0; i < kLength * kWidth + 1; ++i) {
    const bool filled = i >= (kLength - 2) * kWidth && i < kLength * kWidth;
    CAPTURE(i);
    CHECK((d_state[static_cast<std::size_t>(i)] != 0) == filled);
  }
}

}  // namespace
}  // namespace saccade::nn

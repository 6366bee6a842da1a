// Row operations and set kernels against plain loops in double precision.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"
#include "nn/layers/activation.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

template <class T>
std::vector<T> random(int size, std::uint64_t seed) {
  std::vector<T> values;
  for (const double value : testing::random_vector(static_cast<std::size_t>(size), seed)) {
    values.push_back(static_cast<T>(value));
  }
  return values;
}

template <class T>
auto near(double value) {
  return Approx(value).margin(sizeof(T) == 8 ? 1e-12 : 2e-5).epsilon(sizeof(T) == 8 ? 1e-12 : 1e-5);
}

template <class T>
double at(const std::vector<T>& values, int i) {
  return static_cast<double>(values[static_cast<std::size_t>(i)]);
}

TEMPLATE_TEST_CASE("part of a group is read and written, and nothing beyond it", "[nn]", float,
                   double) {
  constexpr int kSize = kLanes<TestType>;
  for (int count = 1; count < kSize; ++count) {
    const auto from = random<TestType>(count, 1);  // The address sanitizer watches its end.
    const auto lanes = load_part(from.data(), count, Lanes<TestType>(TestType{7}));
    std::vector<TestType> all(kSize), to(kSize, 9);
    lanes.store_unaligned(all.data());
    store_part(lanes, count, to.data());
    for (int i = 0; i < kSize; ++i) {
      CHECK(at(all, i) == (i < count ? at(from, i) : 7));
      CHECK(at(to, i) == (i < count ? at(from, i) : 9));
    }
  }
}

TEMPLATE_TEST_CASE("sums of many groups have the bits of the sum of each", "[nn]", float, double) {
  constexpr int kSize = kLanes<TestType>;
  const auto values = random<TestType>(kSize * kSize, 3);
  LaneSquare<TestType> groups;
  std::vector<TestType> sums(kSize);
  for (int i = 0; i < kSize; ++i) {
    groups[static_cast<std::size_t>(i)] =
        Lanes<TestType>::load_unaligned(values.data() + i * kSize);
  }
  sum_each<TestType>(groups).store_unaligned(sums.data());
  for (int i = 0; i < kSize; ++i) {
    CHECK(sums[static_cast<std::size_t>(i)] ==
          sum_lanes<TestType>(groups[static_cast<std::size_t>(i)]));
    const auto first = values.begin() + i * kSize;
    CHECK(at(sums, i) == near<TestType>(std::accumulate(first, first + kSize, 0.0)));
    const Lanes<TestType> largest = largest_lane<TestType>(groups[static_cast<std::size_t>(i)]);
    CHECK(largest.get(0) == *std::max_element(first, first + kSize));
  }
}

TEMPLATE_TEST_CASE("rows are normalised, through a map or in order", "[nn]", float, double) {
  const int width = GENERATE(1, 5, 16, 64, 77);
  const int n = GENERATE(1, 3, 16, 21);
  const bool mapped = GENERATE(false, true);
  auto x = random<TestType>(n * width, 1);
  for (TestType& value : x) value = 3 * value + 100;  // A mean far from 0 must not cost digits.
  std::vector<std::int32_t> map(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) map[static_cast<std::size_t>(i)] = n - 1 - i;
  std::vector<TestType> y(x.size()), rstd(static_cast<std::size_t>(n));
  normalise_rows(x.data(), mapped ? map.data() : nullptr, n, width, y.data(), rstd.data());
  const double tolerance = sizeof(TestType) == 8 ? 1e-10 : 2e-4;
  for (int i = 0; i < n; ++i) {
    const int from = (mapped ? n - 1 - i : i) * width;
    double mean = 0, variance = 0;
    for (int k = 0; k < width; ++k) mean += at(x, from + k) / width;
    for (int k = 0; k < width; ++k) variance += std::pow(at(x, from + k) - mean, 2) / width;
    const double scale = 1 / std::sqrt(variance + 1e-5);
    REQUIRE(at(rstd, i) == Approx(scale).epsilon(tolerance));
    for (int k = 0; k < width; ++k) {
      REQUIRE(at(y, i * width + k) ==
              Approx((at(x, from + k) - mean) * scale).margin(tolerance * (width == 1 ? 100 : 1)));
    }
  }
}

TEMPLATE_TEST_CASE("the gradient through normalised rows, through a map or in order", "[nn]", float,
                   double) {
  const int width = GENERATE(1, 5, 64, 77);
  const int n = GENERATE(1, 3, 21);
  const bool mapped = GENERATE(false, true);
  const auto y = random<TestType>(n * width, 1), d_y = random<TestType>(n * width, 2);
  const auto rstd = random<TestType>(n, 3);
  std::vector<std::int32_t> map(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) map[static_cast<std::size_t>(i)] = n - 1 - i;
  std::vector<TestType> d_x(y.size());
  normalise_rows_backward(y.data(), rstd.data(), d_y.data(), n, width, d_x.data(),
                          mapped ? map.data() : nullptr);
  for (int i = 0; i < n; ++i) {
    double mean = 0, along = 0;
    for (int k = i * width; k < (i + 1) * width; ++k) {
      mean += at(d_y, k) / width;
      along += at(d_y, k) * at(y, k) / width;
    }
    const int to = (mapped ? n - 1 - i : i) * width;
    for (int k = 0; k < width; ++k) {
      const double expected =
          at(rstd, i) * (at(d_y, i * width + k) - mean - at(y, i * width + k) * along);
      REQUIRE(at(d_x, to + k) == near<TestType>(expected));
    }
  }
}

TEMPLATE_TEST_CASE("a normalised row has the same bits whatever rows stand around it", "[nn]",
                   float, double) {
  constexpr int kRows = 37, kWidth = 21;
  const auto x = random<TestType>(kRows * kWidth, 1), d_y = random<TestType>(kRows * kWidth, 2);
  std::vector<TestType> y(x.size()), rstd(kRows), d_x(x.size());
  normalise_rows(x.data(), nullptr, kRows, kWidth, y.data(), rstd.data());
  normalise_rows_backward(y.data(), rstd.data(), d_y.data(), kRows, kWidth, d_x.data());
  for (int i = 0; i < kRows; ++i) {
    std::vector<TestType> row(kWidth), d_row(kWidth);
    const std::ptrdiff_t first = i * kWidth;
    TestType own = 0;
    normalise_rows(x.data() + first, nullptr, 1, kWidth, row.data(), &own);
    normalise_row_backward(row.data(), own, d_y.data() + first, kWidth, d_row.data());
    CHECK(std::equal(row.begin(), row.end(), y.begin() + first));
    CHECK(std::equal(d_row.begin(), d_row.end(), d_x.begin() + first));
  }
}

TEMPLATE_TEST_CASE("softmax and its gradient", "[nn]", float, double) {
  const int n = GENERATE(1, 4, 15, 16, 17, 70);
  auto p = random<TestType>(n, 1);
  for (TestType& value : p) value *= 5;
  if (n > 4) p[3] = -std::numeric_limits<TestType>::infinity();
  std::vector<double> expected;
  for (const TestType value : p) expected.push_back(std::exp(static_cast<double>(value)));
  const double total = std::accumulate(expected.begin(), expected.end(), 0.0);
  softmax_row(p.data(), n);
  for (int i = 0; i < n; ++i) REQUIRE(at(p, i) == near<TestType>(at(expected, i) / total));
  if (n > 4) CHECK(p[3] == 0);

  auto d = random<TestType>(n, 2);
  double mean = 0;
  for (int i = 0; i < n; ++i) mean += at(p, i) * at(d, i);
  std::vector<double> d_expected;
  for (int i = 0; i < n; ++i) d_expected.push_back(at(p, i) * (at(d, i) - mean));
  softmax_row_backward(p.data(), n, d.data());
  for (int i = 0; i < n; ++i) REQUIRE(at(d, i) == near<TestType>(at(d_expected, i)));
}

TEMPLATE_TEST_CASE("sets are scored, mixed and spread to", "[nn]", float, double) {
  const int heads = GENERATE(1, 2, 4, 6);
  const int n = GENERATE(1, 3, 16, 21);
  const int width = GENERATE(5, 12, 64, 77);
  const int stride = n + 2;
  const auto vectors = random<TestType>(heads * width, 1), rows = random<TestType>(n * width, 2);
  const auto weights = random<TestType>(heads * stride, 3);
  std::vector<TestType> scores(weights.size()), mixed(vectors.size());
  std::vector<TestType> spread(rows.size());
  score_rows(vectors.data(), heads, rows.data(), n, width, scores.data(), stride);
  mix_rows(weights.data(), stride, heads, rows.data(), n, width, mixed.data());
  spread_rows(weights.data(), stride, vectors.data(), heads, n, width, rows.data(), spread.data());
  for (int h = 0; h < heads; ++h) {
    for (int j = 0; j < n; ++j) {
      double score = 0;
      for (int k = 0; k < width; ++k) score += at(vectors, h * width + k) * at(rows, j * width + k);
      REQUIRE(at(scores, h * stride + j) == near<TestType>(score));
    }
    REQUIRE(at(scores, h * stride + n) == 0);
    for (int k = 0; k < width; ++k) {
      double mix = 0;
      for (int j = 0; j < n; ++j) mix += at(weights, h * stride + j) * at(rows, j * width + k);
      REQUIRE(at(mixed, h * width + k) == near<TestType>(mix));
    }
  }
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < width; ++k) {
      double sum = at(rows, j * width + k);
      for (int h = 0; h < heads; ++h) {
        sum += at(weights, h * stride + j) * at(vectors, h * width + k);
      }
      REQUIRE(at(spread, j * width + k) == near<TestType>(sum));
    }
  }
}

/// The largest error of y = f(x), in units in the last place of y, over an even grid.
template <class Function, class Exact>
double largest_error(double low, double high, Function f, Exact exact) {
  constexpr int kPoints = 1 << 16;
  std::vector<float> x(kPoints), y(kPoints);
  for (int i = 0; i < kPoints; ++i) {
    x[static_cast<std::size_t>(i)] = static_cast<float>(low + (high - low) * i / kPoints);
  }
  f(x, y);
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double wanted = exact(at(x, i));
    const float nearest = std::abs(static_cast<float>(wanted));
    const double unit = static_cast<double>(
        std::nextafter(nearest, std::numeric_limits<float>::infinity()) - nearest);
    worst = std::max(worst, std::abs(at(y, i) - wanted) / unit);
  }
  return worst;
}

TEST_CASE("exp and tanh are as accurate as stated", "[nn]") {
  const auto exp = [](const std::vector<float>& x, std::vector<float>& y) {
    for_groups<float>(static_cast<int>(x.size()),
                      [&](auto group) { group.store(xsimd::exp(group.load(x.data())), y.data()); });
  };
  const auto tanh = [](const std::vector<float>& x, std::vector<float>& y) {
    activate(Activation::kTanh, x.data(), x.size(), y.data());
  };
  const auto exact_exp = [](double x) { return std::exp(x); };
  const auto exact_tanh = [](double x) { return std::tanh(x); };
  CHECK(largest_error(-87, 88, exp, exact_exp) < 2);
  CHECK(largest_error(-1, 1, exp, exact_exp) < 2);
  CHECK(largest_error(-10, 10, tanh, exact_tanh) < 2);
  CHECK(largest_error(-0.7, 0.7, tanh, exact_tanh) < 2);
}

double exact_gelu(double x) {
  constexpr double kPi = 3.14159265358979323846;
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / kPi) * (x + 0.044715 * x * x * x)));
}

TEST_CASE("GELU is as accurate as stated, and finite far out", "[nn]") {
  const auto gelu = [](const std::vector<float>& x, std::vector<float>& y) {
    activate(Activation::kGelu, x.data(), x.size(), y.data());
  };
  CHECK(largest_error(1e-3, 20, gelu, exact_gelu) < 4);
  std::vector<float> x(4001), y(x.size()), d(x.size(), 1);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = -static_cast<float>(i) / 200;
  gelu(x, y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto exact = exact_gelu(static_cast<double>(x[i]));
    REQUIRE(std::abs(static_cast<double>(y[i]) - exact) <=
            2e-7 * std::abs(static_cast<double>(x[i])));
  }
  const std::vector<float> far = {-1e18F, -1e6F, 1e6F, 1e18F};
  y.resize(4);
  gelu(far, y);
  CHECK(y == std::vector<float>{0, 0, 1e6F, 1e18F});
  activate_backward(Activation::kGelu, far.data(), y.data(), d.data(), 4, d.data());
  CHECK(std::vector<float>(d.begin(), d.begin() + 4) == std::vector<float>{0, 0, 1, 1});
}

TEST_CASE("an activation's result is the same wherever an element stands", "[nn]") {
  const auto activation = GENERATE(Activation::kRelu, Activation::kGelu, Activation::kTanh);
  const auto x = random<float>(67, 1), d = random<float>(67, 2);
  std::vector<float> y(67), d_x(67);
  activate(activation, x.data(), 67, y.data());
  activate_backward(activation, x.data(), y.data(), d.data(), 67, d_x.data());
  for (std::size_t i = 0; i < 67; ++i) {
    float one = 0, d_one = 0;
    activate(activation, &x[i], 1, &one);
    activate_backward(activation, &x[i], &y[i], &d[i], 1, &d_one);
    CHECK(one == y[i]);
    CHECK(d_one == d_x[i]);
  }
}

}  // namespace
}  // namespace saccade::nn

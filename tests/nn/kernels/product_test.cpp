// Every product against the plain triple loop, in all the shapes that its tiles treat differently.
#include "nn/kernels/product.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "nn/kernels/transpose.h"
#include "support/allocations.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

/// A matrix inside a wider one, by `gap` columns, which must stay as they are.
template <class T>
struct Block {
  Block(int row_count, int col_count, std::uint64_t seed, int gap = 3)
      : rows(row_count), cols(col_count), stride(col_count + gap) {
    const auto size = static_cast<std::size_t>(rows * stride + 2);
    for (const double value : testing::random_vector(size, seed)) {
      values.push_back(static_cast<T>(value));
    }
  }

  View<T> view() { return {values.data() + 2, rows, cols, stride}; }
  View<const T> read() const { return {values.data() + 2, rows, cols, stride}; }
  T& at(int i, int j) { return values[static_cast<std::size_t>(2 + i * stride + j)]; }
  T at(int i, int j) const { return values[static_cast<std::size_t>(2 + i * stride + j)]; }

  int rows, cols, stride;
  std::vector<T> values;
};

/// The reference: c[i, j] = start[i, j] + sum_k left(i, k) right(k, j), in double precision.
template <class T, class Left, class Right>
Block<T> reference(const Block<T>& start, bool add, int depth, Left left, Right right) {
  Block<T> c = start;
  for (int i = 0; i < c.rows; ++i) {
    for (int j = 0; j < c.cols; ++j) {
      double sum = add ? static_cast<double>(start.at(i, j)) : 0;
      for (int k = 0; k < depth; ++k) {
        sum += static_cast<double>(left(i, k)) * static_cast<double>(right(k, j));
      }
      c.at(i, j) = static_cast<T>(sum);
    }
  }
  return c;
}

/// Largest difference of two blocks, what surrounds them included.
template <class T>
double difference(const Block<T>& a, const Block<T>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a.values[i] - b.values[i])));
  }
  return largest;
}

template <class T>
constexpr double kTolerance = sizeof(T) == 8 ? 1e-12 : 1e-4;

/// The largest error of all four products of one shape.
template <class T>
double product_error(int rows, int depth, int cols, int gap = 3) {
  const Block<T> a(rows, depth, 1, gap);
  const Block<T> a_transposed(depth, rows, 2, gap);
  const Block<T> b(depth, cols, 3, gap);
  const Block<T> b_transposed(cols, depth, 4, gap);
  const Block<T> c(rows, cols, 5, gap);
  const auto of = [](const Block<T>& m) { return [&m](int i, int j) { return m.at(i, j); }; };
  const auto flipped = [](const Block<T>& m) { return [&m](int i, int j) { return m.at(j, i); }; };
  double error = 0;
  Block<T> result = c;
  matmul(a.read(), b.read(), result.view());
  error = std::max(error, difference(result, reference(c, false, depth, of(a), of(b))));
  result = c;
  add_matmul(a.read(), b.read(), result.view());
  error = std::max(error, difference(result, reference(c, true, depth, of(a), of(b))));
  result = c;
  matmul_nt(a.read(), b_transposed.read(), result.view());
  error =
      std::max(error, difference(result, reference(c, false, depth, of(a), flipped(b_transposed))));
  result = c;
  add_matmul_tn(a_transposed.read(), b.read(), result.view());
  return std::max(error,
                  difference(result, reference(c, true, depth, flipped(a_transposed), of(b))));
}

TEMPLATE_TEST_CASE("products agree with the plain loop in every shape", "[nn]", float, double) {
  for (const int depth : {0, 1, 2, 15, 16, 17, 40}) {
    for (int rows = 0; rows <= 20; ++rows) {
      for (int cols = 1; cols <= 70; cols += rows % 4 == 0 ? 1 : 3) {
        const double error = product_error<TestType>(rows, depth, cols);
        if (!(error < kTolerance<TestType>)) {
          INFO(rows << " x " << depth << " x " << cols);
          REQUIRE(error < kTolerance<TestType>);
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("products agree with the plain loop beyond every block", "[nn]", float, double) {
  for (const auto& [rows, depth, cols] : {std::array{5, 600, 21}, std::array{150, 257, 70},
                                          std::array{130, 9, 5}, std::array{300, 300, 300}}) {
    INFO(rows << " x " << depth << " x " << cols);
    CHECK(product_error<TestType>(rows, depth, cols) < 4 * kTolerance<TestType>);
  }
}

TEMPLATE_TEST_CASE("products of columns that stand by themselves agree with the plain loop", "[nn]",
                   float, double) {
  const int depth = GENERATE(0, 1, 2, 7, 16, 17, 64, 600);
  for (const int rows : {0, 1, 2, 3, 4, 7, 8, 9, 31, 63, 64, 65, 130}) {
    for (const int cols : {1, 2, 16, 21}) {
      INFO(rows << " x " << depth << " x " << cols);
      CHECK(product_error<TestType>(rows, depth, cols, 0) < 4 * kTolerance<TestType>);
    }
  }
}

/// c[i, j] as `epilogue` makes it of the plain product.
template <class T>
T apply(const Epilogue<T>& epilogue, T product, int i, int j) {
  T value = product;
  if (epilogue.bias != nullptr) value += epilogue.bias[j];
  if (epilogue.residual != nullptr) value += epilogue.residual[i * epilogue.residual_stride + j];
  if (epilogue.relu) value = std::max(value, T{0});
  if (epilogue.gate != nullptr && epilogue.gate[i * epilogue.gate_stride + j] <= 0) value = 0;
  return value;
}

TEMPLATE_TEST_CASE("a product has an epilogue: bias, residual, ReLU, gate", "[nn]", float, double) {
  const int depth = GENERATE(0, 7, 520);
  const int cols = GENERATE(1, 3, 64, 85);
  const int gap = cols == 1 ? 0 : 3;
  const int wanted = GENERATE(range(0, 16));
  constexpr int kRows = 70;
  const Block<TestType> a(kRows, depth, 1, gap), b(depth, cols, 2, gap),
      b_transposed(cols, depth, 3, gap);
  const Block<TestType> bias(1, cols, 4), residual(kRows, cols, 5), gate(kRows, cols, 6);
  Epilogue<TestType> epilogue;
  if ((wanted & 1) != 0) epilogue.bias = bias.read().data;
  if ((wanted & 2) != 0) epilogue.residual = residual.read().data;
  epilogue.residual_stride = residual.stride;
  epilogue.relu = (wanted & 4) != 0;
  if ((wanted & 8) != 0) epilogue.gate = gate.read().data;
  epilogue.gate_stride = gate.stride;
  const auto check = [&](auto product, const Block<TestType>& right) {
    Block<TestType> plain(kRows, cols, 7, gap), result(kRows, cols, 7, gap);
    product(a.read(), right.read(), plain.view(), Epilogue<TestType>{});
    product(a.read(), right.read(), result.view(), epilogue);
    for (int i = 0; i < kRows; ++i) {
      for (int j = 0; j < cols; ++j) {
        const auto expected = static_cast<double>(apply(epilogue, plain.at(i, j), i, j));
        REQUIRE(static_cast<double>(result.at(i, j)) ==
                Approx(expected).margin(kTolerance<TestType>));
      }
    }
  };
  check(matmul<TestType>, b);
  check(matmul_nt<TestType>, b_transposed);
}

TEMPLATE_TEST_CASE("a ReLU does not hide what is not a number", "[nn]", float, double) {
  const int cols = GENERATE(1, 16);
  const auto nan = static_cast<TestType>(std::nan(""));
  const std::vector<TestType> b(static_cast<std::size_t>(cols), 1);
  std::vector<TestType> c(b.size());
  matmul<TestType>({&nan, 1, 1}, {b.data(), 1, cols}, {c.data(), 1, cols}, {.relu = true});
  for (const TestType value : c) CHECK(std::isnan(value));
}

TEMPLATE_TEST_CASE("a row of a product has the same bits wherever it stands", "[nn]", float,
                   double) {
  constexpr int kMost = 40;
  const int cols = GENERATE(1, 5, 16, 48, 64, 71);
  const int depth = GENERATE(1, 3, 64, 300);
  const int gap = cols == 1 ? 0 : 3;
  const Block<TestType> a(kMost, depth, 1, gap), b(depth, cols, 2, gap),
      b_transposed(cols, depth, 3, gap);
  const auto check = [&](auto product, const Block<TestType>& right) {
    Block<TestType> all(kMost, cols, 4, gap);
    product(a.read(), right.read(), all.view(), {});
    for (int first = 0; first < 5; ++first) {
      for (int rows = 1; rows + first <= kMost; ++rows) {
        Block<TestType> part(rows, cols, 4, gap);
        product({a.read().data + first * a.stride, rows, depth, a.stride}, right.read(),
                part.view(), {});
        for (int i = 0; i < rows; ++i) {
          for (int j = 0; j < cols; ++j) {
            if (part.at(i, j) != all.at(first + i, j)) FAIL("row " << i << " of " << rows);
          }
        }
      }
    }
  };
  check(matmul<TestType>, b);
  check(matmul_nt<TestType>, b_transposed);
}

TEMPLATE_TEST_CASE("column sums are added", "[nn]", float, double) {
  const int rows = GENERATE(0, 1, 9);
  const int cols = GENERATE(1, 5, 64, 71, 150);
  const Block<TestType> a(rows, cols, 1);
  std::vector<TestType> sums(static_cast<std::size_t>(cols), 2);
  add_column_sums(a.read(), sums.data());
  for (int j = 0; j < cols; ++j) {
    double expected = 2;
    for (int i = 0; i < rows; ++i) expected += static_cast<double>(a.at(i, j));
    REQUIRE(static_cast<double>(sums[static_cast<std::size_t>(j)]) ==
            Approx(expected).margin(kTolerance<TestType>));
  }
}

TEMPLATE_TEST_CASE("transposing pads with zeros", "[nn]", float, double) {
  const int rows = GENERATE(1, 16, 21);
  const int cols = GENERATE(1, 16, 37);
  constexpr int kStride = 32;
  const Block<TestType> from(rows, cols, 1);
  std::vector<TestType> to(static_cast<std::size_t>(cols * kStride), 9);
  transpose_padded(from.read().data, from.stride, rows, cols, to.data(), kStride);
  const int padded = (rows + kLanes<TestType> - 1) / kLanes<TestType> * kLanes<TestType>;
  for (int j = 0; j < cols; ++j) {
    for (int i = 0; i < kStride; ++i) {
      const TestType expected = i < rows ? from.at(i, j) : i < padded ? TestType{0} : TestType{9};
      REQUIRE(to[static_cast<std::size_t>(j * kStride + i)] == expected);
    }
  }
}

TEST_CASE("products allocate nothing", "[nn]") {
  Block<float> a(300, 300, 1), b(300, 300, 2), c(300, 300, 3);
  const std::size_t before = testing::allocations();
  matmul(a.read(), b.read(), c.view());
  matmul_nt(a.read(), b.read(), c.view());
  add_matmul_tn(a.read(), b.read(), c.view());
  CHECK(testing::allocations() == before);
}

}  // namespace
}  // namespace saccade::nn

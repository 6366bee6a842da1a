// What the lanes of a register compute has the bits of the same operation on one number.
#include "nn/kernels/lanes.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "support/random_vector.h"

namespace saccade::nn {
namespace {

constexpr int kNumbers = 4096;

template <class T>
std::vector<T> positive(std::uint64_t seed) {
  std::vector<T> values;
  for (const double value : testing::random_vector(kNumbers, seed)) {
    values.push_back(static_cast<T>(std::abs(value) + 1e-3));
  }
  return values;
}

/// operation(group) of every group of lanes of the numbers.
template <class T, class Operation>
std::vector<T> computed(Operation operation) {
  std::vector<T> results(kNumbers);
  for_groups<T>(kNumbers, [&](auto group) { group.store(operation(group), results.data()); });
  return results;
}

TEMPLATE_TEST_CASE("quotients and roots of lanes are rounded once", "[nn]", float, double) {
  using T = TestType;
  const auto a = positive<T>(1), b = positive<T>(2);
  std::vector<T> quotients, roots;
  for (std::size_t i = 0; i < a.size(); ++i) {
    quotients.push_back(a[i] / b[i]);
    roots.push_back(std::sqrt(a[i]));
  }
  CHECK(computed<T>([&](auto g) { return g.load(a.data()) / g.load(b.data()); }) == quotients);
  CHECK(computed<T>([&](auto g) { return xsimd::sqrt(g.load(a.data())); }) == roots);
}

TEMPLATE_TEST_CASE("a product is subtracted as it is added", "[nn]", float, double) {
  using T = TestType;
  const auto a = positive<T>(1), b = positive<T>(2), c = positive<T>(3);
  const auto subtracted = computed<T>([&](auto g) {
    return subtract_product<T>(g.load(a.data()), g.load(b.data()), g.load(c.data()));
  });
  const auto added = computed<T>([&](auto g) {
    return multiply_add<T>(-g.load(a.data()), g.load(b.data()), g.load(c.data()));
  });
  CHECK(subtracted == added);
}

}  // namespace
}  // namespace saccade::nn

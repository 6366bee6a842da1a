// Attention by cosines (Henry et al. 2020) against the same computed plainly.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>

#include "nn/attention/attention_kinds.h"
#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

constexpr int kWidth = 12, kHeads = 3, kHeadWidth = kWidth / kHeads, kSamples = 2;

std::size_t index(int row, int head, int c) {
  return static_cast<std::size_t>(row * kWidth + head * kHeadWidth + c);
}

/// Two samples, of which the second has more keys than a group of lanes.
template <class T>
struct Trial {
  std::vector<std::int32_t> queries, keys = {0, 7, 26};  // Offsets of the samples.
  ParameterLayout layout;
  std::unique_ptr<Attention<T>> attention;
  std::vector<T> temperatures, query, key, value;
  AttentionScratch<T> scratch;

  explicit Trial(int queries_of_each)
      : queries({0, queries_of_each, 2 * queries_of_each}),
        attention(make_attention<T>({.kind = find_attention_kind("cosine")},
                                    {kWidth, kHeads, 0, "a"}, layout)),
        temperatures(layout.size()),
        query(draw(queries.back(), 1)),
        key(draw(keys.back(), 2)),
        value(draw(keys.back(), 3)) {
    std::copy_n(std::vector<T>{8, T{0.5}, -2}.begin(), kHeads, temperatures.begin());
  }

  static std::vector<T> draw(int tokens, std::uint64_t seed) {
    const auto drawn = testing::random_vector(static_cast<std::size_t>(tokens * kWidth), seed);
    return {drawn.begin(), drawn.end()};
  }
  AttentionBatch<T> batch() const { return {kSamples, queries.data(), keys.data()}; }
  AttentionInput<T> in(const AttentionBatch<T>& batch) {
    return {temperatures.data(), batch, query.data(), key.data(), value.data(), scratch};
  }

  std::vector<T> mixed() {
    std::vector<T> mixed(query.size());
    attention->forward(in(batch()), mixed.data());
    return mixed;
  }
  /// [heads x queries x keys] of one sample.
  std::vector<T> weights(int sample) {
    const auto s = static_cast<std::size_t>(sample);
    std::vector<T> weights(
        static_cast<std::size_t>(kHeads * (queries[s + 1] - queries[s]) * (keys[s + 1] - keys[s])));
    attention->weights(in(batch()), sample, weights.data());
    return weights;
  }
};

struct Gradients {
  std::vector<double> temperatures, query, key, value;
};

// Of a loss that is linear in what is mixed.
template <class T>
Gradients gradients_of(Trial<T>& trial, const std::vector<T>& d_mixed) {
  const std::vector<T> mixed = trial.mixed();
  std::vector<T> d_query(trial.query.size()), d_key(trial.key.size()), d_value(trial.value.size());
  std::vector<T> gradient(trial.temperatures.size());
  trial.attention->backward(trial.in(trial.batch()), mixed.data(), d_mixed.data(),
                            {d_query.data(), d_key.data(), d_value.data()}, gradient.data());
  return {{gradient.begin(), gradient.end()},
          {d_query.begin(), d_query.end()},
          {d_key.begin(), d_key.end()},
          {d_value.begin(), d_value.end()}};
}

// g q . k / (|q| |k|)
double plain_score(const Trial<double>& trial, int head, int query, int key) {
  double product = 0, q_square = 1e-6, k_square = 1e-6;
  for (int c = 0; c < kHeadWidth; ++c) {
    const double q = trial.query[index(query, head, c)];
    const double k = trial.key[index(key, head, c)];
    product += q * k;
    q_square += q * q;
    k_square += k * k;
  }
  const double g = trial.temperatures[static_cast<std::size_t>(head)];
  return g * product / (std::sqrt(q_square) * std::sqrt(k_square));
}

// Of one head and query, on keys [first, last).
std::vector<double> plain_weights(const Trial<double>& trial, int head, int query, int first,
                                  int last) {
  std::vector<double> weights;
  double sum = 0;
  for (int key = first; key < last; ++key) {
    sum += weights.emplace_back(std::exp(plain_score(trial, head, query, key)));
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

void check_query(const Trial<double>& trial, int head, int query, int first_key,
                 const std::vector<double>& wanted, const double* weights, const double* mixed) {
  for (std::size_t j = 0; j < wanted.size(); ++j) {
    CHECK(weights[j] == Approx(wanted[j]).epsilon(1e-12));
  }
  for (int c = 0; c < kHeadWidth; ++c) {
    double sum = 0;
    for (std::size_t j = 0; j < wanted.size(); ++j) {
      sum += wanted[j] * trial.value[index(first_key + static_cast<int>(j), head, c)];
    }
    CHECK(mixed[index(query, head, c)] == Approx(sum).epsilon(1e-11).margin(1e-13));
  }
}

void check_equation(Trial<double>& trial) {
  const std::vector<double> mixed = trial.mixed();
  for (std::size_t s = 0; s < kSamples; ++s) {
    const std::vector<double> weights = trial.weights(static_cast<int>(s));
    const double* row = weights.data();
    for (int h = 0; h < kHeads; ++h) {
      for (int i = trial.queries[s]; i < trial.queries[s + 1]; ++i) {
        CAPTURE(s, h, i);
        const auto wanted = plain_weights(trial, h, i, trial.keys[s], trial.keys[s + 1]);
        check_query(trial, h, i, trial.keys[s], wanted, row, mixed.data());
        row += wanted.size();
      }
    }
  }
}

TEST_CASE("cosine attention equals its equation", "[nn]") {
  Trial<double> trial(GENERATE(1, 5, 70));  // 70: more than one block of queries.
  check_equation(trial);
}

TEST_CASE("cosine attention looks at directions alone", "[nn]") {
  Trial<double> trial(5);
  const std::vector<double> first = trial.weights(0), second = trial.weights(1);
  // The queries of the first sample, the keys of the second.
  for (int row = 0; row < trial.queries[1]; ++row) {
    for (int c = 0; c < kWidth; ++c) trial.query[index(row, 0, c)] *= 3;
  }
  for (int row = trial.keys[1]; row < trial.keys[2]; ++row) {
    for (int c = 0; c < kWidth; ++c) trial.key[index(row, 0, c)] *= 3;
  }
  const auto check_same = [](const std::vector<double>& found, const std::vector<double>& wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      CHECK(found[i] == Approx(wanted[i]).epsilon(1e-4));  // 1e-6 is added to squared norms.
    }
  };
  check_same(trial.weights(0), first);
  check_same(trial.weights(1), second);
}

TEST_CASE("cosine attention has the gradients of central differences", "[nn]") {
  Trial<double> trial(GENERATE(1, 5));
  const auto d_mixed = testing::random_vector(trial.query.size(), 4);
  const Gradients found = gradients_of(trial, d_mixed);
  const auto loss = [&] {
    const std::vector<double> mixed = trial.mixed();
    return std::inner_product(mixed.begin(), mixed.end(), d_mixed.begin(), 0.0);
  };
  SECTION("temperature") {
    for (std::size_t h = 0; h < kHeads; ++h) CHECK(found.temperatures[h] != 0);
    testing::check_gradient(loss, trial.temperatures, found.temperatures);
  }
  SECTION("query") {
    testing::check_gradient(loss, trial.query, found.query);
  }
  SECTION("key") {
    testing::check_gradient(loss, trial.key, found.key);
  }
  SECTION("value") {
    testing::check_gradient(loss, trial.value, found.value);
  }
}

TEMPLATE_TEST_CASE("cosine attention stays finite where a key or a query is zero", "[nn]", float,
                   double) {
  Trial<TestType> trial(5);
  std::fill_n(trial.key.begin() + index(3, 0, 0), kWidth, TestType{0});
  std::fill_n(trial.query.begin() + index(2, 0, 0), kWidth, TestType{0});
  const auto is_finite = [](auto x) { return std::isfinite(x); };
  const auto check_finite = [&](const auto& numbers) {
    CHECK(std::all_of(numbers.begin(), numbers.end(), is_finite));
  };
  const std::vector<TestType> weights = trial.weights(0);
  check_finite(weights);
  for (std::size_t j = 0; j < 7; ++j) {
    CHECK(weights[2 * 7 + j] == Approx(1.0 / 7));  // The zero query's cosines are 0.
  }
  check_finite(trial.mixed());
  const Gradients found =
      gradients_of(trial, std::vector<TestType>(trial.query.size(), TestType{1}));
  check_finite(found.temperatures);
  check_finite(found.query);
  check_finite(found.key);
  check_finite(found.value);
}

TEST_CASE("a zero key has cosine 0 with every query", "[nn]") {
  Trial<double> trial(5);
  for (int c = 0; c < kWidth; ++c) trial.key[index(3, 0, c)] = 0;
  check_equation(trial);
}

TEST_CASE("the temperature of every head begins at log2(16^2 - 16)", "[nn]") {
  Trial<float> trial(1);
  REQUIRE(trial.layout.entries().size() == 1);
  const ParameterLayout::Entry& entry = trial.layout.entries()[0];
  CHECK(entry.name == "a.temperature");
  CHECK(entry.slice.rows == 1);
  CHECK(entry.slice.cols == kHeads);
  Random random(1);
  trial.attention->initialise(trial.temperatures.data(), random);
  for (std::size_t h = 0; h < kHeads; ++h) {
    CHECK(trial.temperatures[entry.slice.offset + h] == Approx(std::log2(240.0)));
  }
}

}  // namespace
}  // namespace saccade::nn

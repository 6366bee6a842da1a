#include "agents/update/gradient_sum.h"

#include <catch2/catch.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "agents/ranks/local_ranks.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

constexpr std::size_t kSize = 10'001;  // Of a gradient.

/// Parts as they are computed: the same numbers wherever a part is.
struct Parts {
  Parts(std::size_t begin, std::size_t end) : gradients(end - begin), sums(end - begin) {
    for (std::size_t i = begin; i < end; ++i) {
      Rng rng(derive_seed({i}));
      std::vector<float>& gradient = gradients[i - begin];
      while (gradient.size() < kSize) gradient.push_back(static_cast<float>(rng.uniform(-1, 1)));
      sums[i - begin].values[1] = rng.uniform(-1, 1);
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
      summands.push_back({gradients[i].data(), &sums[i]});
  }

  std::vector<std::vector<float>> gradients;
  std::vector<MetricSums> sums;
  std::vector<GradientSum::Part> summands;
};

struct Found {
  std::vector<float> gradient;
  double metric = 0;
};

/// The second sum of the same parts by this rank.
Found summed(std::size_t parts, const std::vector<Addition>& order, Ranks* ranks) {
  ThreadPool pool(2);
  GradientSum sum(parts, order, kSize, ranks);
  for (int i = 0; i < 2; ++i) {
    Parts own(sum.own().begin, sum.own().end);
    sum.run(own.summands, pool);
    if (i == 1) return {{sum.gradient(), sum.gradient() + kSize}, sum.sums().values[1]};
  }
  return {};
}

TEST_CASE("parts are added in a row or as a tree") {
  const bool is_tree = GENERATE(false, true);
  const Found found = summed(5, is_tree ? tree_order(5) : row_order(5), nullptr);
  const Parts parts(0, 5);
  const auto wanted = [&](const auto& part) {
    return is_tree ? ((part(0) + part(1)) + (part(2) + part(3))) + part(4)
                   : (((part(0) + part(1)) + part(2)) + part(3)) + part(4);
  };
  for (std::size_t i = 0; i < kSize; ++i) {
    const float sum = wanted([&](std::size_t p) { return parts.gradients[p][i]; });
    if (found.gradient[i] != sum) FAIL(i);
  }
  CHECK(found.metric == wanted([&](std::size_t p) { return parts.sums[p].values[1]; }));
}

TEST_CASE("ranks add what one process adds, with the same bits", "[threads][ranks]") {
  const std::size_t parts = GENERATE(1U, 2U, 3U, 7U, 16U);
  const auto order = GENERATE(row_order, tree_order)(parts);
  const Found alone = summed(parts, order, nullptr);
  for (const int size : {2, 3, 5, 8}) {
    INFO(size);
    std::vector<Found> found(static_cast<std::size_t>(size));
    const auto add = [&](Ranks& ranks) {
      found[static_cast<std::size_t>(ranks.rank())] = summed(parts, order, &ranks);
    };
    testing::with_ranks(size, add, add);
    for (const Found& of_rank : found) {
      CHECK(of_rank.gradient == alone.gradient);
      CHECK(of_rank.metric == alone.metric);
    }
  }
}

}  // namespace
}  // namespace saccade

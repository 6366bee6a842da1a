#include "agents/explain/ranks.h"

#include <catch2/catch.hpp>
#include <vector>

#include "agents/explain/even_sample.h"

namespace saccade {
namespace {

using Numbers = std::vector<double>;

TEST_CASE("ranks count from 1, and equal values share theirs") {
  CHECK(ranks_of(Numbers{3, 1, 2}) == Numbers{3, 1, 2});
  CHECK(ranks_of(Numbers{5, 5, 1, 5}) == Numbers{3, 3, 1, 3});
  CHECK(ranks_of(Numbers{}).empty());
}

TEST_CASE("Spearman's correlation is that of the ranks") {
  CHECK(spearman(Numbers{1, 2, 3, 4}, Numbers{10, 20, 30, 1000}) == Approx(1));
  CHECK(spearman(Numbers{1, 2, 3, 4}, Numbers{4, 3, 2, 1}) == Approx(-1));
  // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])
  CHECK(spearman(Numbers{1, 2, 3, 4, 5}, Numbers{5, 6, 7, 8, 7}) == Approx(0.8207826816681233));
  CHECK(spearman(Numbers{1, 1, 1}, Numbers{1, 2, 3}) == 0);
  CHECK(spearman(Numbers{1}, Numbers{2}) == 0);
}

TEST_CASE("AUROC is the chance that a marked thing stands above another") {
  const std::vector<std::uint8_t> marks = {0, 1, 0, 0};
  CHECK(auroc(Numbers{1, 4, 2, 3}, marks) == Approx(1));
  CHECK(auroc(Numbers{4, 1, 2, 3}, marks) == Approx(0));
  CHECK(auroc(Numbers{1, 1, 1, 1}, marks) == Approx(0.5));
  CHECK(auroc(Numbers{1, 2, 3, 0}, marks) == Approx(2.0 / 3));
}

TEST_CASE("the order of equal scores is drawn, and tells nothing") {
  const Numbers scores(8, 1.0);
  CHECK(order_by(scores, 1) == order_by(scores, 1));
  CHECK(order_by(scores, 1) != order_by(scores, 2));
  CHECK(order_by(Numbers{1, 3, 2}, 5) == std::vector<std::size_t>{1, 2, 0});
  std::vector<int> first(4);
  for (std::uint64_t seed = 0; seed < 400; ++seed) ++first[random_order(4, seed)[0]];
  for (const int count : first) CHECK(count > 60);
}

TEST_CASE("an even sample is bounded and evenly spread, however long the stream") {
  for (const int length : {3, 10, 11, 1000, 1001}) {
    EvenSample<int> sample(10);
    for (int i = 0; i < length; ++i) sample.offer([i] { return i; });
    CHECK(sample.seen() == static_cast<std::size_t>(length));
    const std::vector<int> taken = sample.take();
    INFO(length);
    CHECK(taken.size() <= 10);
    CHECK(taken.size() >= std::min<std::size_t>(10, static_cast<std::size_t>(length)));
    CHECK(taken.front() == 0);
    CHECK(taken.back() >= length - 1 - 3 * length / 10);
    for (std::size_t i = 1; i < taken.size(); ++i) CHECK(taken[i] > taken[i - 1]);
  }
}

}  // namespace
}  // namespace saccade

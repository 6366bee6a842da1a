#include "render/attention.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "render/arena_source.h"

namespace saccade::render {
namespace {

using Heads = AttentionChoice::Heads;

// Two blocks of two heads over an agent and two entities.
AttentionView two_by_two() {
  return {.blocks = 2,
          .heads = 2,
          .ids = {7, 4, 9},
          .types = {0, 1, 1},
          .weights = {1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F,    // block 1
                      0.2F, 0.8F, 0.0F, 0.6F, 0.0F, 0.4F}};  // block 2
}

TEST_CASE("the last block's heads are shown unless another block is chosen") {
  const auto last = strands(two_by_two(), {});
  REQUIRE(last.size() == 2);
  CHECK(last[0].weights == std::vector<float>{0.2F, 0.8F, 0.0F});
  CHECK(last[1].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
  const auto first = strands(two_by_two(), {.block = 0});
  CHECK(first[1].weights == std::vector<float>{0.0F, 1.0F, 0.0F});
}

TEST_CASE("one head and the mean of heads are single strands") {
  const auto one = strands(two_by_two(), {.heads = Heads::kOne, .head = 1});
  REQUIRE(one.size() == 1);
  CHECK(one[0].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
  const auto mean = strands(two_by_two(), {.heads = Heads::kMean});
  REQUIRE(mean.size() == 1);
  CHECK(mean[0].weights[0] == Approx(0.4));
  CHECK(mean[0].weights[1] == Approx(0.4));
  CHECK(mean[0].weights[2] == Approx(0.2));
}

TEST_CASE("a head or block that this policy lacks falls back to its last") {
  const auto one = strands(two_by_two(), {.heads = Heads::kOne, .head = 5, .block = 9});
  REQUIRE(one.size() == 1);
  CHECK(one[0].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
}

TEST_CASE("an agent that does not attend has no strands") {
  CHECK(strands(AttentionView{}, {}).empty());
  CHECK(mean_weights({}).empty());
  CHECK(most_attended({}).empty());
}

TEST_CASE("attention per type adds up to all of it") {
  ArenaSource arena;
  const Frame& frame = arena.reset(1);
  const auto mean = mean_weights(strands(frame.attention, {}));
  const auto sums = sum_per_type(mean, frame.attention.types, frame.entity_types.size());
  REQUIRE(sums.size() == 4);
  CHECK(std::accumulate(sums.begin(), sums.end(), 0.0) == Approx(1).epsilon(1e-5));
  CHECK(sums[0] == Approx(mean[0]));
}

TEST_CASE("the most attended entities exclude the agent and keep their order on a tie") {
  const std::vector<float> weights{0.5F, 0.1F, 0.2F, 0.1F, 0.1F};
  CHECK(most_attended(weights) == std::vector<std::size_t>{2, 1, 3, 4});
  CHECK(largest(weights, 2) == std::vector<std::size_t>{0, 2});
}

TEST_CASE("strength grows with the weight and fades what is far below an even share") {
  for (const std::size_t entities : {1U, 10U, 200U}) {
    float before = 0;
    for (float weight = 0; weight <= 1; weight += 0.01F) {
      const float now = strength(weight, entities);
      CHECK(now >= before);
      CHECK(now <= 1);
      before = now;
    }
  }
  CHECK(strength(1, 10) == Approx(1));
  CHECK(strength(0.005F, 10) == 0);
  CHECK(strength(0.002F, 200) == 0);
  CHECK(strength(0.03F, 200) > 0.15F);
}

TEST_CASE("the H key goes through all, mean and each head, and begins again") {
  AttentionChoice choice;
  choice = next_heads(choice, 2);
  CHECK(choice.heads == Heads::kMean);
  choice = next_heads(choice, 2);
  CHECK(choice.heads == Heads::kOne);
  CHECK(choice.head == 0);
  choice = next_heads(choice, 2);
  CHECK(choice.head == 1);
  choice = next_heads(choice, 2);
  CHECK(choice.heads == Heads::kAll);
}

TEST_CASE("the B key goes from the last block to the first and begins again") {
  AttentionChoice choice;
  std::vector<int> seen;
  for (int i = 0; i < 4; ++i) {
    choice = next_block(choice, 3);
    seen.push_back(choice.block);
  }
  CHECK(seen == std::vector<int>{1, 0, -1, 1});
}

}  // namespace
}  // namespace saccade::render

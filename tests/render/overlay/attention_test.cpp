#include "render/overlay/attention.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "render/arena_source.h"
#include "render/draw/palette.h"

namespace saccade::render {
namespace {

using Heads = AttentionChoice::Heads;

// Two blocks of two heads over an agent and two entities.
AttentionWeights two_by_two() {
  return {.blocks = 2,
          .heads = 2,
          .ids = {7, 4, 9},
          .types = {0, 1, 1},
          .weights = {1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F,    // block 1
                      0.2F, 0.8F, 0.0F, 0.6F, 0.0F, 0.4F}};  // block 2
}

TEST_CASE("the last block's heads are shown unless another block is chosen") {
  const auto last = shown_weights(two_by_two(), {});
  REQUIRE(last.size() == 2);
  CHECK(last[0].weights == std::vector<float>{0.2F, 0.8F, 0.0F});
  CHECK(last[1].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
  const auto first = shown_weights(two_by_two(), {.block = 0});
  CHECK(first[1].weights == std::vector<float>{0.0F, 1.0F, 0.0F});
}

TEST_CASE("one head and the mean of heads each have one colour") {
  const auto one = shown_weights(two_by_two(), {.heads = Heads::kOne, .head = 1});
  REQUIRE(one.size() == 1);
  CHECK(one[0].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
  const auto mean = shown_weights(two_by_two(), {.heads = Heads::kMean});
  REQUIRE(mean.size() == 1);
  CHECK(mean[0].weights[0] == Approx(0.4));
  CHECK(mean[0].weights[1] == Approx(0.4));
  CHECK(mean[0].weights[2] == Approx(0.2));
}

TEST_CASE("a head or block that this policy lacks falls back to its last") {
  const auto one = shown_weights(two_by_two(), {.heads = Heads::kOne, .head = 5, .block = 9});
  REQUIRE(one.size() == 1);
  CHECK(one[0].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
}

TEST_CASE("an agent that does not attend shows no weights") {
  CHECK(shown_weights(AttentionWeights{}, {}).empty());
  CHECK(mean_weights({}).empty());
  CHECK(most_attended({}).empty());
}

TEST_CASE("attention per type adds up to all of it") {
  ArenaSource arena;
  const Frame& frame = arena.reset(1);
  const auto mean = mean_weights(shown_weights(frame.mind().attention, {}));
  const auto sums =
      sum_per_type(mean, frame.mind().attention.types, frame.mind().token_types.size());
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

TEST_CASE("the H key leaves the rollout, which has no heads, for the heads shown before") {
  const AttentionChoice choice = next_heads({.heads = Heads::kMean, .rollout = true}, 2);
  CHECK_FALSE(choice.rollout);
  CHECK(choice.heads == Heads::kMean);
}

TEST_CASE("the B key goes from the last block to the first, to the rollout, and begins again") {
  AttentionChoice choice;
  std::vector<std::string> seen;
  for (int i = 0; i < 5; ++i) {
    choice = next_block(choice, 3, false);
    seen.push_back(choice.rollout ? "rollout" : std::to_string(choice.block));
  }
  CHECK(seen == std::vector<std::string>{"1", "0", "rollout", "-1", "1"});
  CHECK(next_block({}, 1, false).rollout);
  CHECK(next_block({.block = 7}, 2, false).block == 0);
}

TEST_CASE("the rollout has the one colour of means, whatever head was chosen") {
  AttentionWeights attention = two_by_two();
  attention.rollout = {0.5F, 0.3F, 0.2F};
  const auto shown = shown_weights(attention, {.heads = Heads::kOne, .head = 1, .rollout = true});
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].weights == attention.rollout);
  CHECK(shown[0].color.r == kMeanColor.r);
}

TEST_CASE("a rollout that is not known falls back to the last block") {
  const auto shown = shown_weights(two_by_two(), {.rollout = true});
  REQUIRE(shown.size() == 2);
  CHECK(shown[1].weights == std::vector<float>{0.6F, 0.0F, 0.4F});
  CHECK(describe_choice(two_by_two(), {.rollout = true}) == "block 2, heads");
}

TEST_CASE("what is shown has a name") {
  AttentionWeights attention = two_by_two();
  attention.layers = {"cross", "block 1"};
  attention.rollout = {0.5F, 0.3F, 0.2F};
  CHECK(describe_choice(attention, {}) == "block 1, heads");
  CHECK(describe_choice(attention, {.block = 0}) == "cross, heads");
  CHECK(describe_choice(attention, {.heads = Heads::kMean}) == "block 1, mean of 2 heads");
  CHECK(describe_choice(attention, {.heads = Heads::kOne, .head = 1}) == "block 1, head 2");
  CHECK(describe_choice(attention, {.heads = Heads::kOne, .head = 8, .block = 8}) ==
        "block 1, head 2");
  CHECK(describe_choice(attention, {.rollout = true}) == "rollout");
}

TEST_CASE("a layer is chosen by its name") {
  AttentionWeights attention = two_by_two();
  attention.layers = {"cross", "block 1"};
  CHECK(choose_layer(attention, "").block == -1);
  CHECK(choose_layer(attention, "cross").block == 0);
  CHECK(choose_layer(attention, "block 1").block == 1);
  CHECK_THROWS_WITH(choose_layer(attention, "rollout"),
                    "layer: found 'rollout', wanted 'cross' or 'block 1'");
  attention.rollout.assign(attention.ids.size(), 1 / static_cast<float>(attention.ids.size()));
  CHECK(choose_layer(attention, "rollout").rollout);
  CHECK_THROWS_WITH(choose_layer(attention, "block 2"),
                    "layer: found 'block 2', wanted 'cross' or 'block 1' or 'rollout'");
  CHECK_THROWS_WITH(choose_layer({}, "block 1"),
                    "layer: found 'block 1', but there is no attention to show");
}

TEST_CASE("a single layer needs no name") {
  AttentionWeights attention;
  attention.blocks = 1;
  attention.heads = 2;
  attention.layers = {"block 1"};
  CHECK(describe_choice(attention, {}) == "heads");
  CHECK(describe_choice(attention, {.heads = Heads::kOne, .head = 1}) == "head 2");
}

TEST_CASE("entities are called by id, rays and patches by their place among their like") {
  Frame frame;
  frame.mind().token_types = {{"self"}, {"big_food"}, {"lidar"}, {"view", 2.0F}};
  frame.mind().attention.ids = {0, 9, kNoEntity, kNoEntity, kNoEntity};
  frame.mind().attention.types = {0, 1, 2, 2, 3};
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < 5; ++i) labels.push_back(token_label(frame, i));
  CHECK(labels == std::vector<std::string>{"agent", "big food 9", "lidar 0", "lidar 1", "view 0"});
}

// In block 1 all three ask what the two entities are.
AttentionWeights with_rows() {
  AttentionWeights attention = two_by_two();
  attention.rows = {{.queries = {0, 1, 2},
                     .keys = {1, 2},
                     .weights = {0.5F, 0.5F, 0.3F, 0.7F, 0.1F, 0.9F,    // head 1
                                 0.5F, 0.5F, 1.0F, 0.0F, 0.0F, 1.0F}},  // head 2
                    {}};
  return attention;
}

TEST_CASE("a pinned entity is shown by its own query, where the layer has one") {
  const AttentionWeights attention = with_rows();
  const AttentionChoice first{.block = 0};
  CHECK(asking_token(attention, first, 4) == 1);
  CHECK(asking_token(attention, first, 9) == 2);
  CHECK(asking_token(attention, first, kNoEntity) == 0);
  CHECK(asking_token(attention, first, 7) == 0);  // The agent itself.
  CHECK(asking_token(attention, {}, 4) == 0);
  CHECK(asking_token(two_by_two(), first, 4) == 0);
  const auto shown = shown_weights(attention, first, 1);
  REQUIRE(shown.size() == 2);
  CHECK(shown[0].weights == std::vector<float>{0, 0.3F, 0.7F});
  CHECK(shown[1].weights == std::vector<float>{0, 1, 0});
  CHECK(shown[1].color.r == head_color(1).r);
  const auto mean = shown_weights(attention, {.heads = Heads::kMean, .block = 0}, 2);
  CHECK(mean[0].weights[1] == Approx(0.05));
  CHECK(most_attended(shown[0].weights, 1) == std::vector<std::size_t>{2, 0});
}

TEST_CASE("why a pinned entity is not the one that asks is said") {
  AttentionWeights attention = with_rows();
  attention.rollout = {0.5F, 0.3F, 0.2F};
  CHECK(why_agent_asks(attention, {}, 4) == "in block 2 only the agent asks");
  CHECK(why_agent_asks(attention, {.rollout = true}, 4) == "the rollout is of the agent alone");
  CHECK(why_agent_asks(attention, {}, 55) == "the pinned one is not seen");
  CHECK(why_agent_asks(attention, {.block = 0}, 4).empty());
  CHECK(why_agent_asks(attention, {}, 7).empty());
  CHECK(why_agent_asks(attention, {}, kNoEntity).empty());
  attention.blocks = 1;
  attention.rows = {{}};
  CHECK(why_agent_asks(attention, {}, 4) == "only the agent asks");
}

}  // namespace
}  // namespace saccade::render

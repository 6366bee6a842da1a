#include "render/overlay/memory_strip.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "envs/core/observation.h"
#include "render/draw/palette.h"
#include "render/remembering.h"

namespace saccade::render {
namespace {

using Heads = AttentionChoice::Heads;

AttentionWeights even(int length, int entries) {
  AttentionWeights attention;
  attention.memory = {.heads = 1, .length = length, .entries = entries};
  attention.memory.weights.assign(static_cast<std::size_t>(entries),
                                  1 / static_cast<float>(entries));
  return attention;
}

std::vector<std::string> labels(const MemoryStrip& strip) {
  std::vector<std::string> found;
  for (const MemoryColumn& column : strip.columns) found.push_back(age_label(column));
  return found;
}

TEST_CASE("the strip has a column for each step that the memory can hold, the present one last") {
  const MemoryStrip strip = make_strip(remembering(), {});
  CHECK(labels(strip) ==
        std::vector<std::string>{"4 steps ago", "3 steps ago", "2 steps ago", "1 step ago", "now"});
  std::vector<bool> remembered;
  for (const MemoryColumn& column : strip.columns) remembered.push_back(column.remembered);
  CHECK(remembered == std::vector<bool>{false, false, true, true, true});
  CHECK(strip.columns[0].share == 0);
  CHECK(strip.columns[2].share == Approx(0.625));
  CHECK(strip.columns[3].share == Approx(0.125));
  CHECK(strip.columns[4].share == Approx(0.25));
  CHECK(strip.peak == 2);
}

TEST_CASE("a cell is the brighter the more its head attends to its step") {
  const MemoryStrip strip = make_strip(remembering(), {});
  REQUIRE(strip.shown.size() == 2);
  CHECK(strip.columns[2].parts == std::vector<float>{0.5F, 0.75F});
  CHECK(strip.columns[2].brightness[1] == Approx(1));
  CHECK(strip.columns[2].brightness[0] == Approx(std::sqrt(0.5 / 0.75)));
  CHECK(strip.columns[3].brightness[1] == 0);
  CHECK(strip.columns[0].brightness == std::vector<float>{0, 0});
}

TEST_CASE("the strip shows the heads that are chosen, and beside what has other heads their mean") {
  CHECK(make_strip(remembering(), {}).shown.size() == 2);
  const MemoryStrip one =
      make_strip(remembering(), {.heads = Heads::kOne, .head = 1, .memory = true});
  REQUIRE(one.shown.size() == 1);
  CHECK(one.columns[2].share == Approx(0.75));
  CHECK(one.shown[0].color.r == head_color(1).r);
  const MemoryStrip last =
      make_strip(remembering(), {.heads = Heads::kOne, .head = 7, .memory = true});
  CHECK(last.columns[2].share == Approx(0.75));
  for (const AttentionChoice& choice :
       {AttentionChoice{.heads = Heads::kMean}, AttentionChoice{.rollout = true},
        AttentionChoice{.heads = Heads::kOne, .head = 1}}) {
    const MemoryStrip mean = make_strip(remembering(), choice);
    REQUIRE(mean.shown.size() == 1);
    CHECK(mean.columns[2].share == Approx(0.625));
    CHECK(mean.shown[0].color.r == kMeanColor.r);
  }
}

TEST_CASE("at an episode's start there is the present alone, and no peak") {
  const MemoryStrip strip = make_strip(even(16, 1), {});
  REQUIRE(strip.columns.size() == 17);
  CHECK(strip.peak == -1);
  CHECK(strip.columns.back().share == 1);
  CHECK(strip.columns.back().brightness[0] == Approx(1));
  CHECK_FALSE(strip.columns[15].remembered);
}

TEST_CASE("even attention is seen however long the memory is") {
  for (const int length : {1, 16, 100, 4096}) {
    INFO(length);
    const MemoryStrip strip = make_strip(even(length, length + 1), {});
    CHECK(strip.columns.size() <= 65);
    double sum = 0;
    for (const MemoryColumn& column : strip.columns) {
      sum += static_cast<double>(column.share);
      CHECK(column.remembered);
    }
    CHECK(sum == Approx(1).epsilon(1e-3));
    CHECK(strip.columns[strip.columns.size() - 2].brightness[0] > 0.5F);
    CHECK(strip.columns.front().oldest == length);
  }
}

TEST_CASE("a column of a long memory holds several steps") {
  const MemoryStrip strip = make_strip(even(128, 4), {});
  REQUIRE(strip.columns.size() == 65);
  CHECK(age_label(strip.columns[63]) == "1\u20132 steps ago");
  CHECK(strip.columns[63].share == Approx(0.5));
  CHECK(strip.columns[62].share == Approx(0.25));  // Half of it is remembered.
  CHECK(strip.columns[62].remembered);
  CHECK_FALSE(strip.columns[61].remembered);
}

TEST_CASE("without a memory that attends there is no strip") {
  CHECK(make_strip(AttentionWeights{}, {}).columns.empty());
  CHECK(step_strengths(make_strip(AttentionWeights{}, {})).empty());
}

TEST_CASE("the memory is a layer that can be chosen by its name and shown instead of the others") {
  const AttentionWeights attention = remembering();
  const AttentionChoice choice = choose_layer(attention, "memory");
  CHECK(choice.memory);
  CHECK(shows_memory(attention, choice));
  CHECK(shown_weights(attention, choice).empty());
  CHECK(describe_choice(attention, choice) == "heads");
  CHECK(shown_heads(attention, choice) == 2);
  CHECK(shown_heads(attention, {}) == 1);
  CHECK_FALSE(shows_memory(attention, {}));
  CHECK_THROWS_WITH(choose_layer(attention, "block 2"),
                    "layer: found 'block 2', wanted 'block 1' or 'rollout' or 'memory'");
  AttentionWeights without = attention;
  without.memory = {};
  CHECK_THROWS_WITH(choose_layer(without, "memory"),
                    "layer: found 'memory', which only policy.memory = \"attention\" has, wanted "
                    "'block 1' or 'rollout'");
  CHECK(describe_choice(without, choice) == "heads");  // Of another agent, say.
  CHECK(shown_weights(without, choice).size() == 1);
}

TEST_CASE("where nothing but the memory attends, it is shown") {
  AttentionWeights attention = remembering();
  attention.blocks = attention.heads = 0;
  CHECK(shows_memory(attention, {}));
  CHECK(describe_choice(attention, {.heads = Heads::kMean}) == "mean of 2 heads");
}

TEST_CASE("the B key changes nothing where there is no layer beside the memory") {
  for (const bool remembers : {false, true}) {
    CHECK_FALSE(next_block({}, 0, remembers).rollout);
    CHECK(next_block({.memory = true}, 0, remembers).memory);
  }
}

TEST_CASE("the B key reaches the memory after the rollout") {
  AttentionChoice choice;
  std::vector<std::string> seen;
  for (int i = 0; i < 5; ++i) {
    choice = next_block(choice, 2, true);
    seen.push_back(choice.memory    ? "memory"
                   : choice.rollout ? "rollout"
                                    : std::to_string(choice.block));
  }
  CHECK(seen == std::vector<std::string>{"0", "rollout", "memory", "-1", "0"});
}

TEST_CASE("places are marked by how much their step is attended to, the present one not") {
  const auto strengths = step_strengths(make_strip(remembering(), {}));
  REQUIRE(strengths.size() == 3);
  CHECK(strengths[0] == Approx(1));
  CHECK(strengths[1] == Approx(std::sqrt(0.125 / 0.625)));
  CHECK(strengths[2] == 0);
}

TEST_CASE("a place has the colours of its heads, mixed as they weigh the step") {
  const MemoryStrip both = make_strip(remembering(), {});
  const Color first = head_color(0), second = head_color(1);
  const auto mixed = [](float share, std::uint8_t a, std::uint8_t b) {
    return std::lround(share * static_cast<float>(a) + (1 - share) * static_cast<float>(b));
  };
  const Color oldest = step_color(both, 0);  // Of weights 0.5 and 0.75.
  CHECK(oldest.r == mixed(0.4F, first.r, second.r));
  CHECK(oldest.g == mixed(0.4F, first.g, second.g));
  CHECK(oldest.b == mixed(0.4F, first.b, second.b));
  CHECK(step_color(both, 1).r == first.r);  // The second head does not attend to it.
  const MemoryStrip one =
      make_strip(remembering(), {.heads = Heads::kOne, .head = 1, .memory = true});
  CHECK(step_color(one, 0).g == second.g);
}

}  // namespace
}  // namespace saccade::render

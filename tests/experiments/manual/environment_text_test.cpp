#include "experiments/manual/environment_text.h"

#include <catch2/catch.hpp>

#include "envs/builtin.h"
#include "experiments/manual/chess.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;

TEST_CASE("An environment is described in words") {
  const std::string text = describe_text(chess_entry());
  for (const char* part :
       {"chess: Moves pieces.", "at most 9 steps", "Outcomes: mate",
        "self (1 always)\n      clock  Time left, s.\n",
        "piece\n      x  Column, from 0.\n      y\n      geometry: point (x, y) in units of 8\n",
        "Pieces move on a board.\n\nThe last king wins.\n", "\nReward\n  +1 for a mate.\n",
        "\nEnds\n  With a mate.\n", "\nSource\n  India, about 600.\n",
        "\nDifferences from the source\n  No castling.\n", "hit edge, piece\n      They feel",
        "feelers: 8 rays of 1.5; they hit edge, piece",
        "board: image of 8 x 9 pixels of 0.5, not always; channels white, black",
        "call: one of 2: 0 wait, 1 move", "push: a vector: force in [-2, 3]\n      How hard",
        "which: one entity of: piece (masked)", "env.board = 8  (a whole number in [2, 20])",
        "env.clock = 1.5  (a number of at least 0)", "Squares a side."}) {
    CHECK_THAT(text, Contains(part));
  }
  CHECK_THAT(text, Contains("env.style = fast  (one of fast, slow)"));
}

TEST_CASE("What has no limit, is not always there or is for the critic alone is told in words") {
  const std::string text = describe_text(open_chess_entry());
  for (const char* part :
       {"1 agent, any number of steps at 30 per second, rewards in [-inf, 1]",
        "plan (critic only): no features", "call: one of 2: 0 wait, 1 move (not always)",
        "which: one entity of: piece (masked, not always)"}) {
    CHECK_THAT(text, Contains(part));
  }
}

TEST_CASE("Every environment that ships is described in words") {
  Registry registry;
  add_builtin_environments(registry);
  REQUIRE_FALSE(registry.entries().empty());
  for (const EnvironmentEntry& entry : registry.entries()) {
    CHECK_THAT(describe_text(entry), Contains(entry.summary));
  }
}

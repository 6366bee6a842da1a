#include "experiments/manual/environment_page.h"

#include <catch2/catch.hpp>

#include "experiments/manual/chess.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("An environment's section tells all about it in Markdown") {
  const std::string text = environment_section(chess_entry());
  for (const char* part :
       {"## chess\n\nMoves pieces.\n\n![Moves pieces.](environments/chess.png)\n",
        "\nPieces move on a board.\n\nThe last king wins.\n", "Outcomes: `mate`.",
        "| `self` (1) | `clock` | Time left, s. |\n| `piece` (any number) | `x` | Column, from 0. "
        "|\n"
        "|  | `y` |  |\n",
        "| `feelers` | 8 rays of 1.5; they hit edge, piece | They feel whatever stands there. |",
        "| `board` | image of 8 x 9 pixels", "| `push` | a vector: force in [-2, 3] | How hard",
        "**Reward.** +1 for a mate.", "**Ends.** With a mate.", "**Source.** India, about 600.",
        "**Differences.** No castling.",
        "| `env.board` | `8` | a whole number in [2, 20] | Squares a side. |"}) {
    CHECK_THAT(text, Contains(part));
  }
}

TEST_CASE("A section leaves out what an environment does not say") {
  const std::string text = environment_section(open_chess_entry());
  CHECK_THAT(text, Contains("| `plan` (any number, critic only) |  | no features |"));
  for (const char* part : {"Reward.", "Ends.", "Source.", "Differences.", "env."}) {
    CHECK_THAT(text, !Contains(part));
  }
}

TEST_CASE("The page of environments begins with a table of them") {
  Registry registry;
  registry.add(chess_entry());
  CHECK_THAT(environments_page(registry),
             StartsWith("| environment | task | entities besides the agent | agents |\n"
                        "|---|---|---|---|\n"
                        "| [`chess`](#chess) | Moves pieces. | `piece` | 1 |\n\n## chess\n"));
}

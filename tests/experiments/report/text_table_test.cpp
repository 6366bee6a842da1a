#include <catch2/catch.hpp>

#include "experiments/report/comparison_text.h"

namespace saccade {

TEST_CASE("Tables are aligned by characters, or are Markdown") {
  const TextTable table{.title = "T",
                        .columns = {"group", "curve"},
                        .rows = {{"a|b", "▁▂"}, {"c", "-"}},
                        .note = "n"};
  CHECK(table_text(table) == "T\n  group  curve\n  a|b       ▁▂\n  c          -\n  n\n");
  CHECK(table_markdown(table) ==
        "**T**\n\n| group | curve |\n|---|---|\n| a\\|b | ▁▂ |\n| c | - |\n\nn\n");
}

TEST_CASE("An estimate without an interval says so") {
  CHECK(estimate_text({1.234, ConfidenceInterval{1, 2}}, 2) == "1.23 [1.00, 2.00]");
  CHECK(estimate_text({1.234}, 1) == "1.2 -");
}

}  // namespace saccade

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

TEST_CASE("An estimate has as many digits as its interval is worth") {
  CHECK(estimate_text({9.123, ConfidenceInterval{7.5, 10.25}}) == "9.1 [7.5, 10.2]");
  CHECK(estimate_text({0.98765, ConfidenceInterval{0.98, 0.992}}) == "0.9877 [0.9800, 0.9920]");
  CHECK(estimate_text({1234, ConfidenceInterval{1000, 1500}}) == "1234 [1000, 1500]");
  CHECK(estimate_text({-147.3, ConfidenceInterval{-164, -131}}) == "-147 [-164, -131]");
  CHECK(estimate_text({7.2, ConfidenceInterval{0.5, 13.9}}) == "7.2 [0.5, 13.9]");
  CHECK(estimate_text({2.345, {}}) == "2.345");
  CHECK(estimate_text({-1202.6, {}}) == "-1203");
  CHECK(estimate_text({2.5, ConfidenceInterval{2.5, 2.5}}) == "2.5");
}

}  // namespace saccade

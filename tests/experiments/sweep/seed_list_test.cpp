#include "experiments/sweep/seed_list.h"

#include <catch2/catch.hpp>

#include "envs/core/error.h"
#include "experiments/cli/duration.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Seeds = std::vector<std::uint64_t>;

TEST_CASE("seeds are named as ranges and lists") {
  CHECK(parse_seeds("7", "--seeds") == Seeds{7});
  CHECK(parse_seeds("1..3", "--seeds") == Seeds{1, 2, 3});
  CHECK(parse_seeds("4,1,7", "--seeds") == Seeds{4, 1, 7});
  CHECK(parse_seeds("0..1,9", "--seeds") == Seeds{0, 1, 9});
  CHECK(parse_seeds("18446744073709551615", "--seeds") == Seeds{18446744073709551615ULL});
}

TEST_CASE("what are no seeds is named") {
  for (const char* text :
       {"", "a", "1,", ",1", "1..", "..3", "-1", "1...3", "1 2", "1.5", "1..2..3"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_seeds(text, "--seeds"), Contains("--seeds") && Contains("1..5"));
  }
  CHECK_THROWS_WITH(parse_seeds("3..1", "--seeds"), Contains("3..1") && Contains("rises"));
  CHECK_THROWS_WITH(parse_seeds("1..3,2", "--seeds"), Contains("not 2 twice"));
  CHECK_THROWS_WITH(parse_seeds("0..99999999", "--seeds"), Contains("at most 10000"));
  CHECK_THROWS_WITH(parse_seeds("0..9999,20000", "--seeds"), Contains("at most 10000"));
}

TEST_CASE("times are numbers with units") {
  CHECK(parse_duration("90s", "--for") == 90);
  CHECK(parse_duration("10m", "--for") == 600);
  CHECK(parse_duration("1.5h", "--for") == 5400);
  CHECK(parse_duration("1h30m5s", "--for") == 5405);
  for (const char* text :
       {"", "10", "m", "-5m", "0s", "5m1h", "5m5m", "1d", "1h ", "nans", "1e3s"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_duration(text, "--for"), Contains("--for") && Contains("1h30m"));
  }
}

}  // namespace
}  // namespace saccade

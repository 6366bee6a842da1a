#include "experiments/sweep/seed_list.h"

#include <catch2/catch.hpp>

#include "envs/core/error.h"

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

}  // namespace
}  // namespace saccade

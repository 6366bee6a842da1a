#include "experiments/attention/age_groups.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace saccade;

TEST_CASE("Ages are told one by one, older ones in groups that grow") {
  CHECK(age_groups(2) == std::vector<std::string>{"now", "1 step ago", "2 steps ago"});
  const std::vector<std::string> groups = age_groups(70);
  REQUIRE(groups.size() == 20);
  CHECK(groups[16] == "16 steps ago");
  CHECK(groups[17] == "17-32 steps ago");
  CHECK(groups[18] == "33-64 steps ago");
  CHECK(groups[19] == "65-70 steps ago");
  CHECK(age_groups(17).back() == "17 steps ago");
  for (const auto& [age, group] : std::vector<std::pair<int, int>>{{0, 0},
                                                                   {1, 1},
                                                                   {16, 16},
                                                                   {17, 17},
                                                                   {32, 17},
                                                                   {33, 18},
                                                                   {64, 18},
                                                                   {65, 19},
                                                                   {4096, 24}}) {
    INFO(age);
    CHECK(age_group(age) == group);
  }
  CHECK(static_cast<int>(age_groups(4096).size()) == age_group(4096) + 1);
}

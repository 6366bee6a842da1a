#include "agents/critic/teams.h"

#include <catch2/catch.hpp>
#include <vector>

namespace saccade {
namespace {

using Numbers = std::vector<std::int32_t>;

TEST_CASE("samples of one environment at one step are a team, in the order of their agents") {
  // Three columns of each environment: samples 0 to 2 are a team, 3 to 5 the next one, ...
  const std::vector<SamplePlace> places = {{0, 5}, {1, 4}, {0, 0}, {0, 3}, {0, 2}, {1, 3}, {0, 4}};
  Teams teams;
  teams.assign(places, 3);
  CHECK(teams.members == Numbers{2, 4, 3, 6, 0, 5, 1});
  CHECK(teams.offsets == Numbers{0, 2, 5, 7});
}

TEST_CASE("samples of neighbouring shards are never a team") {
  Teams teams;
  teams.assign(std::vector<SamplePlace>{{0, 1}, {1, 1}, {2, 1}}, 2);
  CHECK(teams.offsets == Numbers{0, 1, 2, 3});
}

TEST_CASE("without samples there is no team, and one alone is a team") {
  Teams teams;
  teams.assign({}, 3);
  CHECK(teams.offsets == Numbers{0});
  CHECK(teams.members.empty());
  teams.assign(std::vector<SamplePlace>{{0, 7}}, 3);
  CHECK(teams.offsets == Numbers{0, 1});
  teams.assign_together(3);
  CHECK(teams.offsets == Numbers{0, 3});
  CHECK(teams.members == Numbers{0, 1, 2});
  teams.assign_alone(3);
  CHECK(teams.offsets == Numbers{0, 1, 2, 3});
  CHECK(teams.members == Numbers{0, 1, 2});
}

}  // namespace
}  // namespace saccade

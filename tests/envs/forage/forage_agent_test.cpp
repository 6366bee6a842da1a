// What forage's agent sees, what its actions do and what it is paid.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <string>
#include <variant>

#include "support/rollout.h"

namespace {

using saccade::testing::Rollout;

// Compares what stands in the rows with where the entities are.
void check_relative_features(const saccade::Observation& seen) {
  const auto& self = seen.rows()[0];
  for (std::size_t type = 1; type < 5; ++type) {
    const auto& rows = seen.rows()[type];
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      const float* row = rows.features.data() + i * static_cast<std::size_t>(rows.width);
      const float dx = rows.positions[i].x - self.positions[0].x;
      const float dy = rows.positions[i].y - self.positions[0].y;
      REQUIRE(row[0] == Approx(dx / 10).margin(1e-5));
      REQUIRE(row[1] == Approx(dy / 10).margin(1e-5));
      REQUIRE(row[2] == Approx(std::hypot(dx, dy) / 10).margin(1e-5));
      // Food and poison rest: they drift as the agent moves.
      if (type < 3) REQUIRE(row[5] == Approx(-self.features[0]).margin(1e-6));
    }
  }
}

}  // namespace

TEST_CASE("forage pays 1 for food, -1 for poison, -3 for a strike, for 30 s") {
  Rollout rollout("forage", 3,
                  {{"food_min", 40},
                   {"food_max", 40},
                   {"poison_min", 30},
                   {"poison_max", 30},
                   {"hunters_min", 3},
                   {"hunters_max", 3}});
  for (int k = 0; !rollout.over(); ++k) {
    check_relative_features(rollout.observation());
    rollout.choose(1 + (k / 20) % 8);
  }
  std::array<float, 3> counts{};
  rollout.environment().counts(counts);
  for (const float count : counts) CHECK(count > 0);
  CHECK(rollout.total() == Approx(counts[0] - counts[1] - 3 * counts[2]));
  CHECK(rollout.steps() == 300);
  CHECK(rollout.truncated());
}

TEST_CASE("forage's pushes go where they say, and so do continuous ones") {
  for (int eighth = 0; eighth < 8; ++eighth) {
    Rollout discrete("forage", 1);
    Rollout continuous("forage", 1, {{"action", std::string("continuous")}});
    const double angle = eighth * std::numbers::pi / 4;
    const saccade::Vec2 way{static_cast<float>(std::cos(angle)),
                            static_cast<float>(std::sin(angle))};
    discrete.choose(eighth + 1);
    continuous.step({way.x, way.y});
    for (const std::size_t axis : {0U, 1U}) {
      CHECK(discrete.self()[axis] == Approx(continuous.self()[axis]).margin(1e-4));
    }
    CHECK(discrete.self()[0] * way.x >= -1e-5F);
    CHECK(discrete.self()[1] * way.y >= -1e-5F);
  }
}

TEST_CASE("a crate's features tell how it is turned") {
  const Rollout rollout("forage", 2, {{"crates_min", 4}});
  saccade::Scene scene;
  rollout.environment().draw(scene);
  const saccade::Observation seen = rollout.observation();
  const auto& crates = seen.rows()[4];
  REQUIRE(crates.count() > 1);
  for (std::size_t i = 0; i < crates.ids.size(); ++i) {
    const float* row = crates.features.data() + i * static_cast<std::size_t>(crates.width);
    for (const auto& shape : scene.shapes) {
      if (shape.entity != crates.ids[i] || !shape.anchor) continue;
      const auto& corners = std::get<saccade::Polygon>(shape.shape).points;
      const float angle = std::atan2(corners[1].y - corners[0].y, corners[1].x - corners[0].x);
      CHECK(row[8] == Approx(std::cos(4 * angle)).margin(1e-4));
      CHECK(row[9] == Approx(std::sin(4 * angle)).margin(1e-4));
    }
  }
}

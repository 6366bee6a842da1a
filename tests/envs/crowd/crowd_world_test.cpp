// The people of crowd-nav and its rules, against values of CrowdNav.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "envs/crowd/crowd_world.h"

using saccade::CrowdPoint;
using saccade::CrowdSettings;
using saccade::CrowdWorld;
using saccade::Person;

namespace {

/// How the 500 test cases of CrowdNav end, as its own test prints them.
struct Table {
  double success = 0, collision = 0, timeout = 0;
  double seconds = 0;  ///< Mean of successes.
};

template <class Choose>
Table play_test_cases(const CrowdSettings& settings, const Choose& choose) {
  CrowdWorld world(settings);
  double counts[4] = {}, seconds = 0;
  for (std::uint64_t seed = 1000; seed < 1500; ++seed) {
    world.reset(seed);
    CrowdWorld::Event event = CrowdWorld::kNothing;
    while (event == CrowdWorld::kNothing) {
      const CrowdPoint v = choose(world);
      event = world.move(v.x, v.y);
    }
    ++counts[event];
    if (event == CrowdWorld::kArrival) seconds += world.steps() * CrowdWorld::kTimeStep;
  }
  return {counts[CrowdWorld::kArrival] / 500, counts[CrowdWorld::kCollision] / 500,
          counts[CrowdWorld::kTimeout] / 500, seconds / counts[CrowdWorld::kArrival]};
}

Table play_orca(const CrowdSettings& settings, double margin) {
  return play_test_cases(settings,
                         [margin](CrowdWorld& world) { return world.orca_velocity(margin); });
}

// A rounding may turn a case or two, hence the margins.
void check_table(const Table& found, const Table& wanted) {
  CHECK(found.success == Approx(wanted.success).margin(0.0041));
  CHECK(found.collision == Approx(wanted.collision).margin(0.0041));
  CHECK(found.timeout == Approx(wanted.timeout).margin(0.0041));
  CHECK(found.seconds == Approx(wanted.seconds).margin(0.05));
}

double distance(CrowdPoint a, CrowdPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

CrowdSettings of_people(int count) {
  return {.humans_min = count, .humans_max = count};
}

}  // namespace

TEST_CASE("People start where those of CrowdNav's test cases do") {
  const std::vector<std::vector<CrowdPoint>> starts = {{{-2.662556, -2.837985},
                                                        {-3.602511, 0.158978},
                                                        {3.767053, 0.745156},
                                                        {1.887199, -3.111199},
                                                        {-3.434023, 2.751288}},
                                                       {{-1.618984, 3.448980},
                                                        {-4.101756, 1.387031},
                                                        {-2.684570, 3.307648},
                                                        {-3.146110, -2.395944},
                                                        {-3.568137, -0.093963}}};
  CrowdWorld world({});
  for (std::size_t test = 0; test < starts.size(); ++test) {
    world.reset(1000 + test);
    REQUIRE(world.people().size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
      const Person& person = world.people()[i];
      CHECK(distance(person.place, starts[test][i]) < 1e-6);
      CHECK(person.goal.x == -person.place.x);
      CHECK(person.goal.y == -person.place.y);
    }
    CHECK(world.robot().place.y == -4);
    CHECK(world.robot().goal.y == 4);
  }
}

TEST_CASE("ORCA robots do in the 500 test cases what they do in CrowdNav") {
  SECTION("unseen") {
    check_table(play_orca({}, 0), {0.426, 0.568, 0.006, 10.863});
  }
  SECTION("unseen, with a margin") {
    check_table(play_orca({}, 0.15), {0.904, 0.080, 0.016, 12.20});
  }
  SECTION("seen, with a margin: the published row") {
    check_table(play_orca({.visible = true}, 0.15), {0.992, 0, 0.008, 12.290});
  }
  SECTION("seen") {
    check_table(play_orca({.visible = true}, 0), {1, 0, 0, 10.018});
  }
  SECTION("square crossing") {
    check_table(play_orca({.square = true}, 0), {0.738, 0.258, 0.004, 9.12});
  }
}

TEST_CASE("A robot that goes straight on is hit in 0.974 of the test cases") {
  const auto straight = [](const CrowdWorld& /*world*/) { return CrowdPoint{0, 1}; };
  check_table(play_test_cases({}, straight), {0.026, 0.974, 0, 7.75});
}

TEST_CASE("Alone, who is unseen and who is seen moves the same; among people it does not") {
  CrowdWorld unseen({}), seen({.visible = true});
  bool differs = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    unseen.reset(seed);
    seen.reset(seed);
    for (int step = 0; step < 20; ++step) {
      unseen.move(0, 0.5);
      seen.move(0, 0.5);
      for (std::size_t i = 0; i < 5; ++i) {
        differs |= distance(unseen.people()[i].place, seen.people()[i].place) > 0.01;
      }
    }
  }
  CHECK(differs);
}

TEST_CASE("People avoid each other and reach their goals, however many there are") {
  // In a dense crowd there is not always a velocity that avoids everybody.
  const auto [count, least] = GENERATE(std::pair{1, 9.0}, std::pair{5, 0.59}, std::pair{20, 0.4});
  CrowdSettings settings = of_people(count);
  settings.circle_radius = 6;
  settings.time_limit = 120;
  CrowdWorld world(settings);
  double closest = 1e9, farthest = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    world.reset(seed);
    const double slow = 1e-3;  // Away from everybody.
    for (int step = 0; step < 400; ++step) {
      world.move(0, -slow);
      for (const Person& a : world.people()) {
        for (const Person& b : world.people()) {
          if (&a != &b) closest = std::min(closest, distance(a.place, b.place));
        }
      }
    }
    for (const Person& person : world.people()) {
      farthest = std::max(farthest, distance(person.place, person.goal));
    }
  }
  CHECK(closest > least);
  CHECK(farthest < 0.35);
}

TEST_CASE("Nobody starts within the clearance of another, also where room is scarce") {
  const auto [count, radius] = GENERATE(std::pair{5, 4.0}, std::pair{20, 4.0}, std::pair{100, 2.0});
  CrowdSettings settings = of_people(count);
  settings.circle_radius = radius;
  settings.square = GENERATE(false, true);
  CrowdWorld world(settings);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    world.reset(seed);
    std::vector<Person> all = world.people();
    REQUIRE(static_cast<int>(all.size()) == count);
    all.push_back(world.robot());
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        CHECK(distance(all[i].place, all[j].place) >= 0.8);
        CHECK(distance(all[i].goal, all[j].goal) >= 0.8);
      }
    }
  }
}

TEST_CASE("Numbers of people and their measures are drawn from the ranges asked for") {
  CrowdWorld world({.humans_min = 3, .humans_max = 6, .vary_people = true});
  std::set<std::size_t> counts;
  double slowest = 9, fastest = 0, smallest = 9, largest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    world.reset(seed);
    counts.insert(world.people().size());
    for (const Person& person : world.people()) {
      slowest = std::min(slowest, person.preferred_speed);
      fastest = std::max(fastest, person.preferred_speed);
      smallest = std::min(smallest, person.radius);
      largest = std::max(largest, person.radius);
    }
  }
  CHECK(counts == std::set<std::size_t>{3, 4, 5, 6});
  CHECK(slowest == Approx(0.5).margin(0.02));
  CHECK(fastest == Approx(1.5).margin(0.02));
  CHECK(smallest == Approx(0.3).margin(0.01));
  CHECK(largest == Approx(0.5).margin(0.01));
}

TEST_CASE("A collision is judged by the way of the step, with people's last velocities") {
  CrowdWorld world(of_people(1));
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    world.reset(seed);
    CrowdWorld::Event event = CrowdWorld::kNothing;
    while (event == CrowdWorld::kNothing) {
      const Person robot = world.robot(), person = world.people()[0];
      // Straight at the person.
      const double away = distance(robot.place, person.place);
      const CrowdPoint v{(person.place.x - robot.place.x) / away,
                         (person.place.y - robot.place.y) / away};
      event = world.move(v.x, v.y);
      double least = 1e9;
      for (int k = 0; k <= 1000; ++k) {
        const double t = 0.25 * k / 1000;
        const CrowdPoint a{robot.place.x + t * v.x, robot.place.y + t * v.y};
        const CrowdPoint b{person.place.x + t * person.velocity.x,
                           person.place.y + t * person.velocity.y};
        least = std::min(least, distance(a, b) - 0.6);
      }
      CHECK(world.gap() == Approx(least).margin(1e-6));
      CHECK((event == CrowdWorld::kCollision) == (least < 0));
    }
    CHECK(event == CrowdWorld::kCollision);
  }
}

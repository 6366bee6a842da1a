// Check values: Gymnasium's Acrobot-v1 (1.4.0, and commit 3f0476a8).
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "support/rollout.h"

using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

struct Links {
  double angle1, angle2, speed1, speed2;
};

// Of states to come rounding may leave a trace.
void check_state(const Rollout& rollout, const Links& links) {
  const std::vector<float> seen = rollout.self();
  REQUIRE(seen.size() == 6);
  const std::vector<double> wanted = {std::cos(links.angle1), std::sin(links.angle1),
                                      std::cos(links.angle2), std::sin(links.angle2),
                                      links.speed1,           links.speed2};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    INFO("step " << rollout.steps() << ", feature " << i);
    if (rollout.steps() < 2) {
      CHECK(seen[i] == static_cast<float>(wanted[i]));
    } else {
      CHECK(seen[i] == Approx(wanted[i]).epsilon(1e-7).margin(1e-9));
    }
  }
}

// Turns the lower link the way it turns already.
void pump(Rollout& rollout) {
  rollout.choose(rollout.self()[5] > 0 ? 2 : 0);
}

Rollout hanging_still(const OptionList& more = {}) {
  OptionList options = {{"initial_low", 0.0}, {"initial_high", 0.0}};
  options.insert(options.end(), more.begin(), more.end());
  return Rollout("acrobot", 0, options);
}

double rise(const std::vector<float>& seen) {
  const double both =
      static_cast<double>(seen[0]) * seen[2] - static_cast<double>(seen[1]) * seen[3];
  return -static_cast<double>(seen[0]) - both;
}

}  // namespace

TEST_CASE("Acrobot starts and moves as the original, seed 0") {
  Rollout rollout("acrobot", 0);
  check_state(rollout, {0.02739233709871769, -0.046042658388614655, -0.09180529415607452,
                        -0.0966944694519043});
  pump(rollout);
  check_state(rollout, {0.018733548263415892, -0.09227109779477985, 0.005297639786117456,
                        -0.3585253877533655});
  while (rollout.steps() < 10) pump(rollout);
  check_state(rollout,
              {-0.17166956998265293, 0.26350476457015276, -0.5372315783741402, 1.8522935030183945});
}

TEST_CASE("Acrobot starts and moves as the original, seed 42") {
  Rollout rollout("acrobot", 42);
  check_state(rollout, {0.05479120835661888, -0.01222431194037199, 0.07171958684921265,
                        0.039473604410886765});
  pump(rollout);
  check_state(rollout, {0.04845445617775009, 0.036433067309838224, -0.1319823183538383,
                        0.43717728508877896});
  while (rollout.steps() < 10) pump(rollout);
  check_state(rollout,
              {0.28770827738604043, -0.6229747108503692, 0.5419589595858831, -1.7521288717906163});
}

TEST_CASE("Pumping swings the acrobot up when it does the original") {
  for (const auto& [seed, length] : {std::pair(0, 122), std::pair(42, 67)}) {
    Rollout rollout("acrobot", static_cast<std::uint64_t>(seed));
    while (!rollout.over()) {
      CHECK(rise(rollout.self()) <= 1);
      pump(rollout);
      CHECK(rollout.reward() == (rollout.over() ? 0 : -1));
    }
    CHECK(rollout.steps() == length);
    CHECK(rollout.total() == 1 - length);  // The last step costs nothing.
    CHECK(rise(rollout.self()) > 1);
    CHECK(rollout.terminated());
    CHECK(rollout.outcome() == "swung_up");
  }
}

TEST_CASE("An acrobot that hangs still stays so, until time runs out") {
  Rollout rollout = hanging_still({{"max_steps", 20}});
  while (!rollout.over()) rollout.choose(1);
  CHECK(rollout.steps() == 20);
  check_state(rollout, {0, 0, 0, 0});
  CHECK(rollout.truncated());
  CHECK_FALSE(rollout.terminated());
  CHECK(rollout.outcome() == "timeout");
  CHECK(rollout.total() == -20);
}

TEST_CASE("Torques of either sign turn the acrobot alike, the links against each other") {
  Rollout left = hanging_still(), right = hanging_still();
  left.choose(0);
  right.choose(2);
  // At rest the inverse of the matrix [[4.5, 1.75], [1.75, 1.25]] of inertia times (0, 1) is
  // (-1.75, 4.5) / 2.5625: after 0.2 s, without gravity, -0.137 and 0.351 rad/s.
  CHECK(right.self()[4] == Approx(-0.137).margin(0.02));
  CHECK(right.self()[5] == Approx(0.351).margin(0.02));
  CHECK(left.self()[4] == Approx(-right.self()[4]).epsilon(1e-6));
  CHECK(left.self()[5] == Approx(-right.self()[5]).epsilon(1e-6));
}

TEST_CASE("The paper's equations lack a term that counts while the upper link turns") {
  const OptionList paper = {{"equations", std::string("nips")}};
  Rollout ours("acrobot", 42), theirs("acrobot", 42, paper);
  CHECK(ours.self() == theirs.self());
  for (int i = 0; i < 10; ++i) {
    pump(ours);
    pump(theirs);
  }
  CHECK(ours.self() != theirs.self());
  check_state(theirs,
              {0.2867902285655632, -0.6161488631598985, 0.5609131930444724, -1.7951743874308723});
  CHECK_THROWS_WITH(Rollout("acrobot", 0, {{"equations", std::string("java")}}),
                    Catch::Contains("equations") && Catch::Contains("java"));
}

TEST_CASE("Noise of the torque is drawn as in the original, and is bounded") {
  Rollout known("acrobot", 42, {{"torque_noise", 0.5}});
  for (int i = 0; i < 10; ++i) pump(known);
  check_state(known,
              {0.29368923640144556, -0.6037854323562903, 0.5111595185304325, -1.6705637033111158});
  Rollout calm = hanging_still(), noisy = hanging_still({{"torque_noise", 0.5}});
  Rollout weakest = hanging_still(), strongest = hanging_still();
  calm.choose(1);
  noisy.choose(1);
  weakest.choose(0);
  strongest.choose(2);
  CHECK(noisy.self() != calm.self());
  CHECK(noisy.self()[5] > weakest.self()[5] / 2);
  CHECK(noisy.self()[5] < strongest.self()[5] / 2);
}

TEST_CASE("The bounds of acrobot's first state and its length are options") {
  Rollout rollout("acrobot", 0, {{"initial_low", 0.25}, {"initial_high", 0.25}, {"max_steps", 3}});
  check_state(rollout, {0.25, 0.25, 0.25, 0.25});
  CHECK(rollout.spec().max_steps == 3);
  CHECK_THROWS_WITH(Rollout("acrobot", 0, {{"initial_low", 0.1}, {"initial_high", 0.0}}),
                    Catch::Contains("initial_low") && Catch::Contains("initial_high"));
}

TEST_CASE("The acrobot's own place is its free end") {
  Rollout rollout("acrobot", 0, {{"initial_low", 0.5}, {"initial_high", 0.5}});
  const saccade::Observation seen = rollout.observation();
  CHECK(seen.rows()[0].positions[0].x == Approx(std::sin(0.5) + std::sin(1.0)));
  CHECK(seen.rows()[0].positions[0].y == Approx(-std::cos(0.5) - std::cos(1.0)));
  CHECK(seen.rows()[0].velocities[0].x == Approx(0.5 * std::cos(0.5) + std::cos(1.0)));
  CHECK(seen.rows()[0].velocities[0].y == Approx(0.5 * std::sin(0.5) + std::sin(1.0)));
}

// Check values: Gymnasium 1.4.0, MountainCar-v0 and MountainCarContinuous-v0, NumPy 2.4.6.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "support/rollout.h"

using saccade::testing::OptionList;
using saccade::testing::Rollout;

namespace {

const std::string kDiscrete = "mountain-car";
const std::string kContinuous = "mountain-car-continuous";

// The original's state, rounded to float32.
void check_state(const Rollout& rollout, double x, double velocity) {
  INFO("step " << rollout.steps());
  CHECK(rollout.self() == std::vector<float>{static_cast<float>(x), static_cast<float>(velocity)});
}

// Pushes the way the car goes already.
void pump(Rollout& rollout) {
  const bool right = rollout.self()[1] >= 0;
  if (rollout.spec().id == kDiscrete) {
    rollout.choose(right ? 2 : 0);
  } else {
    rollout.step({right ? 0.8F : -0.7F});
  }
}

void pump_until(Rollout& rollout, int step) {
  while (rollout.steps() < step) pump(rollout);
}

OptionList start_at(double x) {
  return {{"initial_low", x}, {"initial_high", x}};
}

}  // namespace

TEST_CASE("The mountain car starts and moves as the original, seed 0") {
  Rollout rollout(kDiscrete, 0);
  check_state(rollout, -0.4726076625357092, 0);
  pump_until(rollout, 1);
  check_state(rollout, -0.47198860608411836, 0.0006190564515908179);
  pump_until(rollout, 10);
  check_state(rollout, -0.4407661026386531, 0.005463248390987223);
  pump_until(rollout, 50);
  check_state(rollout, -0.460702921458698, -0.02512488659993126);
  pump_until(rollout, 122);
  check_state(rollout, 0.5098971905339521, 0.043536311695556835);
  CHECK(rollout.total() == -122);
  CHECK(rollout.terminated());
  CHECK(rollout.outcome() == "arrived");
}

TEST_CASE("The mountain car starts and moves as the original, seed 42") {
  Rollout rollout(kDiscrete, 42);
  check_state(rollout, -0.44520879028880733, 0);
  pump_until(rollout, 50);
  check_state(rollout, -0.49773514440579714, -0.024357229143705722);
  pump_until(rollout, 121);
  check_state(rollout, 0.515810360735619, 0.03958084070841278);
  CHECK(rollout.terminated());
}

// The original keeps this state in single precision, so that nothing less than equality will do.
TEST_CASE("The continuous mountain car starts and moves as the original, seed 0") {
  Rollout rollout(kContinuous, 0);
  check_state(rollout, -0.4726076625357092, 0);
  pump_until(rollout, 1);
  check_state(rollout, -0.471788614988327, 0.0008190565276890993);
  CHECK(rollout.reward() == static_cast<double>(-0.06400000190734866F));
  pump_until(rollout, 2);
  check_state(rollout, -0.47015658020973206, 0.0016320429276674986);
  pump_until(rollout, 10);
  check_state(rollout, -0.4304754436016083, 0.007229910697788);
  pump_until(rollout, 50);
  check_state(rollout, -0.39374542236328125, -0.027426106855273247);
  CHECK(rollout.reward() == static_cast<double>(-0.048999998331069966F));
  pump_until(rollout, 114);
  check_state(rollout, 0.48306453227996826, 0.05548414587974548);
  CHECK(rollout.reward() == static_cast<double>(99.93599999809265F));
  CHECK(rollout.total() == Approx(93.27399991846083).epsilon(1e-7));
  CHECK(rollout.terminated());
  CHECK(rollout.outcome() == "arrived");
}

TEST_CASE("The continuous mountain car moves as the original, seed 42") {
  Rollout rollout(kContinuous, 42);
  pump_until(rollout, 50);
  check_state(rollout, -0.4375722110271454, -0.027302943170070648);
  pump_until(rollout, 118);
  check_state(rollout, 0.48306453227996826, 0.05548414587974548);
  CHECK(rollout.total() == Approx(93.09299992871284).epsilon(1e-7));
}

TEST_CASE("One push changes the velocity by its own share, and gravity by the slope's") {
  // At x = -pi/6 the ground is level: cos(3 x) = 0.
  const double bottom = -std::acos(0.0) / 3;
  for (const int choice : {0, 1, 2}) {
    Rollout rollout(kDiscrete, 0, start_at(bottom));
    rollout.choose(choice);
    CHECK(rollout.self()[1] == Approx(0.001 * (choice - 1)).margin(1e-9));
    CHECK(rollout.self()[0] == Approx(bottom + 0.001 * (choice - 1)));
  }
  Rollout half(kContinuous, 0, start_at(bottom));
  half.step({0.5F});
  CHECK(half.self()[1] == Approx(0.00075));
  CHECK(half.reward() == Approx(-0.025));
  Rollout slope(kDiscrete, 0, start_at(0));  // cos(0) = 1
  slope.choose(1);
  CHECK(slope.self()[1] == Approx(-0.0025));
}

TEST_CASE("The wall on the left stops the car") {
  for (const std::string& id : {kDiscrete, kContinuous}) {
    Rollout rollout(id, 0, start_at(-0.1));
    float fastest = 0;
    while (rollout.self()[0] > -1.2F) {
      REQUIRE_FALSE(rollout.over());
      fastest = std::max(fastest, -rollout.self()[1]);
      rollout.step({id == kDiscrete ? 0.0F : -1.0F});
    }
    CHECK(fastest > 0.03F);
    CHECK(rollout.self() == std::vector<float>{-1.2F, 0});
  }
}

TEST_CASE("The car is never faster than 0.07") {
  Rollout rollout(kContinuous, 0, {{"initial_low", 0.4}, {"initial_high", 0.4}});
  float fastest = 0;
  for (int i = 0; i < 60; ++i) {
    rollout.step({-1});
    fastest = std::max(fastest, std::abs(rollout.self()[1]));
  }
  CHECK(fastest == 0.07F);
}

TEST_CASE("A car that does not move runs out of time") {
  for (const auto& [id, steps] : {std::pair(kDiscrete, 200), std::pair(kContinuous, 999)}) {
    Rollout rollout(id, 1);
    while (!rollout.over()) rollout.step({id == kDiscrete ? 1.0F : 0.0F});
    CHECK(rollout.steps() == steps);
    CHECK(rollout.total() == (id == kDiscrete ? -200 : 0));
    CHECK(rollout.truncated());
    CHECK_FALSE(rollout.terminated());
    CHECK(rollout.outcome() == "timeout");
  }
}

TEST_CASE("The flag stands at 0.5, and at 0.45 in the continuous task") {
  for (const auto& [id, flag] : {std::pair(kDiscrete, 0.5F), std::pair(kContinuous, 0.45F)}) {
    Rollout rollout(id, 0);
    float before = 0;
    while (!rollout.over()) {
      before = rollout.self()[0];
      pump(rollout);
    }
    CHECK(before < flag);
    CHECK(rollout.self()[0] >= flag);
  }
}

TEST_CASE("A goal velocity lets only fast cars arrive") {
  Rollout slow(kDiscrete, 0, {{"goal_velocity", 0.07}});
  pump_until(slow, 122);
  check_state(slow, 0.5098971905339521, 0.043536311695556835);
  CHECK_FALSE(slow.over());
  Rollout fast(kDiscrete, 0, {{"goal_velocity", 0.0435}});
  pump_until(fast, 122);
  CHECK(fast.terminated());
}

TEST_CASE("The bounds of the mountain car's first place and its length are options") {
  Rollout rollout(kDiscrete, 0, {{"initial_low", 0.1}, {"initial_high", 0.1}, {"max_steps", 3}});
  check_state(rollout, 0.1, 0);
  CHECK(rollout.spec().max_steps == 3);
  for (const std::string& id : {kDiscrete, kContinuous}) {
    CHECK_THROWS_WITH(Rollout(id, 0, {{"initial_low", 0.1}, {"initial_high", 0.0}}),
                      Catch::Contains("initial_low") && Catch::Contains("initial_high"));
  }
}

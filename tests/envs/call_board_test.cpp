#include "envs/call_board.h"

#include <catch2/catch.hpp>
#include <vector>

#include "envs/check/check_environment.h"
#include "support/fleeting.h"
#include "support/toy_meadow.h"

namespace saccade {
namespace {

/// Looks at the board from inside its own calls.
class Looking : public testing::ToyMeadow {
 public:
  Looking(const CallBoard& board, std::vector<CallBoard::Call>& seen) : board_(board), seen_(seen) {
    look();
  }
  void reset(std::uint64_t seed) override {
    look();
    ToyMeadow::reset(seed);
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    look();
    return ToyMeadow::step(actions, rewards);
  }

 private:
  void look() {
    const std::vector<CallBoard::Call> running = board_.running();
    REQUIRE(running.size() == 1);
    seen_.push_back(running[0]);
  }

  const CallBoard& board_;
  std::vector<CallBoard::Call>& seen_;
};

}  // namespace

TEST_CASE("A call stands on the board while it runs, with environment, seed and step") {
  CallBoard board;
  std::vector<CallBoard::Call> seen;
  const EnvironmentFactory factory =
      board.watched([&] { return std::make_unique<Looking>(board, seen); }, "toy-meadow");
  const std::unique_ptr<Environment> environment = factory();
  environment->reset(7);
  const std::vector<float> actions = {2, 0, 3, -1, 0, 2, 0, 3, -1, 0};
  std::vector<float> rewards(2);
  environment->step(actions, rewards);
  environment->step(actions, rewards);
  CHECK(board.running().empty());
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].function == std::string("the constructor"));
  CHECK(seen[1].function == std::string("reset"));
  CHECK(seen[3].function == std::string("step"));
  CHECK(seen[3].environment == "toy-meadow");
  CHECK(seen[3].seed == 7);
  CHECK(seen[3].step == 2);
  CHECK_FALSE(seen[2] == seen[3]);
}

TEST_CASE("A watched environment is the same one") {
  CallBoard board;
  const EnvironmentFactory factory = board.watched(testing::meadow(), "toy-meadow");
  CHECK(check_environment(factory, 2, 5).empty());
  CHECK(fingerprint(factory, 2, 5) == fingerprint(testing::meadow(), 2, 5));
}

TEST_CASE("A watched environment's agents come and go as its own") {
  CallBoard board;
  const EnvironmentFactory factory = board.watched(testing::fleeting({"10", "01", "11"}), "any");
  const std::unique_ptr<Environment> environment = factory();
  environment->reset(7);
  CHECK(environment->is_present(0));
  CHECK_FALSE(environment->is_present(1));
  CHECK(check_environment(factory, 2, 5).empty());
}

/// Tells of its progress.
class Tired final : public testing::ToyMeadow {
 public:
  explicit Tired(double& told) : told_(told) {}
  void set_progress(double done) override { told_ = done; }

 private:
  double& told_;
};

TEST_CASE("A watched environment is told of the training's progress") {
  CallBoard board;
  double told = -1;
  board.watched([&] { return std::make_unique<Tired>(told); }, "any")()->set_progress(0.25);
  CHECK(told == 0.25);
}

TEST_CASE("What cannot be made leaves the board") {
  CallBoard board;
  const EnvironmentFactory factory =
      board.watched([]() -> std::unique_ptr<Environment> { throw Error("no"); }, "none");
  CHECK_THROWS_AS(factory(), Error);
  CHECK(board.running().empty());
}

}  // namespace saccade

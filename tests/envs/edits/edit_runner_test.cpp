// What EpisodeRunner makes of edits, and of an environment that does them wrongly.
#include <catch2/catch.hpp>
#include <limits>
#include <memory>
#include <string>

#include "envs/check/check_environment.h"
#include "envs/edits/edited.h"
#include "envs/episode/spec_difference.h"

namespace saccade {
namespace {

using testing::move_to;
using testing::new_one;
using testing::removal_of;
using testing::state_of;

enum class Wrong { kNothing, kThrows, kFails, kId, kNegativeId, kNan, kTrace, kUsedId, kStays };

/// A point on a line of stones.
class Stones final : public Environment {
 public:
  explicit Stones(Wrong wrong = Wrong::kNothing) : wrong_(wrong) {
    spec_ = {.id = "stones",
             .kinds = {{.observation = {{{"self", {"x"}, 1}, {"stone", {"x"}}}},
                        .action = {{CategoricalHead{"move", {"left", "right"}}}}}},
             .max_steps = 10,
             .has_edits = true};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    x_ = static_cast<float>(rng.uniform());
    stones_ = {1, 2};
    next_ = 3;
    steps_ = 0;
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    x_ += actions[0] - 0.5F;
    rewards[0] = 0;
    return {.truncated = ++steps_ == 10};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {x_}, {x_, 0});
    for (const EntityId id : stones_) observation.add(1, id, {static_cast<float>(id)});
  }
  void draw(Scene& scene) const override {
    scene.max = {1, 1};
    scene.add(Circle{{x_, 0}, 1}, {}, 0);
  }
  EntityId edit(const StateEdit& edit) override {
    if (wrong_ == Wrong::kThrows) throw std::runtime_error("ouch");
    if (wrong_ == Wrong::kFails) throw Error("broken", Error::Kind::kFailure);
    if (wrong_ == Wrong::kTrace) x_ += 1;
    if (edit.kind == StateEdit::Kind::kAdd) {
      if (edit.type != "stone") refuse_edit(edit, "no stone", "a stone");
      stones_.push_back(wrong_ == Wrong::kUsedId && next_ > 3 ? 3 : next_++);
      if (wrong_ == Wrong::kUsedId) stones_.pop_back();
      return wrong_ == Wrong::kNegativeId ? -5 : wrong_ == Wrong::kUsedId ? 3 : next_ - 1;
    }
    if (edit.kind == StateEdit::Kind::kMove) {
      if (edit.id != 0) refuse_edit(edit, "what cannot be moved", "entity 0");
      x_ = wrong_ == Wrong::kNan ? std::numeric_limits<float>::quiet_NaN() : edit.place.x;
      return wrong_ == Wrong::kId ? 7 : 0;
    }
    if (wrong_ == Wrong::kStays && edit.id > 0) return edit.id;
    if (std::erase(stones_, edit.id) == 0) refuse_edit(edit, "no stone", "a stone");
    return edit.id;
  }

 private:
  Wrong wrong_;
  EnvironmentSpec spec_;
  float x_ = 0;
  std::vector<EntityId> stones_;
  EntityId next_ = 3;
  int steps_ = 0;
};

EpisodeRunner stones(Wrong wrong = Wrong::kNothing) {
  return EpisodeRunner(std::make_unique<Stones>(wrong), 1);
}

std::vector<std::string> violations(Wrong wrong) {
  return check_environment([wrong] { return std::make_unique<Stones>(wrong); }, 2, 5);
}

}  // namespace

TEST_CASE("an edit is seen at once, and kept in the record") {
  EpisodeRunner runner = stones();
  runner.step(std::vector<float>{1});
  CHECK(runner.edit(move_to(0, {0.25F, 0})) == 0);
  CHECK(runner.observation(0).rows()[0].features[0] == 0.25F);
  CHECK(runner.edit(removal_of(1)) == 1);
  CHECK(runner.edit(new_one("stone", {})) == 3);
  CHECK(testing::ids_of(runner, 1) == std::vector<EntityId>{2, 3});
  REQUIRE(runner.record().edits.size() == 3);
  CHECK(runner.record().edits[2] == TimedEdit{1, new_one("stone", {})});
}

TEST_CASE("an edit that is refused leaves the episode as it was") {
  EpisodeRunner runner = stones();
  const std::uint64_t before = state_of(runner);
  CHECK(testing::refusal_of(runner, move_to(2, {1, 1})) ==
        "move of entity 2: found what cannot be moved, wanted entity 0");
  CHECK(testing::refusal_of(runner, move_to(0, {1, std::numeric_limits<float>::infinity()})) ==
        "move of entity 0: found the place (1, inf), wanted finite numbers");
  CHECK(state_of(runner) == before);
  CHECK(runner.record().edits.empty());
  runner.step(std::vector<float>{1});
  CHECK(runner.length() == 1);
}

TEST_CASE("an episode that has ended is not edited") {
  EpisodeRunner runner = stones();
  while (!runner.advance(std::vector<float>{1}).truncated) {
  }
  CHECK(testing::refusal_of(runner, removal_of(1)) ==
        "removal of entity 1: found an episode that has ended, wanted one that goes on");
  runner.begin(2);
  CHECK(runner.edit(removal_of(1)) == 1);
  runner.cut();
  CHECK_FALSE(testing::refusal_of(runner, removal_of(2)).empty());
}

TEST_CASE("what an environment does wrong in an edit is an error of the episode") {
  struct Case {
    Wrong wrong;
    StateEdit edit;
    std::string message;
  };
  for (const Case& tested : std::vector<Case>{
           {Wrong::kThrows, removal_of(1), "edit: ouch"},
           {Wrong::kFails, removal_of(1), "edit: broken"},
           {Wrong::kId, move_to(0, {1, 1}), "edit: move of entity 0: found id 7, wanted 0"},
           {Wrong::kNegativeId, new_one("stone", {}),
            "edit: new entity of type stone: found id -5, wanted 0 or more"},
           {Wrong::kNan, move_to(0, {1, 1}), "observation: entity type self, feature x: found nan"},
       }) {
    EpisodeRunner runner = stones(tested.wrong);
    runner.step(std::vector<float>{0});
    INFO(tested.message);
    try {
      runner.edit(tested.edit);
      FAIL_CHECK("nothing was thrown");
    } catch (const EpisodeError& error) {
      CHECK_THAT(error.what(), Catch::StartsWith("environment stones, episode seed 1, step 1: " +
                                                 tested.message));
      CHECK(error.trace().edits == std::vector<TimedEdit>{{1, tested.edit}});
    }
  }
}

TEST_CASE("records whose edits are out of order are refused") {
  EpisodeRunner runner = stones();
  for (const int step : {-1, 2}) {
    const EpisodeRecord record{.actions = {1}, .edits = {{step, removal_of(1)}}};
    CHECK_THROWS_WITH(
        runner.restore(record),
        "removal of entity 1: found step " + std::to_string(step) + ", wanted one from 0 to 1");
  }
}

TEST_CASE("the check of an environment edits it") {
  CHECK(violations(Wrong::kNothing) == std::vector<std::string>{});
  for (const auto& [wrong, message] : std::vector<std::pair<Wrong, std::string>>{
           {Wrong::kThrows, "edit: ouch"},
           {Wrong::kNan, "feature x: found nan"},
           {Wrong::kTrace, "which was refused, the picture"},
           {Wrong::kUsedId, "found id 3, which another one had before"},
           {Wrong::kStays, "removal of entity"}}) {
    INFO(message);
    const std::vector<std::string> found = violations(wrong);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::Contains(message));
  }
}

TEST_CASE("edits are part of a description") {
  EnvironmentSpec plain = Stones().spec();
  plain.has_edits = false;
  CHECK_THROWS_WITH(check_same_spec(plain, Stones().spec()),
                    Catch::Contains("has_edits: found no, was yes"));
}

}  // namespace saccade

#include "experiments/report/environment_description.h"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "envs/builtin.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

class Chess : public Environment {
 public:
  Chess() {
    spec_.id = "chess";
    spec_.kinds[0].observation.types = {{"self", {"clock"}, 1}, {"piece", {"x", "y"}, -1}};
    spec_.kinds[0].observation.types[1].geometry = {{Geometry::kPoint, {"x", "y"}, {8, 8}}};
    spec_.kinds[0].observation.rays = {
        {.name = "feelers", .count = 8, .range = 1.5F, .hits = {"edge", "piece"}}};
    spec_.kinds[0].observation.images = {{.name = "board",
                                          .height = 8,
                                          .width = 9,
                                          .channels = {"white", "black"},
                                          .pixel_size = 0.5F,
                                          .optional = true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"call", {"wait", "move"}, false},
                                   ContinuousHead{"push", {"force"}, {-2}, {3}},
                                   SelectEntityHead{"which", {1}, true}};
    spec_.max_steps = 9;
    spec_.outcomes = {"mate"};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override {}
  StepResult step(std::span<const float> /*actions*/, std::span<float> /*rewards*/) override {
    return {.terminated = true};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {1});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
};

EnvironmentEntry chess_entry() {
  return {"chess",
          "Moves pieces.",
          {{"board", 8, "Squares a side.", 2, 20},
           {"style", std::string("fast"), "How.", 0, 0, {"fast", "slow"}},
           {"clock", 1.5, "Seconds.", 0}},
          [](const Options&) { return std::make_unique<Chess>(); }};
}

}  // namespace

TEST_CASE("An environment is described in words") {
  const std::string text = describe_text(chess_entry());
  for (const char* part :
       {"chess: Moves pieces.", "at most 9 steps", "Outcomes: mate", "self (1 always): clock",
        "piece: x, y\n      geometry: point (x, y) in units of 8\n",
        "feelers: 8 rays of 1.5; they hit edge, piece",
        "board: image of 8 x 9 pixels of 0.5, not always; channels white, black",
        "call: one of 2: 0 wait, 1 move", "push: a vector: force in [-2, 3]",
        "which: one entity of: piece (masked)", "env.board = 8  (a whole number in [2, 20])",
        "env.clock = 1.5  (a number of at least 0)", "Squares a side."}) {
    CHECK_THAT(text, Contains(part));
  }
  CHECK_THAT(text, Contains("env.style = fast  (one of fast, slow)"));
}

TEST_CASE("An environment is described in JSON") {
  const nlohmann::ordered_json json = describe_json(chess_entry());
  CHECK(json["id"] == "chess");
  CHECK(json["reward"] == nlohmann::ordered_json::array({-1.0F, 1.0F}));
  CHECK(json["entities"][0]["fixed_count"] == 1);
  CHECK_FALSE(json["entities"][1].contains("fixed_count"));
  CHECK(json["rays"][0]["name"] == "feelers");
  CHECK(json["rays"][0]["count"] == 8);
  CHECK(json["images"][0]["channels"] == std::vector<std::string>{"white", "black"});
  CHECK(json["images"][0]["optional"] == true);
  CHECK(json["actions"][0]["labels"] == std::vector<std::string>{"wait", "move"});
  CHECK(json["actions"][1]["kind"] == "continuous");
  CHECK(json["actions"][2]["types"] == std::vector<std::string>{"piece"});
  CHECK(json["options"][0]["default"] == 8);
  CHECK(json["options"][1]["choices"].size() == 2);
  CHECK_FALSE(json["options"][2].contains("max"));
}

namespace {

/// Without limits, and with what only the critic sees.
class OpenChess : public Chess {
 public:
  OpenChess() {
    spec_ = Chess::spec();
    spec_.kinds[0].observation.types.push_back({"plan", {}, -1, true});
    std::get<CategoricalHead>(spec_.kinds[0].action.heads[0]).optional = true;
    std::get<SelectEntityHead>(spec_.kinds[0].action.heads[2]).optional = true;
    spec_.max_steps = kNoLimit;
    spec_.reward_low = -std::numeric_limits<float>::infinity();
  }
  const EnvironmentSpec& spec() const override { return spec_; }

 private:
  EnvironmentSpec spec_;
};

EnvironmentEntry open_chess_entry() {
  return {
      "chess", "Moves pieces.", {}, [](const Options&) { return std::make_unique<OpenChess>(); }};
}

}  // namespace

TEST_CASE("What has no limit, is not always there or is for the critic alone is told in words") {
  const std::string text = describe_text(open_chess_entry());
  for (const char* part :
       {"1 agent, any number of steps at 30 per second, rewards in [-inf, 1]",
        "plan (critic only): no features", "call: one of 2: 0 wait, 1 move (not always)",
        "which: one entity of: piece (masked, not always)"}) {
    CHECK_THAT(text, Contains(part));
  }
}

TEST_CASE("What has no limit, is not always there or is for the critic alone is told in JSON") {
  const nlohmann::ordered_json json = describe_json(open_chess_entry());
  CHECK(json["max_steps"].is_null());
  CHECK(json["reward"][0].is_null());
  CHECK(json["reward"][1] == 1);
  CHECK(json["entities"][2]["critic_only"] == true);
  CHECK(json["entities"][2]["features"].empty());
  CHECK_FALSE(json["entities"][1].contains("critic_only"));
  CHECK(json["actions"][0]["optional"] == true);
  CHECK_FALSE(json["actions"][1].contains("optional"));
}

TEST_CASE("Every environment that ships can be described") {
  Registry registry;
  add_builtin_environments(registry);
  REQUIRE_FALSE(registry.entries().empty());
  for (const EnvironmentEntry& entry : registry.entries()) {
    CHECK_THAT(describe_text(entry), Contains(entry.summary));
    CHECK(describe_json(entry)["entities"][0]["fixed_count"] == 1);
  }
}

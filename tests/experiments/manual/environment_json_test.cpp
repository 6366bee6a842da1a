#include "experiments/manual/environment_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "envs/builtin.h"
#include "experiments/manual/chess.h"

using namespace saccade;
using namespace saccade::testing;

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
  CHECK(json["manual"]["features"]["self.clock"] == "Time left, s.");
  CHECK(json["manual"]["actions"]["push"] == "How hard the piece is pushed, N.");
  for (const char* text : {"task", "reward", "ends", "source", "differences"}) {
    CHECK_FALSE(json["manual"][text].get<std::string>().empty());
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

TEST_CASE("Every environment that ships is described in JSON") {
  Registry registry;
  add_builtin_environments(registry);
  REQUIRE_FALSE(registry.entries().empty());
  for (const EnvironmentEntry& entry : registry.entries()) {
    CHECK(describe_json(entry)["id"] == entry.id);
  }
}

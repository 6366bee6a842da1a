// The whole program over environments that misbehave: each way must end with the right status, in
// one clear line, and never in a crash.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "plugin/evil/evil_program.h"
#include "support/program.h"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using saccade::testing::Arguments;
using saccade::testing::good;
using saccade::testing::ProgramResult;
using saccade::testing::TemporaryFolder;
using saccade::testing::training;

constexpr int kFine = 0;
constexpr int kFails = 1;
constexpr int kAborts = 128 + SIGABRT;

/// What each command ends with when the environment misbehaves.
struct Way {
  std::string fault;
  std::string words;  ///< What must be said where the status is 1.
  int check = kFails;
  int train = kFails;
  int resume = kFails;
  int eval = kFails;
};

const std::vector<Way> kWays = {
    {"none", "", kFine, kFine, kFine, kFine},
    {"constructor-throws", "could not be made: evil: no licence"},
    {"constructor-throws-int", "could not be made: it threw something that is no std::exception"},
    {"description-throws", "its description cannot be read: evil: no words"},
    {"reset-throws", "step 0: reset: evil: no start"},
    {"reset-throws-int", "step 0: reset: threw something that is no std::exception"},
    {"step-throws", "step 2: step: evil: no step"},
    {"step-throws-int", "step 2: step: threw something that is no std::exception"},
    {"observe-throws", "step 2: observation: evil: no light"},
    {"draw-throws", "draw: threw evil: no paint", kFails, kFine, kFine, kFine},
    {"counts-throws", "step 10: counts: evil: no fingers"},
    {"nan-reward", "step 2: reward: found nan"},
    {"nan-feature", "step 2: observation: entity type self, feature x: found nan"},
    {"missing-reward", "step 2: step: rewards: found 0 written, wanted 1"},
    {"extra-reward", "step 2: step: rewards: found 2 written, wanted 1"},
    {"extra-count", "step 10: counts: counts: found 2 written, wanted 1"},
    {"changes-features", "entity type thing: found 3 features, was 2 at the beginning"},
    {"changes-agents", "description: agents: found 3, was 1 at the beginning"},
    {"changes-labels", "action head act, labels, number 2: found d, was c"},
    {"changes-actions", "step: changed the actions", kFails, kFine, kFine, kFine},
    {"differs-between-instances", "in the first instance"},
    {"short-row", "step 2: observation: entity type thing: found 1 features, wanted 2"},
    {"unknown-type", "step 2: observation: entity type: found number 2, wanted one of 2"},
    {"short-mask", "mask of action head act: found 2 values, wanted 3"},
    {"empty-mask", "mask of action head act: found nothing allowed"},
    {"duplicate-ids", "entity id: found 0 twice"},
    {"changing-id", "its id changed from 0 to 50", kFails, kFine, kFine, kFine},
    {"never-ends", "wanted its end after max_steps = 10"},
    {"early-outcome", "outcome: found one before the episode's end"},
    {"counter", "entity type self, row 0, feature x: found", kFails, kFine, kFails, kFine},
    {"clock", "entity type self, row 0, feature x: found", kFails, kFine, kFails, kFine},
    {"address", "entity type self, row 0, feature x: found", kFails, kFine, kFails, kFine},
    {"exit", "the process was ended by a call of exit"},
    {"abort", "", kAborts, kAborts, kAborts, kAborts},
};

/// With the faults, where `evil` is what the variable EVIL holds.
ProgramResult bad(const fs::path& folder, Arguments arguments, const std::string& evil = "1") {
  arguments.insert(arguments.begin(), {"EVIL=" + evil, SACCADE_PROGRAM});
  return saccade::testing::run_program_in(folder, "env", arguments);
}

void check_end(const std::string& command, const ProgramResult& result, int status,
               const std::string& words) {
  INFO(command << ": " << result.out << result.err);
  CHECK(result.status == status);
  const auto lines = std::count(result.err.begin(), result.err.end(), '\n');
  if (status == kFails) {
    CHECK(result.err.starts_with("error: "));
    CHECK(lines == 1);
    CHECK_THAT(result.out + result.err, Contains(words));
  } else if (status == kFine) {
    CHECK(result.err.empty());
  }
}

/// The command that the error ends with, without the program.
Arguments replay_arguments(const std::string& error) {
  const std::string mark = " replay ";
  const std::size_t begin = error.find(mark, error.find("to play that episode again: "));
  REQUIRE(begin != std::string::npos);
  const std::size_t end = std::min(error.find(".json", begin) + 5, error.size());
  return {"replay", error.substr(begin + mark.size(), end - begin - mark.size()), "--plugin",
          SACCADE_EVIL};
}

}  // namespace

TEST_CASE("check-env, train, resume and eval end clearly whatever the environment does") {
  for (const Way& way : kWays) {
    const TemporaryFolder folder;
    INFO(way.fault);
    const Arguments plugin = {"evil-" + way.fault, "--plugin", SACCADE_EVIL, "--episodes", "3"};
    Arguments check = plugin;
    check.insert(check.begin(), "check-env");
    check_end("check-env", bad(folder.path(), check), way.check, way.words);
    const std::string words = way.check == kFails && way.eval == kFine
                                  ? "shows something else than was seen then"
                                  : way.words;
    check_end("train", bad(folder.path(), training(way.fault, "bad")), way.train, words);
    check_end("good train", good(folder.path(), training(way.fault, "run")), kFine, "");
    const Arguments resume = {"train",      "--resume", "run", "--plugin",
                              SACCADE_EVIL, "--steps",  "140", "--quiet"};
    check_end("resume", bad(folder.path(), resume), way.resume, words);
    Arguments eval = plugin;
    eval.insert(eval.begin(), "eval");
    check_end("eval", bad(folder.path(), eval), way.eval, words);
  }
}

TEST_CASE("the command that is printed plays the failing episode again") {
  const TemporaryFolder folder;
  const ProgramResult failed = bad(folder.path(), training("step-throws", "run"));
  const Arguments replay = replay_arguments(failed.err);
  CHECK(replay[1] == "run/failed-episode.json");
  const ProgramResult again = bad(folder.path(), replay);
  CHECK(again.status == 1);
  CHECK_THAT(again.out, Contains("evil-step-throws, seed") && Contains("step 1: reward "));
  CHECK_THAT(again.err, Contains("error: it fails again: environment evil-step-throws") &&
                            Contains("step 2: step: evil: no step"));
  const ProgramResult mended = good(folder.path(), replay);
  CHECK(mended.status == 0);
  CHECK_THAT(mended.out, Contains("step 2: reward ") && Contains("It did not fail this time."));
  const ProgramResult without = bad(folder.path(), {replay[0], replay[1]});
  CHECK(without.status == 2);
  CHECK_THAT(without.err, Contains("unknown environment evil-step-throws") &&
                              Contains("which is loaded only when you name it with --plugin"));
}

TEST_CASE("a replay that shows something else than was seen can be played again too") {
  const TemporaryFolder folder;
  REQUIRE(good(folder.path(), training("counter", "run")).status == 0);
  const ProgramResult failed =
      bad(folder.path(), {"train", "--resume", "run", "--plugin", SACCADE_EVIL, "--steps", "140"});
  CHECK_THAT(failed.err, Contains("step 5: the replay of the recorded actions shows something"));
  const Arguments replay = replay_arguments(failed.err);
  CHECK(bad(folder.path(), replay).status == 1);
  CHECK(good(folder.path(), replay).status == 0);
}

TEST_CASE("an episode file that is none is refused") {
  const TemporaryFolder folder;
  const std::string text = GENERATE(
      as<std::string>{}, "", "[]", "{}", "{\"format\": \"saccade failed episode 2\"}",
      std::string(200'000, '['),
      R"({"format": "saccade failed episode 1", "env": "cartpole", "options": {}, "plugins": [],
          "seed": 1, "step": 2, "error": "", "digest": null, "actions": [0]})",
      R"({"format": "saccade failed episode 1", "env": "cartpole", "options": {}, "plugins": [],
          "seed": 1, "step": 1, "error": "", "digest": null, "actions": [7]})",
      R"({"format": "saccade failed episode 1", "env": "cartpole", "options": {"none": 1},
          "plugins": [], "seed": 1, "step": 0, "error": "", "digest": null, "actions": []})",
      R"({"format": "saccade failed episode 1", "env": "cartpole", "options": {}, "plugins": [],
          "seed": -1, "step": 0, "error": "", "digest": null, "actions": ["x"]})");
  std::ofstream(folder.path() / "e.json") << text;
  const ProgramResult result = good(folder.path(), {"replay", "e.json"});
  INFO(result.err);
  CHECK(result.status == 2);
  CHECK(result.err.starts_with("error: "));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
}

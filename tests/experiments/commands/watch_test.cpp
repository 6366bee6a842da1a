// Watching, recording and playing, as far as a machine without a display goes.
#include <algorithm>

#include <catch2/catch.hpp>

#include "support/program.h"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using saccade::testing::ProgramResult;
using saccade::testing::run_program_in;
using saccade::testing::TemporaryFolder;

namespace {

ProgramResult without_display(const std::filesystem::path& folder,
                              std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", SACCADE_PROGRAM});
  return run_program_in(folder, "env", arguments);
}

}  // namespace

TEST_CASE("Without a display, watching and playing end with one line of error") {
  const TemporaryFolder folder;
  for (const char* command : {"watch", "play"}) {
    const ProgramResult result = without_display(folder.path(), {command, "cartpole"});
    INFO(result.err);
    CHECK(result.status == 2);
    CHECK_THAT(result.err, StartsWith("error: "));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  }
}

#ifdef SACCADE_WITH_RENDER

TEST_CASE("Options of watch that do not fit each other are refused") {
  const TemporaryFolder folder;
  const auto error_of = [&folder](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"watch", "cartpole"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = without_display(folder.path(), arguments);
    CHECK(result.status == 2);
    return result.err;
  };
  CHECK_THAT(error_of({"--follow"}), Contains("--follow") && Contains("wanted a run"));
  CHECK_THAT(error_of({"--stochastic"}), Contains("wanted a run"));
  CHECK_THAT(error_of({"--size", "640x480"}), Contains("--record"));
  for (const std::string size : {"640", "640x", "641x480", "10x10", "640x480x2", "axb"}) {
    CHECK_THAT(error_of({"--record", "x.gif", "--size", size}), Contains("'" + size + "'"));
  }
  CHECK_THAT(error_of({"--record", "x.gif", "--episodes", "0"}), Contains("--episodes"));
  CHECK_THAT(error_of({"--force"}), Contains("--record"));
  for (const char* where : {"", "x.gif"}) {
    std::vector<std::string> arguments = {"--theme", "grey"};
    if (*where != 0) arguments.insert(arguments.end(), {"--record", where});
    CHECK_THAT(error_of(arguments), Contains("'grey'") && Contains("'dark' or 'light'"));
  }
  const ProgramResult play =
      without_display(folder.path(), {"play", "cartpole", "--theme", "grey"});
  CHECK_THAT(play.err, Contains("'grey'") && Contains("'dark' or 'light'"));
}

TEST_CASE("What play records into must be a new file that can be written") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "dir.json");
  std::ofstream(folder.path() / "mine.json") << "{}";
  std::ofstream(folder.path() / "file") << "";
  const auto error_of = [&folder](const std::string& file) {
    return without_display(folder.path(), {"play", "cartpole", "--record", file}).err;
  };
  CHECK_THAT(error_of("mine.gif"), Contains("'mine.gif'") && Contains(".json"));
  CHECK_THAT(error_of("mine.json"), Contains("exists already"));
  CHECK_THAT(error_of("dir.json"), Contains("cannot be written"));
  CHECK_THAT(error_of("file/x.json"), Contains("cannot be written"));
  CHECK_THAT(without_display(folder.path(), {"play", "cartpole", "--force"}).err,
             Contains("--record"));
}

TEST_CASE("A recording replaces nothing, unless it is told to") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "film");
  for (const char* name : {"a.gif", "film/notes.txt"}) {
    std::ofstream(folder.path() / name) << "mine";
  }
  std::filesystem::create_symlink("nowhere", folder.path() / "link.gif");
  for (const std::string name : {"a.gif", "film", "link.gif"}) {
    const ProgramResult refused =
        without_display(folder.path(), {"watch", "cartpole", "--record", name});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("--record") && Contains("'" + name + "' exists already") &&
                                Contains("--force"));
  }
  CHECK(saccade::testing::read_text(folder.path() / "a.gif") == "mine");
// The leak checker would find what graphics drivers keep (tests/support/keep_drivers_loaded.cpp).
#ifndef __SANITIZE_ADDRESS__
  std::filesystem::create_directory(folder.path() / "empty");
  const auto record = [&folder](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"watch", "cartpole", "--size", "64x64"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = without_display(folder.path(), arguments);
    INFO(result.err);
    CHECK(result.status == 0);
  };
  record({"--record", "a.gif", "--force"});
  CHECK(saccade::testing::read_text(folder.path() / "a.gif").starts_with("GIF89a"));
  record({"--record", "empty"});
  CHECK(std::filesystem::exists(folder.path() / "empty/frame-000001.png"));
#endif
}

#endif

#include "experiments/players/faithfulness_note.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "support/program.h"

namespace saccade {

TEST_CASE("The viewer says how far attention was found to explain this very checkpoint") {
  const testing::TemporaryFolder folder;
  const auto note = [&folder](const std::string& text) {
    std::ofstream(folder.path() / "explain.json") << text;
    return faithfulness_note(folder.path(), 500);
  };
  CHECK(faithfulness_note(folder.path(), 500) == "not tested: saccade explain");
  const std::string found =
      R"("faithfulness": {"verdict": "faithful", "methods": {"attention": {"gain": 0.84}}})";
  CHECK(note("{\"step\": 500, " + found + "}") == "tested: faithful, gain 84%");
  CHECK(note("{\"step\": 400, " + found + "}") == "not tested: saccade explain");
  CHECK(note(R"({"step": 500, "faithfulness": {"verdict": null}})") ==
        "tested: no verdict, see explain.html");
  CHECK(note(R"({"step": 500, "faithfulness": {"verdict": "partly",
                 "methods": {"attention": {"gain": null}}}})") == "tested: partly");
  CHECK(note(R"({"step": 500})") == "not tested: saccade explain");
  CHECK(note("{") == "not tested: saccade explain");
}

}  // namespace saccade

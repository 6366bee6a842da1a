#include "experiments/run/failed_episode.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "envs/builtin.h"
#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

const std::string kEpisode =
    R"({"format": "saccade failed episode 1", "env": "forage", "options": {"rays": 8},
        "plugins": [], "seed": 18446744073709551615, "step": 3, "error": "", "digest": 5,
        "actions": [1, 0, 1]})";

FailedEpisode read(const std::string& from = "", const std::string& to = "") {
  const testing::TemporaryFolder folder;
  std::string text = kEpisode;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  write_atomically(folder.path() / "e.json", text);
  Registry registry;
  add_builtin_environments(registry);
  return read_failed_episode(folder.path() / "e.json", registry);
}

}  // namespace

TEST_CASE("an episode is read as it was written") {
  const FailedEpisode episode = read();
  CHECK(episode.trace.seed == 18446744073709551615U);
  CHECK(episode.trace.step == 3);
  CHECK(episode.trace.digest == 5);
  CHECK(episode.trace.progress == 1);  // Of a file that was written before there was any.
  CHECK(episode.options.get<int>("rays") == 8);
}

TEST_CASE("numbers that do not fit are refused by name") {
  CHECK_THROWS_WITH(read("\"rays\": 8", "\"rays\": 4294967304"),
                    Contains("option rays: found 4294967304, wanted a whole number"));
  CHECK_THROWS_WITH(read("\"step\": 3", "\"step\": 4294967299"),
                    Contains("step: found 4294967299"));
  CHECK_THROWS_WITH(read("\"step\": 3", "\"step\": 3.5"), Contains("step: found 3.5"));
  CHECK_THROWS_WITH(read("18446744073709551615", "-1"), Contains("seed: found -1"));
  CHECK_THROWS_WITH(read("18446744073709551615", "[7]"), Contains("seed: found array"));
  CHECK_THROWS_WITH(read("\"digest\": 5", "\"digest\": -5"), Contains("digest: found -5"));
  for (const std::string value : {"1.5", "-0.1", "null", "\"all\""}) {
    CHECK_THROWS_WITH(read("\"step\": 3", "\"step\": 3, \"progress\": " + value),
                      Contains("progress: found " + value + ", wanted a number in [0, 1]"));
  }
}

TEST_CASE("an episode remembers what was wrapped around its environment") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_experiment(
      "forage", {"wrap.flicker=0.25", R"(wrap.hide=["food.distance", "self.velocity_x"])"},
      environments);
  const EpisodeTrace trace{"forage", 5, 1, {1}, 0.25, std::nullopt};
  write_failed_episode(folder.path() / "e.json", config, EpisodeError("bees", trace));
  const FailedEpisode episode =
      read_failed_episode(folder.path() / "e.json", environments.registry());
  CHECK(episode.wrap.values() == config.wrap.values());
  CHECK(episode.wrap.get<double>("flicker") == 0.25);
  CHECK(episode.trace.progress == 0.25);
  CHECK(read().wrap.values() == wrapper_options().values());
}

TEST_CASE("an episode remembers how it was edited") {
  const testing::TemporaryFolder folder;
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_experiment("forage", {}, environments);
  const std::vector<TimedEdit> edits = {
      {0, {.kind = StateEdit::Kind::kAdd, .type = "food", .place = {0.1F, -3}}},
      {1, {.kind = StateEdit::Kind::kRemove, .id = 4}},
      {1, {.kind = StateEdit::Kind::kMove, .id = 0, .place = {1, 2}}}};
  const EpisodeTrace trace{"forage", 5, 1, {1}, 1, std::nullopt, edits};
  write_failed_episode(folder.path() / "e.json", config, EpisodeError("bees", trace));
  CHECK(read_failed_episode(folder.path() / "e.json", environments.registry()).trace.edits ==
        edits);
  CHECK(read().trace.edits.empty());
  CHECK_THROWS_WITH(read("\"step\": 3", "\"step\": 3, \"edits\": [{\"step\": 1}]"),
                    Contains("edits, number 1: found no entry 'edit', wanted one"));
}

TEST_CASE("what was wrapped is checked") {
  const std::string options = R"("options": {"rays": 8})";
  const auto wrap = [&options](const std::string& json) {
    return read(options, options + R"(, "wrap": )" + json);
  };
  CHECK_THROWS_WITH(wrap(R"({"flicker": 2})"),
                    Contains("wrap.flicker: found 2, wanted a number in [0, 1]"));
  CHECK_THROWS_WITH(wrap(R"({"hide": [1]})"),
                    Contains("wrap.hide: found [1], wanted a list of texts"));
  CHECK_THROWS_WITH(wrap(R"({"blink": 1})"), Contains("unknown wrapper wrap.blink"));
}

}  // namespace saccade

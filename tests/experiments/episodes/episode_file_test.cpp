#include "experiments/episodes/episode_file.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "envs/builtin.h"
#include "experiments/episodes/recorded.h"
#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::Setting;

const std::string kEpisode = R"({
  "format": "saccade episode", "format_version": 1, "version": "1.2.3", "env": "forage",
  "options": {"rays": 8}, "wrap": {"flicker": 0.5}, "plugins": [], "checkpoint": "",
  "seed": 18446744073709551615, "progress": 1, "digest": null,
  "edits": [{"step": 1, "edit": "move", "id": 0, "x": 1.5, "y": -2}],
  "actions": [[1], [0], [3]]})";

EpisodeFile parse(const std::string& from = "", const std::string& to = "") {
  std::string text = kEpisode;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  Registry registry;
  add_builtin_environments(registry);
  return parse_episode_file(text, registry);
}

void check_refused(const std::string& from, const std::string& to, const std::string& message) {
  INFO(to);
  CHECK_THROWS_WITH(parse(from, to), Contains(message));
}

}  // namespace

TEST_CASE("every float is read as it was written") {
  const Setting setting("pendulum");
  EpisodeFile episode{.environment = "pendulum", .options = setting.config.env_options};
  Rng rng(3);
  using Limits = std::numeric_limits<float>;
  for (const float number : {0.0F, -0.0F, 0.1F, 1.0F / 3, Limits::max(), Limits::lowest(),
                             Limits::min(), Limits::denorm_min(), 16777217.0F, 1e20F}) {
    episode.actions.push_back({number});
  }
  for (int i = 0; i < 20000; ++i) {
    const auto bits = static_cast<std::uint32_t>(rng.integers(0, std::int64_t{1} << 32));
    const float number = std::bit_cast<float>(bits);
    if (std::isfinite(number)) episode.actions.push_back({number});
  }
  const EpisodeFile read =
      parse_episode_file(episode_file_text(episode), setting.environments.registry());
  REQUIRE(read.actions.size() == episode.actions.size());
  for (std::size_t i = 0; i < read.actions.size(); ++i) {
    CHECK(std::bit_cast<std::uint32_t>(read.actions[i][0]) ==
          std::bit_cast<std::uint32_t>(episode.actions[i][0]));
  }
  episode.actions = {{Limits::quiet_NaN()}};
  CHECK_THROWS_WITH(episode_file_text(episode),
                    Contains("actions: found nan, wanted finite numbers"));
  episode.actions.clear();
  episode.edits = {{0, {.id = 1, .place = {0, Limits::infinity()}}}};
  CHECK_THROWS_WITH(episode_file_text(episode),
                    Contains("move of entity 1: found the place (0, inf)"));
}

TEST_CASE("plug-ins are told by their file names, and never loaded") {
  Setting setting("cartpole");
  EpisodeRunner runner = setting.runner();
  runner.begin(1);
  ExperimentConfig config = setting.config;
  config.plugins = {"/home/someone/lib-orchard.so"};
  EpisodeFile episode = record_episode(config, runner);
  CHECK(episode.plugins == std::vector<std::string>{"lib-orchard.so"});
  episode.environment = "orchard";
  CHECK_THROWS_WITH(
      parse_episode_file(episode_file_text(episode), setting.environments.registry()),
      Contains("lib-orchard.so, which is loaded only when you name it with --plugin"));
  CHECK(setting.environments.plugins().empty());
}

TEST_CASE("what does not fit is refused by place") {
  CHECK(parse().seed == 18446744073709551615U);
  check_refused("\"saccade episode\"", "\"saccade failed episode 1\"", "format: found");
  check_refused("_version\": 1", "_version\": 2", "format_version: found 2, wanted 1");
  check_refused("\"seed\": 18446744073709551615", "\"seed\": -1", "seed: found -1");
  check_refused("\"seed\":", "\"sead\":", "found an entry 'sead', which is none of an episode");
  check_refused("\"seed\": 18446744073709551615,", "", "found no entry 'seed', wanted one");
  check_refused("[0]", "[]", "actions, step 2: found none, wanted a list of numbers");
  check_refused("[0]", "0", "actions, step 2: found number, wanted a list of numbers");
  check_refused("[0]", "[0, 1]", "actions, step 2: found 2 numbers, wanted 1 as in step 1");
  check_refused("[0]", "[\"a\"]", "actions, step 2, number 1: found \"a\", wanted a finite number");
  check_refused("[0]", "[null]", "actions, step 2, number 1: found null");
  check_refused("[0]", "[1e39]", "actions, step 2, number 1: found 1e+39");
  check_refused("[0]", "[[[0]]]", "nested too deeply");
  check_refused("[0]", "[1e999]", "1e999");
  check_refused("[[1], [0], [3]]", "7", "actions: found number, wanted a list of steps");
  check_refused("\"move\"", "\"throw\"",
                "edits, number 1, edit: found \"throw\", wanted \"move\", \"remove\" or \"add\"");
  check_refused("\"id\": 0", "\"id\": 1e3", "edits, number 1, id: found 1000.0");
  check_refused("\"id\": 0,", "", "edits, number 1: found no entry 'id'");
  check_refused("\"y\": -2", "\"y\": null", "edits, number 1, y: found null");
  check_refused("\"step\": 1", "\"step\": 4",
                "edits, number 1, step: found 4, wanted one from 0 to 3");
  check_refused("\"step\": 1", "\"step\": -1", "edits, number 1, step: found -1");
  check_refused("\"checkpoint\": \"\"", "\"checkpoint\": \"12\"",
                "checkpoint: found \"12\", wanted 16 hexadecimal digits or nothing");
  check_refused("\"rays\": 8", "\"rays\": 8000", "rays: found 8000");
  check_refused("\"rays\": 8", "\"ray\": 8", "ray");
  check_refused("\"flicker\": 0.5", "\"flicker\": 2", "wrap.flicker: found 2");
  check_refused("\"env\": \"forage\"", "\"env\": \"forrage\"", "forrage");
  check_refused("\"progress\": 1", "\"progress\": 2", "progress: found 2");
  check_refused("\"plugins\": []", "\"plugins\": [1]", "plugins: found [1]");
  check_refused("\"digest\": null", "\"digest\": 0.5", "digest: found 0.5");
  check_refused("{\"rays\": 8}", "[]", "options: found array, wanted an object");
  check_refused("{\n", "[\n", "parse error");
}

TEST_CASE("a damaged file is understood or refused") {
  Registry registry;
  add_builtin_environments(registry);
  Rng rng(1);
  const auto below = [&rng](std::size_t end) {
    return static_cast<std::size_t>(rng.integers(0, static_cast<std::int64_t>(end)));
  };
  int understood = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text = kEpisode;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size()), what = below(3);
      if (what == 0) text[at] = static_cast<char>(below(256));
      if (what == 1) text.erase(at, 1 + below(8));
      if (what == 2) text.insert(at, text.substr(below(text.size()), 1 + below(20)));
    }
    try {
      const EpisodeFile episode = parse_episode_file(text, registry);
      CHECK(parse_episode_file(episode_file_text(episode), registry) == episode);
      ++understood;
    } catch (const Error&) {
      continue;
    }
  }
  CHECK(understood > 10);
  CHECK_THROWS_AS(parse_episode_file(std::string(200'000, '['), registry), Error);
  std::string many = "[1]";
  for (int i = 0; i < 100'000; ++i) many += ",[1]";
  std::string text = kEpisode;
  text.replace(text.find("[1]"), 3, many);
  CHECK(parse_episode_file(text, registry).actions.size() == 100'003);
}

TEST_CASE("errors name the file") {
  const testing::TemporaryFolder folder;
  Registry registry;
  add_builtin_environments(registry);
  const std::filesystem::path file = folder.path() / "e.json";
  CHECK_THROWS_WITH(read_episode_file(file, registry), Contains(file.string()));
  write_atomically(file, "7");
  CHECK_THROWS_WITH(read_episode_file(file, registry),
                    "episode '" + file.string() + "': found 7, wanted an object");
  const EpisodeFile episode{.environment = "cartpole"};
  CHECK_THROWS_WITH(write_episode_file(folder.path() / "no" / "e.json", episode),
                    Contains((folder.path() / "no").string()));
}

}  // namespace saccade

// Episodes that are saved, and played again.
#ifdef SACCADE_WITH_RENDER
#include <catch2/catch.hpp>

#include "experiments/episodes/recorded.h"
#include "experiments/play/watched.h"
#include "experiments/players/action_description.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using testing::run_program_in;
using testing::Setting;
using testing::TemporaryFolder;

// A run of forage with four checkpoints, that of step 0 included.
std::string train_in(const TemporaryFolder& folder) {
  const auto result = run_program_in(
      folder.path(), SACCADE_PROGRAM,
      {"train", "forage", "--out", "run", "--quiet", "--steps", "192", "--set", "rollout.envs=2",
       "--set", "rollout.horizon=32", "--set", "checkpoint.every=64", "--set", "eval.episodes=0"});
  INFO(result.err);
  REQUIRE(result.status == 0);
  return (folder.path() / "run").string();
}

// Plays up to `steps` of what is watched.
std::vector<render::Frame> play(EpisodeSource& source, std::uint64_t seed, int steps) {
  std::vector<render::Frame> frames{source.reset(seed)};
  for (int i = 0; i < steps && !frames.back().done; ++i) frames.push_back(source.advance());
  return frames;
}

bool same_world(const render::Frame& a, const render::Frame& b) {
  return a.step == b.step && a.return_so_far == b.return_so_far &&
         a.mind().seen.features == b.mind().seen.features && a.mind().seen.ids == b.mind().seen.ids;
}

bool same_thoughts(const render::Frame& a, const render::Frame& b) {
  return a.mind().value == b.mind().value &&
         a.mind().attention.weights == b.mind().attention.weights &&
         a.mind().actions.at(0).probabilities == b.mind().actions.at(0).probabilities;
}

// The first action of the frame, as it was taken.
int chosen(const render::Frame& frame) {
  return frame.mind().actions.at(0).chosen;
}

}  // namespace

TEST_CASE("An episode that is saved plays again, with the thoughts of a policy that looks on") {
  const TemporaryFolder folder;
  const std::string run = train_in(folder);
  RegisteredEnvironments environments;
  const Watched watched = open_watched(run, {.stochastic = true}, environments);
  CHECK(watched.folder == run);
  const auto frames = play(*watched.source, 3, 12);
  const std::string file = (folder.path() / "e.json").string();
  watched.source->save(file);

  SECTION("by nobody") {
    const Watched again = open_watched(file, {}, environments);
    CHECK(again.seed == 3);
    CHECK(again.environment == "forage");
    CHECK_FALSE(again.source->can_change());
    CHECK(again.source->next_episode(3) == 3);
    const auto replayed = play(*again.source, 3, 100);
    REQUIRE(replayed.size() == frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
      CHECK(same_world(frames[i], replayed[i]));
      if (i + 1 < frames.size()) CHECK(chosen(frames[i]) == chosen(replayed[i]));
    }
    CHECK(replayed.back().done);
    CHECK(replayed[0].policy == "e.json");
    CHECK_FALSE(replayed[0].has_value);
    CHECK(replayed[0].mind().actions.at(0).probabilities.empty());
  }
  SECTION("seen by the policy that played") {
    const Watched again = open_watched(file, {.onlooker = run, .can_change = true}, environments);
    CHECK(again.source->can_change());
    const auto replayed = play(*again.source, 3, 100);
    REQUIRE(replayed.size() == frames.size());
    for (std::size_t i = 0; i + 1 < frames.size(); ++i) {
      CHECK(same_thoughts(frames[i], replayed[i]));
      CHECK(chosen(frames[i]) == chosen(replayed[i]));
    }
    CHECK_THAT(replayed[0].policy, Contains("e.json, played by run"));
    const EntityId near = frames[4].mind().seen.ids.at(1);
    const render::WhatIf moved{.state = {{.id = near, .place = {0.5F, 0.5F}}}};
    const render::Frame& answer = again.source->what_if(4, moved);
    CHECK(answer.step == 4);
    CHECK_FALSE(same_world(answer, frames[4]));
    CHECK(same_world(again.source->what_if(4, {}), frames[4]));
    CHECK(same_thoughts(again.source->what_if(4, {}), frames[4]));
  }
  SECTION("seen by another policy") {
    const Watched again = open_watched(file, {.onlooker = run + "@64"}, environments);
    CHECK_THAT(play(*again.source, 3, 0)[0].policy, Contains("e.json, seen by run"));
  }
}

TEST_CASE("A recording of no step shows how the episode began, and nobody acts") {
  const TemporaryFolder folder;
  RegisteredEnvironments environments;
  const Watched watched = open_watched("cherry-pick", {}, environments);
  watched.source->reset(2);
  const std::string file = (folder.path() / "e.json").string();
  watched.source->save(file);
  const Watched again = open_watched(file, {}, environments);
  const auto replayed = play(*again.source, 2, 5);
  REQUIRE(replayed.size() == 1);
  CHECK(replayed[0].done);
  CHECK(replayed[0].outcome == "recording ends");
  CHECK(again.source->advance().step == 0);
}

TEST_CASE("Options that a recorded episode has no use for are refused") {
  const TemporaryFolder folder;
  RegisteredEnvironments environments;
  const Watched watched = open_watched("forage", {}, environments);
  play(*watched.source, 2, 2);
  const std::string file = (folder.path() / "e.json").string();
  watched.source->save(file);
  for (const WatchOptions& options :
       {WatchOptions{.stochastic = true}, WatchOptions{.follow = true},
        WatchOptions{.checkpoints = true}, WatchOptions{.sets = {"env.size=9"}}}) {
    CHECK_THROWS_WITH(open_watched(file, options, environments), Contains("option '--"));
  }
}

TEST_CASE("A branch that another policy plays names that policy, and is nobody's alone") {
  const TemporaryFolder folder;
  const std::string run = train_in(folder);
  RegisteredEnvironments environments;
  const Watched watched = open_watched("forage", {}, environments);
  play(*watched.source, 3, 6);
  const std::string file = (folder.path() / "e.json").string();
  watched.source->save(file);
  const Watched seen = open_watched(file, {.onlooker = run, .can_change = true}, environments);
  play(*seen.source, 3, 6);
  const render::WhatIf moved{.state = {{.id = 2, .place = {1, 1}}}};
  CHECK_THAT(seen.source->what_if(4, moved).policy, StartsWith("run"));
  seen.source->branch()->advance();
  const std::string branch = (folder.path() / "branch.json").string();
  seen.source->branch()->save(branch);
  CHECK(read_episode_file(branch, environments.registry()).checkpoint.empty());
}

TEST_CASE("A branch is saved with its edits, and plays again with them") {
  RegisteredEnvironments environments;
  const TemporaryFolder folder;
  const Watched watched = open_watched("forage", {.can_change = true}, environments);
  play(*watched.source, 5, 6);
  const render::WhatIf moved{.state = {{.id = 2, .place = {1, 1}}}};
  watched.source->what_if(4, moved);
  render::FrameSource& branch = *watched.source->branch();
  std::vector<render::Frame> frames;
  for (int i = 0; i < 5; ++i) frames.push_back(branch.advance());
  const std::string file = (folder.path() / "branch.json").string();
  branch.save(file);
  const Watched again = open_watched(file, {}, environments);
  const auto replayed = play(*again.source, 5, 100);
  REQUIRE(replayed.size() == 10);
  for (std::size_t i = 0; i < frames.size(); ++i) CHECK(same_world(frames[i], replayed[i + 5]));
  const EpisodeFile episode = read_episode_file(file, environments.registry());
  REQUIRE(episode.edits.size() == 1);
  CHECK(episode.edits[0].step == 4);
}

TEST_CASE("What no longer plays as it was recorded is refused") {
  RegisteredEnvironments environments;
  const TemporaryFolder folder;
  const Setting setting("forage");
  EpisodeRunner runner = setting.runner();
  testing::play(runner, 8, {});
  EpisodeFile episode = record_episode(setting.config, runner);
  const std::string file = (folder.path() / "e.json").string();
  episode.digest = *episode.digest + 1;
  write_episode_file(file, episode);
  CHECK_THROWS_WITH(open_watched(file, {}, environments), Contains("episode '" + file + "'"));
  CHECK_THROWS_WITH(open_watched(file, {.sets = {"env.size=9"}}, environments),
                    Contains("as it was recorded"));
  CHECK_THROWS_WITH(open_watched("forage", {.onlooker = "run"}, environments), Contains("--with"));
  CHECK_THROWS_WITH(open_watched("none.json", {}, environments), Contains("none.json"));
}

TEST_CASE("All checkpoints of a run play the same seed, one after the other") {
  const TemporaryFolder folder;
  const std::string run = train_in(folder);
  RegisteredEnvironments environments;
  const Watched watched = open_watched(run, {.checkpoints = true}, environments);
  CHECK(watched.episodes == 4);
  EpisodeSource& source = *watched.source;
  std::vector<std::string> names;
  std::uint64_t seed = 8;
  for (int i = 0; i < 5; ++i) {
    names.push_back(source.reset(seed).policy);
    CHECK(source.reset(seed).policy == names.back());  // Again, by the same one.
    seed = source.next_episode(seed);
    CHECK(seed == 8);
  }
  CHECK_THAT(names[0], Contains("step 0"));
  CHECK_THAT(names[1], Contains("step 64"));
  CHECK_THAT(names[3], Contains("step 192"));
  CHECK(names[4] == names[0]);
  CHECK_THROWS_WITH(open_watched(run + "@64", {.checkpoints = true}, environments),
                    Contains("--checkpoints"));
}

TEST_CASE("A checkpoint that is gone by now is skipped") {
  const TemporaryFolder folder;
  const std::string run = train_in(folder);
  RegisteredEnvironments environments;
  const Watched watched = open_watched(run, {.checkpoints = true}, environments);
  std::filesystem::remove(folder.path() / "run/checkpoints/step-64.safetensors");
  watched.source->next_episode(1);
  CHECK_THAT(watched.source->reset(1).policy, Contains("step 128"));
}

TEST_CASE("An episode that cannot be kept is told, and play goes on") {
  const TemporaryFolder folder;
  RegisteredEnvironments environments;
  const Watched watched = open_watched("forage", {}, environments);
  watched.source->keep_episodes(folder.path() / "none/mine.json");
  play(*watched.source, 1, 3);
  watched.source->reset(2);
  watched.source->advance();
  std::filesystem::create_directory(folder.path() / "none");
  watched.source->keep();
  CHECK(std::filesystem::exists(folder.path() / "none/mine.json"));
}

TEST_CASE("Every episode that a person plays is kept, the given up and the last one too") {
  const TemporaryFolder folder;
  RegisteredEnvironments environments;
  const Watched watched = open_watched("forage", {}, environments);
  EpisodeSource& source = *watched.source;
  source.keep_episodes(folder.path() / "mine.json");
  play(source, 1, 3);
  CHECK(play(source, 2, 10'000).back().done);
  source.reset(3);
  source.reset(4);  // Nothing was played of the one before.
  source.advance();
  source.keep();
  source.keep();  // Once is enough.
  const auto length = [&](const std::string& name) {
    return read_episode_file(folder.path() / name, environments.registry()).actions.size();
  };
  CHECK(length("mine.json") == 3);
  CHECK(length("mine-2.json") > 3);
  CHECK(length("mine-3.json") == 1);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "mine-4.json"));
}

}  // namespace saccade
#endif

#include "experiments/episodes/episode_playback.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "experiments/episodes/recorded.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using testing::play;
using testing::Setting;
using testing::state_of;
using Kind = StateEdit::Kind;

/// What plays again is what was played, at each step, also out of order.
void check_playback(const EpisodeFile& episode, const Registry& registry,
                    const std::vector<std::uint64_t>& states) {
  EpisodeRunner runner(make_environment_of(episode, registry));
  EpisodePlayback playback(episode, runner);
  REQUIRE(playback.steps() + 1 == static_cast<int>(states.size()));
  for (int step = 0; step <= playback.steps(); ++step) {
    CHECK(playback.position() == step);
    CHECK(state_of(runner) == states[static_cast<std::size_t>(step)]);
    if (!playback.at_end()) playback.step();
  }
  playback.check();
  playback.play_to(2);
  CHECK(state_of(runner) == states[2]);
  playback.play_to(playback.steps());
  CHECK(state_of(runner) == states.back());
  playback.check();
}

}  // namespace

TEST_CASE("an episode with edits in wrappers is played again exactly") {
  const testing::TemporaryFolder folder;
  const Setting setting("forage", {"env.action=continuous", "wrap.flicker=0.3", "wrap.sticky=0.2",
                                   "wrap.hide=[\"food.distance\"]", "wrap.action_delay=1"});
  EpisodeRunner runner = setting.runner();
  const std::vector<std::uint64_t> states =
      play(runner, 20,
           {{.kind = Kind::kMove, .id = 0, .place = {1.1F, -0.3F}},
            {.kind = Kind::kRemove, .id = 3},
            {.kind = Kind::kMove, .id = 4, .place = {-2, 1e-20F}}});
  const EpisodeFile episode = record_episode(setting.config, runner, "00000000deadbeef");
  CHECK(episode.edits.size() == 3);
  write_episode_file(folder.path() / "e.json", episode);
  const EpisodeFile read =
      read_episode_file(folder.path() / "e.json", setting.environments.registry());
  CHECK(read == episode);
  CHECK(read.checkpoint == "00000000deadbeef");
  CHECK(read.digest == runner.digest());
  check_playback(read, setting.environments.registry(), states);
}

TEST_CASE("an episode that came to its end is played to its end") {
  const Setting setting("minefield", {"env.max_steps=12"});
  EpisodeRunner runner = setting.runner();
  const auto states = play(runner, 100, {{.kind = Kind::kAdd, .type = "mine", .place = {90, 90}}});
  const EpisodeFile episode = record_episode(setting.config, runner);
  check_playback(episode, setting.environments.registry(), states);

  EpisodeFile longer = episode;
  longer.actions.push_back(longer.actions.back());
  EpisodeRunner again = setting.runner();
  EpisodePlayback playback(longer, again);
  CHECK_THROWS_WITH(playback.play_to(playback.steps()), Contains("found its end, wanted 13 steps"));
}

TEST_CASE("episodes of teams and of several kinds are played again") {
  for (const std::string id : {"spread", "tag", "couriers", "crowd-nav", "intersection"}) {
    INFO(id);
    const Setting setting(id);
    EpisodeRunner runner = setting.runner();
    std::vector<StateEdit> edits;
    if (runner.spec().has_edits) {
      edits = {{.kind = Kind::kMove, .id = 0, .place = {0.5F, -0.5F}}};
    }
    const auto states = play(runner, 10, edits);
    check_playback(record_episode(setting.config, runner), setting.environments.registry(), states);
  }
}

TEST_CASE("an episode of another environment, or that goes otherwise, is refused") {
  const Setting setting("minefield"), other("cartpole");
  EpisodeRunner runner = setting.runner(), wrong = other.runner();
  play(runner, 4, {});
  EpisodeFile episode = record_episode(setting.config, runner);
  CHECK_THROWS_WITH(EpisodePlayback(episode, wrong),
                    Contains("found cartpole, wanted minefield, of which it was recorded"));
  EpisodeFile wide = episode;
  wide.actions[2].push_back(0);
  CHECK_THROWS_WITH(EpisodePlayback(wide, runner),
                    Contains("actions of step 3: found 2 numbers, wanted 1, as environment"));
  EpisodeFile strange = episode;
  strange.actions[1][0] = 3;
  EpisodePlayback playback(strange, runner);
  CHECK_THROWS_WITH(playback.play_to(4), Contains("step 2: action head move: found 3"));
  episode.digest = *episode.digest + 1;
  EpisodePlayback again(episode, runner);
  again.play_to(4);
  CHECK_THROWS_AS(again.check(), EpisodeError);
  episode.edits = {{2, {.kind = Kind::kRemove, .id = 99}}};
  EpisodePlayback edited(episode, runner);
  CHECK_THROWS_WITH(edited.play_to(4), Contains("removal of entity 99: found no entity"));
}

}  // namespace saccade

// Every environment either offers edits of its state and keeps its promises about them, or refuses.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "envs/call_board.h"
#include "envs/edits/edited.h"
#include "envs/wrappers/separate_agents.h"
#include "support/wrapped.h"

namespace saccade {
namespace {

using testing::episode_of;
using testing::move_to;
using testing::new_one;
using testing::removal_of;
using testing::state_of;

constexpr int kStepsBefore = 3, kStepsAfter = 5;

const std::set<std::string> kWithEdits = {"coverage",  "crowd-nav",    "forage", "formation",
                                          "highway",   "intersection", "line",   "merge",
                                          "minefield", "spread",       "tag"};

std::vector<std::string> all_ids() {
  Registry registry;
  add_builtin_environments(registry);
  std::vector<std::string> ids;
  for (const EnvironmentEntry& entry : registry.entries()) ids.push_back(entry.id);
  return ids;
}

void play(EpisodeRunner& runner, std::uint64_t seed, int steps) {
  Rng rng(seed);
  for (int i = 0; i < steps; ++i) testing::step_at_random(runner, rng);
}

EpisodeRunner begun(const std::string& id) {
  EpisodeRunner runner = episode_of(id);
  play(runner, 7, kStepsBefore);
  return runner;
}

/// Everything that can be asked for of what is seen, and more.
std::vector<StateEdit> all_edits(const EpisodeRunner& runner) {
  Scene scene;
  runner.draw(scene);
  const Vec2 place{0.7F * scene.min.x + 0.3F * scene.max.x,
                   0.4F * scene.min.y + 0.6F * scene.max.y};
  std::vector<StateEdit> edits = {move_to(4711, place), removal_of(-1), new_one("moon", place)};
  std::set<EntityId> ids;
  for (const Observation& seen : runner.observations()) {
    for (const Observation::Rows& rows : seen.rows()) {
      ids.insert(rows.ids.begin(), rows.ids.end());
      edits.push_back(new_one(rows.type, place));
    }
  }
  for (const EntityId id : ids) {
    edits.push_back(move_to(id, place));
    edits.push_back(move_to(id, {1e9F, -1e9F}));
    edits.push_back(removal_of(id));
  }
  return edits;
}

bool is_seen(const EpisodeRunner& runner, EntityId id) {
  for (const Observation& seen : runner.observations()) {
    for (const Observation::Rows& rows : seen.rows()) {
      if (std::find(rows.ids.begin(), rows.ids.end(), id) != rows.ids.end()) return true;
    }
  }
  return false;
}

/// Edits one of two equal episodes, and the other as well unless the edit was refused; returns
/// whether it was done.
bool try_edit(const std::string& id, const StateEdit& edit) {
  EpisodeRunner edited = begun(id), twin = begun(id);
  const std::string refusal = testing::refusal_of(edited, edit);
  if (refusal.empty()) {
    twin.edit(edit);
    if (edit.kind == StateEdit::Kind::kRemove) CHECK_FALSE(is_seen(edited, edit.id));
  } else {
    CHECK(refusal.find("found") != std::string::npos);
    CHECK(refusal.find("wanted") != std::string::npos);
  }
  CHECK(state_of(edited) == state_of(twin));
  play(edited, 8, kStepsAfter);
  play(twin, 8, kStepsAfter);
  CHECK(state_of(edited) == state_of(twin));
  return refusal.empty();
}

}  // namespace

TEST_CASE("what offers edits says so, and all else refuses them") {
  std::set<std::string> found;
  for (const std::string& id : all_ids()) {
    EpisodeRunner runner = episode_of(id);
    if (runner.spec().has_edits) {
      found.insert(id);
      continue;
    }
    const std::uint64_t before = state_of(runner);
    CHECK(testing::refusal_of(runner, removal_of(1)) ==
          "removal of entity 1: found environment " + runner.spec().id +
              ", which offers no edits, wanted one that offers them");
    CHECK_THROWS_WITH(testing::make_builtin(id)->edit(removal_of(1)),
                      Catch::Contains("which offers no edits"));
    CHECK(state_of(runner) == before);
  }
  CHECK(found == kWithEdits);
}

TEST_CASE("every edit is done alike wherever it is made, or refused without a trace") {
  for (const std::string& id : kWithEdits) {
    int done = 0;
    for (const StateEdit& edit : all_edits(begun(id))) {
      INFO(id << ": " << edit_label(edit));
      done += try_edit(id, edit) ? 1 : 0;
    }
    INFO(id);
    CHECK(done >= 2);
  }
}

TEST_CASE("added entities get ids that no entity had") {
  for (const auto& [id, type] :
       std::vector<std::pair<std::string, std::string>>{{"forage", "hunter"},
                                                        {"minefield", "mine"},
                                                        {"tag", "obstacle"},
                                                        {"crowd-nav", "human"},
                                                        {"intersection", "vehicle"},
                                                        {"highway", "vehicle"},
                                                        {"merge", "vehicle"}}) {
    INFO(id);
    // In forage there is room for one.
    EpisodeRunner runner =
        episode_of(id, id == "forage" ? testing::OptionList{{"hunters_max", 1}, {"crates_max", 0}}
                                      : testing::OptionList{});
    if (id == "forage") {
      for (const EntityId hunter : testing::ids_of(runner, 3)) runner.edit(removal_of(hunter));
    }
    const EntityId first = runner.edit(new_one(type, {3, 1}));
    CHECK(runner.edit(removal_of(first)) == first);
    CHECK_FALSE(is_seen(runner, first));
    const EntityId second = runner.edit(new_one(type, {3, 1}));
    CHECK(second > first);
    CHECK(testing::refusal_of(runner, move_to(first, {0, 0})) ==
          "move of entity " + std::to_string(first) +
              ": found no entity of that id, wanted the id of one that is there");
    CHECK(runner.edit(move_to(second, {4, 1})) == second);
  }
}

TEST_CASE("the same seed, actions and edits give the same episode") {
  for (const std::string& id : kWithEdits) {
    INFO(id);
    EpisodeRunner a = episode_of(id), b = episode_of(id);
    play(b, 3, 40);  // An instance that has played, and was edited, before.
    testing::refusal_of(b, removal_of(2));
    b.begin(1);
    Rng actions_a(5), actions_b(5);
    for (int step = 0; step < 50; ++step) {
      if (step % 7 == 2) {
        const auto edits = all_edits(a);
        const StateEdit& edit = edits[static_cast<std::size_t>(step) % edits.size()];
        CHECK(testing::refusal_of(a, edit) == testing::refusal_of(b, edit));
      }
      const StepResult result = testing::step_at_random(a, actions_a);
      testing::step_at_random(b, actions_b);
      if (result.terminated || result.truncated) break;  // Their next seeds differ.
      REQUIRE(state_of(a) == state_of(b));
    }
  }
}

TEST_CASE("an episode that was edited is replayed from its record") {
  for (const std::string& id : kWithEdits) {
    INFO(id);
    EpisodeRunner runner(testing::make_builtin(id), 4, 0);
    play(runner, 7, 2);
    runner.edit(move_to(0, {1, 2}));
    play(runner, 8, 2);
    runner.edit(move_to(0, {0, 1}));
    if (runner.record().episode > 0) continue;  // It ended early.
    CHECK(runner.record().edits.size() == 2);
    EpisodeRunner again(testing::make_builtin(id), 4, 0);
    again.restore(runner.record());
    CHECK(state_of(again) == state_of(runner));
    again.restore(again.record());
    CHECK(state_of(again) == state_of(runner));
    again.begin(3);
    CHECK(again.record().edits.empty());
  }
}

TEST_CASE("edits go through wrappers") {
  for (const std::string& id : kWithEdits) {
    INFO(id);
    const EnvironmentFactory factory = testing::wrapped_in_all(testing::builtin_world(id));
    EpisodeRunner a(factory(), 3), b(factory(), 3);
    for (EpisodeRunner* runner : {&a, &b}) {
      CHECK(runner->spec().has_edits);
      play(*runner, 7, 2);
      runner->edit(move_to(0, {1, 2}));
    }
    CHECK(state_of(a) == state_of(b));
    play(a, 8, 5);
    play(b, 8, 5);
    CHECK(state_of(a) == state_of(b));
  }
}

TEST_CASE("edits go through what watches calls, and what separates agents") {
  CallBoard board;
  const auto make = [] { return testing::make_builtin("tag"); };
  for (const EnvironmentFactory& factory : {board.watched(make, "tag"), EnvironmentFactory([] {
                                              return separate_agents(testing::make_builtin("tag"));
                                            })}) {
    EpisodeRunner runner(factory(), 3), plain(make(), 3);
    for (EpisodeRunner* each : {&runner, &plain}) {
      CHECK(each->edit(move_to(1, {0.5F, 0.25F})) == 1);
      CHECK(each->edit(new_one("obstacle", {0, 0})) == 6);
    }
    CHECK(state_of(runner) == state_of(plain));
  }
}

TEST_CASE("wrap.fixed_count refuses edits that break its promise") {
  const auto factory =
      testing::builtin_world("minefield").factory({{"fixed_count", testing::Names{"mine=10"}}});
  EpisodeRunner runner(factory(), 3);
  const EntityId mine = testing::ids_of(runner, 2)[0];
  const std::uint64_t before = state_of(runner);
  const std::string wanted =
      ": found type mine, of which there are always 10, wanted one of which there may be any "
      "number";
  CHECK(testing::refusal_of(runner, new_one("mine", {0, 0})) == "new entity of type mine" + wanted);
  CHECK(testing::refusal_of(runner, removal_of(mine)) ==
        "removal of entity " + std::to_string(mine) + wanted);
  CHECK(state_of(runner) == before);
  CHECK(runner.edit(move_to(mine, {5, 6})) == mine);
  CHECK(testing::seen_at(runner, mine) == Vec2{5, 6});
}

}  // namespace saccade

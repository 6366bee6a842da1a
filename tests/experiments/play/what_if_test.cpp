// What if something else were seen: by worlds that can be changed, and by those that cannot.
#ifdef SACCADE_WITH_RENDER
#include <catch2/catch.hpp>

#include "envs/builtin.h"
#include "experiments/play/episode_source.h"
#include "experiments/play/observation_change.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

constexpr std::uint64_t kWorldSeed = 5;

std::unique_ptr<Environment> make(const std::string& id) {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find(id);
  return make_environment(entry, Options(entry.options));
}

std::unique_ptr<Player> player_of(const EnvironmentSpec& spec, const std::string& memory,
                                  bool stochastic) {
  PolicyConfig config;
  config.memory.kind = nn::find_memory_kind(memory);
  config.value_gain = 1;
  LoadedRun run{ExperimentConfig(), PolicySet(spec.kinds, config, 1), 0, {}, {}};
  return std::make_unique<PolicyPlayer>(std::move(run), spec, stochastic);
}

std::unique_ptr<EpisodeSource> source_of(const std::string& id, const std::string& memory = "none",
                                         bool stochastic = true) {
  const EnvironmentSpec spec = make(id)->spec();
  auto twin = std::make_unique<EpisodeSource>(make(id), player_of(spec, memory, stochastic));
  return std::make_unique<EpisodeSource>(make(id), player_of(spec, memory, stochastic),
                                         std::move(twin));
}

std::vector<float> probabilities(const render::Frame& frame) {
  return frame.mind().actions.at(0).probabilities;
}

// The frames of the first steps of an episode.
std::vector<render::Frame> play(EpisodeSource& source, int steps) {
  std::vector<render::Frame> frames{source.reset(kWorldSeed)};
  for (int i = 0; i < steps; ++i) frames.push_back(source.advance());
  return frames;
}

bool same(const render::Frame& a, const render::Frame& b) {
  return a.step == b.step && a.return_so_far == b.return_so_far &&
         a.mind().value == b.mind().value && probabilities(a) == probabilities(b) &&
         a.mind().attention.weights == b.mind().attention.weights &&
         a.mind().seen.features == b.mind().seen.features;
}

std::optional<Vec2> place_of(const Scene& scene, EntityId id) {
  for (const SceneShape& shape : scene.shapes) {
    const auto* circle = std::get_if<Circle>(&shape.shape);
    if (shape.entity == id && shape.anchor && circle != nullptr) return circle->center;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("Without a change the answer is what was, at every step, with every memory") {
  const std::string memory = GENERATE("none", "gru", "attention");
  const auto source = source_of("forage", memory);
  const auto frames = play(*source, 12);
  for (const int step : {12, 3, 0, 7}) {
    CHECK(same(source->what_if(step, {}), frames[static_cast<std::size_t>(step)]));
  }
  CHECK(same(source->advance(), play(*source_of("forage", memory), 13).back()));
}

TEST_CASE("Played on without a change, a branch is the episode itself") {
  const auto source = source_of("forage", "gru");
  const auto frames = play(*source, 20);
  source->what_if(8, {});
  render::FrameSource* branch = source->branch();
  REQUIRE(branch != nullptr);
  for (std::size_t step = 9; step <= 20; ++step) CHECK(same(branch->advance(), frames[step]));
}

TEST_CASE("A world that can be changed is changed itself, and the episode plays on") {
  const auto source = source_of("minefield");
  CHECK(source->can_change());
  CHECK(source->changes_world());
  const auto frames = play(*source, 4);
  const EntityId mine = frames[4].mind().seen.ids.back();
  const render::Frame changed = source->what_if(4, {.state = {{.id = mine, .place = {40, 60}}}});
  CHECK_FALSE(same(changed, frames[4]));
  REQUIRE(place_of(changed.scene, mine));
  CHECK(place_of(changed.scene, mine)->x == Approx(40));
  const Vec2 later = *place_of(source->branch()->advance().scene, mine);
  CHECK(later.x == Approx(40));
  CHECK(same(source->what_if(4, {}), frames[4]));
  const render::Frame without =
      source->what_if(4, {.state = {{.kind = StateEdit::Kind::kRemove, .id = mine}}});
  CHECK(without.mind().seen.ids.size() == frames[4].mind().seen.ids.size() - 1);
  CHECK_THROWS_WITH(source->what_if(4, {.state = {{.id = 9999, .place = {1, 1}}}}),
                    Catch::Contains("9999"));
  CHECK(same(source->what_if(4, {}), frames[4]));
}

TEST_CASE("After a change that is refused, what was changed before plays on") {
  const auto source = source_of("minefield");
  const auto frames = play(*source, 4);
  const EntityId mine = frames[4].mind().seen.ids.back();
  const render::WhatIf moved{.state = {{.id = mine, .place = {40, 60}}}};
  const render::Frame changed = source->what_if(4, moved);
  CHECK(changed.mind().reward == frames[4].mind().reward);
  render::WhatIf refused = moved;
  refused.state.push_back({.id = 9999, .place = {1, 1}});
  CHECK_THROWS(source->what_if(4, refused));
  CHECK(source->branch() == nullptr);
  CHECK(same(source->what_if(4, moved), changed));
  CHECK(source->branch() != nullptr);
}

TEST_CASE("The agent itself is not removed, and a feature has a number that there is") {
  AgentKind kind;
  kind.observation.types = {{.name = "self", .features = {"x"}}};
  Observation seen(kind.observation, kind.action);
  seen.add(0, 1, {0}, {1, 1});
  const render::WhatIf removal{.state = {{.kind = StateEdit::Kind::kRemove, .id = 1}}};
  CHECK_THROWS_WITH(change_observation(kind, removal, 0, 7, seen), Catch::Contains("agent itself"));
  CHECK_NOTHROW(change_observation(kind, removal, 1, 7, seen));  // Not to whoever is not viewed.
  CHECK(seen.rows()[0].count() == 1);
  CHECK_THROWS_WITH(change_observation(kind, {.features = {{0, 1, 3, 0.5F}}}, 0, 7, seen),
                    Catch::Contains("found feature number 3"));
}

TEST_CASE("A feature that is changed is seen by one agent, at one step") {
  const auto source = source_of("spread");
  const auto frames = play(*source, 3);
  const EntityId other = frames[2].agents[1].seen.ids.back();
  const render::Frame changed = source->what_if(2, {.features = {{1, other, 0, 7.5F}}});
  const render::SeenEntities& seen = changed.agents[1].seen;
  const std::size_t width = changed.agents[1].token_types.back().features.size();
  CHECK(seen.features[seen.features.size() - width] == 7.5F);
  CHECK(changed.agents[1].actions[0].probabilities != frames[2].agents[1].actions[0].probabilities);
  CHECK(changed.agents[0].actions[0].probabilities == frames[2].agents[0].actions[0].probabilities);
}

TEST_CASE("Of a world that cannot be changed what is seen is changed, and its picture") {
  const auto source = source_of("relay");
  CHECK_FALSE(source->changes_world());
  const auto frames = play(*source, 0);
  const EntityId gone = frames[0].mind().seen.ids.back();
  const render::Frame without =
      source->what_if(0, {.state = {{.kind = StateEdit::Kind::kRemove, .id = gone}}});
  const auto& ids = without.mind().seen.ids;
  CHECK(std::find(ids.begin(), ids.end(), gone) == ids.end());
  CHECK_FALSE(place_of(without.scene, gone));
  CHECK(without.mind().attention.ids.size() == frames[0].mind().attention.ids.size() - 1);
}

TEST_CASE("What moves takes its points and offsets along, and nothing else") {
  AgentKind kind;
  kind.observation.types = {{.name = "self", .features = {"x", "y"}, .fixed_count = 1},
                            {.name = "thing",
                             .features = {"x", "y", "way_x", "way_y", "size"},
                             .geometry = {{Geometry::kPoint, {"x", "y"}, {10, 10}},
                                          {Geometry::kDirection, {"way_x", "way_y"}, {2, 2}}}}};
  Observation seen(kind.observation, kind.action);
  seen.add(0, 1, {0, 0}, {1, 1});
  seen.add(1, 5, {0.3F, 0.4F, 1, 1.5F, 9}, {3, 4});
  seen.add(1, 6, {0.5F, 0.5F, 7, 7, 8}, {5, 5});  // Its direction is no offset.
  change_observation(kind, {.state = {{.id = 5, .place = {4, 6}}, {.id = 6, .place = {6, 5}}}}, 0,
                     7, seen);
  const Observation::Rows& rows = seen.rows()[1];
  const std::vector<float> wanted = {0.4F, 0.6F, 1.5F, 2.5F, 9, 0.6F, 0.5F, 7, 7, 8};
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(rows.features[i] == Approx(wanted[i]));
  CHECK(rows.positions[0].x == 4);
  change_observation(kind,
                     {.state = {{.kind = StateEdit::Kind::kAdd, .type = "thing", .place = {3, 6}}}},
                     0, 7, seen);
  CHECK(seen.rows()[1].ids == std::vector<EntityId>{5, 6, 7});
  CHECK(seen.rows()[1].features[14] == 9);  // As the nearest one.
  CHECK_THROWS_WITH(
      change_observation(kind,
                         {.state = {{.kind = StateEdit::Kind::kAdd, .type = "self", .place = {}}}},
                         0, 7, seen),
      Catch::Contains("type self") && Catch::Contains("always 1"));
}

TEST_CASE("What is removed takes its choice along, and the mask of the rest stays") {
  AgentKind kind;
  kind.observation.types = {{.name = "self", .features = {}, .fixed_count = 1},
                            {.name = "thing", .features = {}}};
  kind.action.heads = {SelectEntityHead{.name = "pick", .types = {1}, .masked = true}};
  Observation seen(kind.observation, kind.action);
  seen.add(0, 1, std::initializer_list<float>{});
  for (const EntityId id : {4, 5, 6}) seen.add(1, id, std::initializer_list<float>{});
  const std::vector<std::uint8_t> mask = {0, 1, 0};
  seen.set_mask(0, mask);
  change_observation(kind, {.state = {{.kind = StateEdit::Kind::kRemove, .id = 4}}}, 0, 7, seen);
  CHECK(seen.masks()[0] == std::vector<std::uint8_t>{1, 0});
}

}  // namespace saccade
#endif

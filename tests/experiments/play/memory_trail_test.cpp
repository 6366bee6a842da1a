// Frames of an agent whose memory attends: its weights, and where it was.
#ifdef SACCADE_WITH_RENDER
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "experiments/play/chosen_agent.h"
#include "experiments/play/episode_source.h"
#include "nn/memory/memory_kinds.h"

using namespace saccade;

namespace {

/// Agents walk along x, a unit a step, each at the y of its number.  The first is not drawn at the
/// third step; the others are away at the fourth.
class Walk : public Environment {
 public:
  explicit Walk(int agents) {
    spec_.id = "walk";
    spec_.kinds[0].agents = agents;
    spec_.kinds[0].observation.types = {{"self", {"x"}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"go", {"on", "further"}}};
    spec_.max_steps = 6;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { step_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    std::fill(rewards.begin(), rewards.end(), 0.0F);
    return {.truncated = ++step_ == spec_.max_steps};
  }
  bool is_present(int agent) const override { return agent == 0 || step_ != 3; }
  void observe(int agent, Observation& seen) const override {
    seen.add(0, 4 + agent, {static_cast<float>(step_)});
  }
  void draw(Scene& scene) const override {
    for (int agent = 0; agent < spec_.agent_count(); ++agent) {
      const Vec2 place{static_cast<float>(step_), static_cast<float>(agent)};
      if (agent > 0 || step_ != 2) scene.add(Circle{place, 1}, {}, 4 + agent);
    }
  }

 private:
  EnvironmentSpec spec_;
  int step_ = 0;
};

EpisodeSource walk(const std::string& memory, int agents = 1) {
  auto environment = std::make_unique<Walk>(agents);
  PolicyConfig config;
  config.memory.kind = nn::find_memory_kind(memory);
  if (config.memory.kind->attends) config.memory.length = 3;
  LoadedRun run{ExperimentConfig(), PolicySet(environment->spec().kinds, config, 1), 0, {}, {}};
  auto player = std::make_unique<PolicyPlayer>(std::move(run), environment->spec(), false);
  return {std::move(environment), std::move(player)};
}

}  // namespace

TEST_CASE("A frame tells what the agent remembers, and where it was then") {
  EpisodeSource source = walk("attention");
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    const render::Frame* frame = &source.reset(seed);
    while (true) {
      const int entries = std::min(frame->step, 3) + 1;
      CHECK(frame->mind().attention.memory.entries == entries);
      REQUIRE(static_cast<int>(frame->mind().trail.size()) == entries);
      for (int entry = 0; entry < entries; ++entry) {
        const int then = frame->step - (entries - 1 - entry);
        const Vec2 place = frame->mind().trail[static_cast<std::size_t>(entry)];
        if (then == 2) {
          CHECK_FALSE(std::isfinite(place.x));
        } else {
          CHECK(place.x == static_cast<float>(then));
        }
      }
      if (frame->done) break;
      frame = &source.advance();
    }
    CHECK(frame->step == 6);
  }
}

TEST_CASE("Of several agents each has a trail of its own, which begins anew after an absence") {
  EpisodeSource source = walk("attention", 2);
  const render::Frame& frame = source.reset(1);
  testing::ChosenAgent view(frame);
  view.choose(1);
  while (true) {
    const bool away = frame.step == 3;  // Then the other one is shown.
    CHECK(view.mind().number == (away ? 0 : 1));
    const int entries = std::min(away || frame.step < 3 ? frame.step : frame.step - 4, 3) + 1;
    CHECK(view.mind().attention.memory.entries == entries);
    REQUIRE(static_cast<int>(view.mind().trail.size()) == entries);
    for (int age = 0; age < entries; ++age) {
      const Vec2 place = view.mind().trail[static_cast<std::size_t>(entries - 1 - age)];
      if (away && frame.step - age == 2) continue;  // It was not drawn there.
      CHECK(place.x == static_cast<float>(frame.step - age));
      CHECK(place.y == (away ? 0 : 1));
    }
    if (frame.done) break;
    source.advance();
  }
  CHECK(frame.step == 6);
  view.choose(1);
  CHECK(view.mind().number == 0);
  REQUIRE(view.mind().trail.size() == 4);
  CHECK(view.mind().trail[0].y == 0);
}

TEST_CASE("Without a memory that attends there is no trail") {
  for (const char* kind : {"none", "gru", "lstm"}) {
    EpisodeSource source = walk(kind);
    source.reset(1);
    const render::Frame& frame = source.advance();
    CHECK(frame.mind().attention.memory.heads == 0);
    CHECK(frame.mind().trail.empty());
  }
}
#endif

// Frames of an agent whose memory attends: its weights, and where it was.
#ifdef SACCADE_WITH_RENDER
#include <cmath>

#include <catch2/catch.hpp>

#include "experiments/play/episode_source.h"
#include "nn/memory/memory_kinds.h"

using namespace saccade;

namespace {

/// Walks along x, a unit a step, and is not drawn at the third.
class Walk : public Environment {
 public:
  Walk() {
    spec_.id = "walk";
    spec_.kinds[0].observation.types = {{"self", {"x"}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"go", {"on", "further"}}};
    spec_.max_steps = 6;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { step_ = 0; }
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = 0;
    return {.truncated = ++step_ == spec_.max_steps};
  }
  void observe(int /*agent*/, Observation& seen) const override {
    seen.add(0, 4, {static_cast<float>(step_)});
  }
  void draw(Scene& scene) const override {
    if (step_ != 2) scene.add(Circle{{static_cast<float>(step_), 0}, 1}, {}, 4);
  }

 private:
  EnvironmentSpec spec_;
  int step_ = 0;
};

EpisodeSource walk(const std::string& memory) {
  auto environment = std::make_unique<Walk>();
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
      CHECK(frame->attention.memory.entries == entries);
      REQUIRE(static_cast<int>(frame->trail.size()) == entries);
      for (int entry = 0; entry < entries; ++entry) {
        const int then = frame->step - (entries - 1 - entry);
        const Vec2 place = frame->trail[static_cast<std::size_t>(entry)];
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

TEST_CASE("Without a memory that attends there is no trail") {
  for (const char* kind : {"none", "gru", "lstm"}) {
    EpisodeSource source = walk(kind);
    source.reset(1);
    const render::Frame& frame = source.advance();
    CHECK(frame.attention.memory.heads == 0);
    CHECK(frame.trail.empty());
  }
}
#endif

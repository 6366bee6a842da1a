#include "agents/evaluate.h"

#include <catch2/catch.hpp>

#include "agents/toy_environments.h"

namespace saccade {
namespace {

/// Goes on for ever, with 1 for every step.
class Endless : public Environment {
 public:
  Endless() {
    spec_.id = "endless";
    spec_.kinds[0].observation.types = {{"self", {}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"wait", {"wait"}}};
    spec_.max_steps = kNoLimit;
    spec_.outcomes = {"never"};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override {}
  StepResult step(std::span<const float> /*actions*/, std::span<float> rewards) override {
    rewards[0] = 1;
    return {};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
};

TEST_CASE("an evaluation ends episodes that would go on for ever") {
  const auto length = [](int max_steps) {
    const Evaluation evaluation =
        evaluate(nullptr, testing::factory_of<Endless>(), Endless().spec(),
                 {.episodes = 2, .max_steps = max_steps});
    for (const EpisodeSummary& episode : evaluation.episodes) {
      CHECK(episode.outcome == -1);
      CHECK(episode.mean_return() == episode.length);
    }
    CHECK(evaluation.steps == 2 * evaluation.episodes[0].length);
    return evaluation.episodes[0].length;
  };
  CHECK(length(7) == 7);
  CHECK(length(0) == kMostEvaluationSteps);
}

TEST_CASE("a limit that is longer than the environment's own changes nothing") {
  const auto play = [](int max_steps) {
    const Evaluation evaluation =
        evaluate(nullptr, testing::factory_of<testing::Seek>(), testing::Seek().spec(),
                 {.episodes = 20, .seed = 3, .max_steps = max_steps});
    return evaluation.episodes;
  };
  const auto own = play(0), longer = play(1000), shorter = play(5);
  for (std::size_t i = 0; i < own.size(); ++i) {
    CHECK(longer[i].length == own[i].length);
    CHECK(longer[i].returns == own[i].returns);
    CHECK(shorter[i].length <= 5);
    CHECK((shorter[i].length == own[i].length || shorter[i].outcome == -1));
  }
}

}  // namespace
}  // namespace saccade

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "agents/evaluate.h"
#include "envs/builtin.h"
#include "experiments/players/keyboard_player.h"

using namespace saccade;
using Catch::Matchers::Contains;

namespace {

/// Counts to three or further, seeing two foods; the reward is the action.
class Countdown : public Environment {
 public:
  explicit Countdown(int max_steps = 3) {
    spec_.id = "countdown";
    spec_.kinds[0].observation.types = {{"self", {"step"}, 1}, {"food", {"x"}, -1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"move", {"left", "right"}, false},
                                   ContinuousHead{"push", {"x", "y"}, {-1, 0.5F}, {1, 2}},
                                   SelectEntityHead{"eat", {1}, false}};
    spec_.max_steps = max_steps;
    spec_.reward_high = 10;
    spec_.steps_per_second = 12;
    spec_.outcomes = {"lost", "counted"};
    spec_.counts = {"steps_counted"};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { step_ = 0; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    rewards[0] = actions[0] + 1;
    ++step_;
    const bool over = step_ == spec_.max_steps;
    return {.terminated = over, .outcome = over ? 1 : -1};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {static_cast<float>(step_)});
    observation.add(1, 7, {poison_ ? kNowhere.x : 1});
    observation.add(1, 8, {2});
  }
  void draw(Scene& scene) const override { scene.add(Circle{{0, 0}, 1}, {}, 0); }
  void counts(std::span<float> values) const override { values[0] = static_cast<float>(step_); }

  /// Shows features that are not finite.
  void poison() { poison_ = true; }

 private:
  EnvironmentSpec spec_;
  int step_ = 0;
  bool poison_ = false;
};

std::unique_ptr<PolicyPlayer> untrained(const Environment& environment, bool stochastic = false,
                                        PolicyConfig config = {}) {
  config.value_gain = 1;  // Its values are not 0.
  const EnvironmentSpec& spec = environment.spec();
  LoadedRun run{ExperimentConfig(), PolicySet(spec.kinds, config, 1), 0, {}, {}};
  return std::make_unique<PolicyPlayer>(std::move(run), spec, stochastic);
}

EpisodeSource policy_source() {
  auto environment = std::make_unique<Countdown>();
  auto player = untrained(*environment);
  return {std::move(environment), std::move(player)};
}

double sum_of(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("The first frame shows the world, the mind and the intention") {
  EpisodeSource source = policy_source();
  const render::Frame& frame = source.reset(4);
  CHECK(frame.environment == "countdown");
  CHECK(frame.seed == 4);
  CHECK(frame.step == 0);
  REQUIRE(frame.mind().token_types.size() == 2);
  CHECK(frame.mind().token_types[1].name == "food");
  CHECK(frame.scene.shapes.size() == 1);
  CHECK(frame.has_value);
  CHECK(frame.mind().value != 0);
  CHECK(frame.mind().attention.ids == std::vector<EntityId>{0, 7, 8});
  CHECK(frame.mind().attention.types == std::vector<int>{0, 1, 1});
  CHECK(sum_of(frame.mind().attention.weights) ==
        Approx(frame.mind().attention.blocks * frame.mind().attention.heads));
  CHECK(source.steps_per_second() == 12);
}

TEST_CASE("Each action head is shown in its own way") {
  EpisodeSource source = policy_source();
  const std::vector<HeadDecision>& actions = source.reset(4).mind().actions;
  REQUIRE(actions.size() == 3);
  CHECK(actions[0].labels == std::vector<std::string>{"left", "right"});
  CHECK(sum_of(actions[0].probabilities) == Approx(1));
  CHECK(actions[0].probabilities[static_cast<std::size_t>(actions[0].chosen)] >= 0.5F);
  CHECK(actions[1].low == std::vector<float>{-1, 0.5F});
  CHECK(actions[1].mean.size() == 2);
  CHECK(actions[1].value.size() == 2);
  CHECK(actions[1].value[1] >= 0.5F);
  CHECK(actions[2].labels == std::vector<std::string>{"food 7", "food 8"});
  CHECK(actions[2].probabilities.size() == 2);
  CHECK((actions[2].chosen == 0 || actions[2].chosen == 1));
}

TEST_CASE("Advancing does what was shown, adds up rewards and ends with an outcome") {
  EpisodeSource source = policy_source();
  double expected = 0;
  int steps = 0;
  const render::Frame* frame = &source.reset(4);
  while (!frame->done) {
    REQUIRE(steps < 3);
    expected += frame->mind().actions[0].chosen + 1;
    frame = &source.advance();
    ++steps;
  }
  CHECK(steps == 3);
  CHECK(frame->return_so_far == Approx(expected));
  CHECK(frame->outcome == "counted");
  CHECK(frame->mind().value == 0);
  for (const HeadDecision& head : frame->mind().actions) CHECK(head.chosen == -1);
  CHECK(frame->mind().attention.ids == std::vector<EntityId>{0, 7, 8});  // The world at its end.
  CHECK(frame->counts == std::vector<std::pair<std::string, float>>{{"steps_counted", 3.0F}});
  CHECK(source.advance().step == 3);
}

TEST_CASE("An episode that would go on for ever is shown for a while, with its last decision") {
  EpisodeSource source(std::make_unique<Countdown>(kNoLimit), untrained(Countdown()));
  const render::Frame* frame = &source.reset(1);
  while (!frame->done) frame = &source.advance();
  CHECK(frame->step == kMostEvaluationSteps);
  CHECK(frame->outcome.empty());
  REQUIRE(frame->mind().actions.size() == 3);
  CHECK(frame->mind().actions[0].chosen == -1);  // Nobody acts any more.
  CHECK(frame->mind().actions[0].probabilities[0] > 0);
  CHECK(frame->mind().actions[1].mean.size() == 2);
}

TEST_CASE("A new episode begins clean") {
  EpisodeSource source = policy_source();
  source.reset(4);
  while (!source.advance().done) {
  }
  const render::Frame& frame = source.reset(5);
  CHECK(frame.seed == 5);
  CHECK_FALSE(frame.done);
  CHECK(frame.outcome.empty());
  CHECK(frame.return_so_far == 0);
  CHECK(frame.counts[0].second == 0);
}

TEST_CASE("Without a policy actions are random, repeatable, and come without reasons") {
  const auto play = [](std::uint64_t seed) {
    auto environment = std::make_unique<Countdown>();
    auto player = std::make_unique<RandomPlayer>(environment->spec());
    EpisodeSource source(std::move(environment), std::move(player));
    std::vector<double> returns;
    for (std::uint64_t k = 0; k < 10; ++k) {
      const render::Frame* frame = &source.reset(seed + k);
      CHECK_FALSE(frame->has_value);
      CHECK(frame->mind().actions.empty());
      CHECK(frame->mind().attention.heads == 0);
      while (!frame->done) frame = &source.advance();
      returns.push_back(frame->return_so_far);
    }
    return returns;
  };
  CHECK(play(1) == play(1));
  CHECK(play(1) != play(100));
}

TEST_CASE("Rays and patches of the picture are tokens with a place but no id") {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find("forage");
  Options options(entry.options);
  options.set("rays", 6);
  options.set("image", true);
  auto environment = make_environment(entry, options);
  const ImageModality image = environment->spec().kinds[0].observation.images[0];
  auto player = untrained(*environment);
  const auto patch = static_cast<float>(player->image_patch());
  EpisodeSource source(std::move(environment), std::move(player));
  const render::Frame& frame = source.reset(2);
  const AttentionWeights& attention = frame.mind().attention;
  CHECK(attention.layers == std::vector<std::string>{"block 1"});
  CHECK(sum_of(attention.rollout) == Approx(1));
  REQUIRE(attention.positions.size() == attention.ids.size());
  const auto count_of = [&](const std::string& name) {
    int count = 0;
    for (std::size_t i = 0; i < attention.ids.size(); ++i) {
      const auto& type = frame.mind().token_types[static_cast<std::size_t>(attention.types[i])];
      if (type.name != name) continue;
      CHECK(attention.ids[i] == kNoEntity);
      CHECK(std::isfinite(attention.positions[i].x));
      ++count;
    }
    return count;
  };
  CHECK(count_of("lidar") == 6);
  CHECK(count_of("view") > 0);
  CHECK(frame.mind().token_types.back().side == patch * image.pixel_size);
  CHECK(frame.mind().token_types[0].side == 0);
}

TEST_CASE("An encoder that does not attend is shown without attention") {
  auto environment = std::make_unique<Countdown>();
  PolicyConfig config;
  config.encoder.kind = nn::EncoderKind::kMeanPool;
  auto player = untrained(*environment, false, config);
  EpisodeSource source(std::move(environment), std::move(player));
  const render::Frame& frame = source.reset(1);
  CHECK(frame.mind().attention.blocks == 0);
  CHECK(frame.mind().attention.rollout.empty());
  CHECK(frame.mind().actions.size() == 3);
}

TEST_CASE("An environment that shows nonsense is named with seed and step") {
  auto environment = std::make_unique<Countdown>();
  Countdown& world = *environment;
  auto player = std::make_unique<RandomPlayer>(environment->spec());
  EpisodeSource source(std::move(environment), std::move(player));
  source.reset(4);
  world.poison();
  try {
    source.advance();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    CHECK_THAT(error.what(), Contains("countdown") && Contains("seed 4") && Contains("step 1"));
  }
}

TEST_CASE("A reward out of the range that the environment declares is an error") {
  class Generous : public Countdown {
   public:
    StepResult step(std::span<const float> actions, std::span<float> rewards) override {
      const StepResult result = Countdown::step(actions, rewards);
      rewards[0] = 11;
      return result;
    }
  };
  auto environment = std::make_unique<Generous>();
  auto player = std::make_unique<RandomPlayer>(environment->spec());
  EpisodeSource source(std::move(environment), std::move(player));
  source.reset(4);
  CHECK_THROWS_WITH(source.advance(), Contains("seed 4, step 1: reward: found 11"));
}

TEST_CASE("An environment that cannot be drawn is named with seed and step") {
  class Undrawn : public Countdown {
   public:
    void draw(Scene& /*scene*/) const override { throw std::runtime_error("no paint"); }
  };
  auto environment = std::make_unique<Undrawn>();
  auto player = std::make_unique<RandomPlayer>(environment->spec());
  EpisodeSource source(std::move(environment), std::move(player));
  CHECK_THROWS_WITH(source.reset(4), Contains("countdown, episode seed 4, step 0: draw: no paint"));
}

TEST_CASE("An environment that throws, whatever it throws, is named with seed and step") {
  class Thrower : public Countdown {
   public:
    explicit Thrower(bool standard) : standard_(standard) {}
    StepResult step(std::span<const float> /*actions*/, std::span<float> /*rewards*/) override {
      if (standard_) throw std::runtime_error("lost count");
      throw 7;
    }

   private:
    bool standard_;
  };
  const bool standard = GENERATE(true, false);
  auto environment = std::make_unique<Thrower>(standard);
  auto player = untrained(*environment);
  EpisodeSource source(std::move(environment), std::move(player));
  source.reset(6);
  CHECK_THROWS_WITH(source.advance(), Contains("countdown, episode seed 6, step 1") &&
                                          Contains(standard ? "lost count" : "no std::exception"));
}

TEST_CASE("Every environment that ships can be watched") {
  Registry registry;
  add_builtin_environments(registry);
  for (const EnvironmentEntry& entry : registry.entries()) {
    auto environment = make_environment(entry, Options(entry.options));
    auto player = untrained(*environment, true);
    EpisodeSource source(std::move(environment), std::move(player));
    source.reset(1);
    for (int step = 0; step < 5; ++step) CHECK_FALSE(source.advance().scene.shapes.empty());
  }
}
#endif

#ifdef SACCADE_WITH_RENDER
#include <catch2/catch.hpp>

#include "experiments/play/chosen_agent.h"
#include "experiments/play/episode_source.h"
#include "support/workshop.h"

using namespace saccade;

namespace {

/// Two agents, of which the first leaves with the first step; rewards are 1 and 3.
class Handover : public Environment {
 public:
  Handover() {
    spec_.id = "relay";
    spec_.kinds[0].observation.types = {{"self", {"agent"}, 1}};
    spec_.kinds[0].action.heads = {CategoricalHead{"move", {"left", "right"}, false}};
    spec_.kinds[0].agents = 2;
    spec_.max_steps = 3;
    spec_.reward_high = 3;
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override { step_ = 0; }
  bool is_present(int agent) const override { return agent == 1 || step_ == 0; }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    CHECK(actions[0] == (is_present(0) ? 1 : 0));
    CHECK(actions[1] == 1);
    rewards[0] = is_present(0) ? 1.0F : 0.0F;
    rewards[1] = 3;
    ++step_;
    return {.truncated = step_ == 3};
  }
  void observe(int agent, Observation& observation) const override {
    observation.add(0, agent, {static_cast<float>(agent)});
  }
  void draw(Scene& scene) const override { scene.add(Circle{{0, 0}, 1}, {}, 0); }

 private:
  EnvironmentSpec spec_;
  int step_ = 0;
};

/// Goes right; its value is the agent's number.
class RightPlayer : public Player {
 public:
  explicit RightPlayer(std::vector<int>* absent = nullptr) : absent_(absent) {}
  Decision think(int agent, const Observation& observation) override {
    Decision decision;
    decision.action = {1};
    if (observation.is_empty()) {
      if (absent_) absent_->push_back(agent);
      return decision;
    }
    decision.value = observation.rows()[0].features[0];
    return decision;
  }
  bool has_value() const override { return true; }

 private:
  std::vector<int>* absent_;
};

}  // namespace

TEST_CASE("Who is absent neither acts nor counts, and the first who is present is shown") {
  EpisodeSource source(std::make_unique<Handover>(), std::make_unique<RightPlayer>());
  CHECK(source.reset(1).mind().value == 0);
  const render::Frame& frame = source.advance();
  CHECK(frame.reward == 2);
  CHECK(frame.mind().value == 1);
  source.advance();
  CHECK(frame.reward == 3);
  source.advance();
  CHECK(frame.done);
  CHECK(frame.return_so_far == 5);  // The mean of 1 and 9.
}

TEST_CASE("Only who is present can be chosen to be shown, and is shown again when it is back") {
  EpisodeSource source(std::make_unique<Handover>(), std::make_unique<RightPlayer>());
  const render::Frame& frame = source.reset(1);
  testing::ChosenAgent view(frame);
  CHECK(view.mind().of == 2);
  view.choose(1);
  CHECK(view.mind().number == 1);
  CHECK(view.mind().value == 1);
  view.choose(1);
  CHECK(view.mind().number == 0);
  view.choose(-1);
  CHECK(view.mind().number == 1);
  view.choose(-1);
  CHECK(view.mind().number == 0);
  CHECK(view.mind().value == 0);
  source.advance();
  CHECK(view.mind().number == 1);
  source.reset(2);
  CHECK(view.mind().number == 0);
  source.advance();
  view.choose(1);
  CHECK(view.mind().number == 1);
  source.reset(3);
  CHECK(view.mind().number == 1);
}

TEST_CASE("Agents of all kinds can be chosen to be shown, also at the end of an episode") {
  auto world = std::make_unique<testing::Workshop>();
  const EnvironmentSpec spec = world->spec();
  LoadedRun run{ExperimentConfig(), PolicySet(spec.kinds, {}, 1), 0, {}, {}};
  EpisodeSource source(std::move(world),
                       std::make_unique<PolicyPlayer>(std::move(run), spec, false));
  const render::Frame& frame = source.reset(3);
  testing::ChosenAgent view(frame);
  const auto shown = [&view] {
    return view.mind().kind + ' ' + std::to_string(view.mind().number);
  };
  CHECK(shown() == "porter 0");
  view.choose(1);
  CHECK(shown() == "porter 1");
  view.choose(1);
  CHECK(shown() == "picker 0");
  CHECK(view.mind().of == 1);
  CHECK(view.mind().token_types.size() == 2);
  CHECK(view.mind().actions.at(0).name == "pick");
  while (!frame.done) source.advance();
  CHECK(shown() == "picker 0");
  CHECK(view.mind().actions.at(0).name == "pick");
  CHECK(view.mind().actions.at(0).chosen == -1);
  view.choose(1);
  CHECK(shown() == "porter 0");
  CHECK(view.mind().actions.at(0).name == "lean");
  CHECK(view.mind().actions.at(0).mean.size() == 2);
}

TEST_CASE("A player is told who is absent, so that nobody comes back with memories") {
  std::vector<int> absent;
  EpisodeSource source(std::make_unique<Handover>(), std::make_unique<RightPlayer>(&absent));
  source.reset(1);
  CHECK(absent.empty());
  source.advance();
  CHECK(absent == std::vector<int>{0});
}
#endif

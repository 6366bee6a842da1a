// Frames of agents whose critic sees the others as well.
#ifdef SACCADE_WITH_RENDER
#include <vector>

#include <catch2/catch.hpp>

#include "agents/policy/actor.h"
#include "experiments/play/episode_source.h"
#include "nn/memory/memory_kinds.h"
#include "support/crew.h"

using namespace saccade;
using saccade::testing::Crew;

TEST_CASE("A frame has the value of its agent in the light of the others") {
  const EnvironmentSpec spec = Crew().spec();
  PolicyConfig config;
  config.critic = CriticScope::kCentral;
  config.value_gain = 1;  // So that values of an untrained policy tell agents apart.
  config.memory.kind = nn::find_memory_kind(GENERATE("none", "gru"));
  const PolicySet policies(spec.kinds, config, 1);
  LoadedRun run{ExperimentConfig(), PolicySet(spec.kinds, config, 1), 0, {}, {}};
  EpisodeSource source(std::make_unique<Crew>(),
                       std::make_unique<PolicyPlayer>(std::move(run), spec, false));
  EpisodeRunner runner(std::make_unique<Crew>(), std::uint64_t{5});
  Actor actor(policies[0]);
  PolicyState state = policies[0].make_state(Crew::kHands);
  std::vector<float> values(Crew::kHands), actions(Crew::kHands);
  const render::Frame* frame = &source.reset(5);
  for (int step = 0; step < 7; ++step) {
    actor.values(runner.observations(), state, values);
    for (int hand = 0; hand < Crew::kHands; ++hand) {
      const auto agent = static_cast<std::size_t>(hand);
      CHECK(frame->agents.at(agent).value == values.at(agent));
    }
    actor.act(runner.observations(), state, nullptr, actions);
    runner.advance(actions);
    frame = &source.advance();
  }
}
#endif

#include "experiments/explain/played_episodes.h"

#include <utility>

#include "agents/explain/moment_outcome.h"
#include "agents/policy/tokens.h"
#include "envs/core/random.h"
#include "envs/episode/episode_runner.h"
#include "envs/episode/same_spaces.h"

namespace saccade {
namespace {

constexpr std::size_t kMostObservations = 500;
constexpr std::uint64_t kAgentStream = 0x6167656e74;  // "agent"

std::vector<KindAttention> begin_kinds(const PolicySet& policies) {
  std::vector<KindAttention> kinds;
  for (const AgentKind& kind : policies.kinds()) {
    const std::string prefix = policies.size() == 1 ? "" : kind.prefix();
    std::vector<std::string> types;
    for (const TokenSpec& type : token_types(kind.observation, policies.config().image_patch)) {
      types.push_back(prefix + type.name);
    }
    kinds.push_back({kind.name, prefix, types, AttentionProfile(types),
                     EvenSample<Observation>(kMostObservations)});
  }
  return kinds;
}

/// Of each step one agent may be sampled: every so many decisions would always be of the same one.
int drawn_agent(const MadeDecision& made, const EnvironmentSpec& spec) {
  const std::uint64_t draw =
      derive_seed({kAgentStream, made.seed, static_cast<std::uint64_t>(made.step)});
  return static_cast<int>(draw % static_cast<std::uint64_t>(spec.agent_count()));
}

}  // namespace

void KindAttention::add(const MadeDecision& made) {
  const AttentionWeights& weights = made.decision.attention;
  if (!summary) summary.emplace(types, weights.layers, weights.heads, prefix);
  summary->add(weights);
  profile.add(weights, made.step);
  observations.offer([&] { return made.seen; });
}

std::vector<DecisionMoment> PlayedEpisodes::moments_of(std::optional<std::size_t> kind) const {
  std::vector<DecisionMoment> own;
  for (const SampledMoment& sampled : moments) {
    if (!kind || sampled.moment.kind == *kind) own.push_back(sampled.moment);
  }
  return own;
}

std::int64_t PlayedEpisodes::decisions() const {
  std::int64_t count = 0;
  for (const KindAttention& kind : kinds) count += kind.summary ? kind.summary->decisions() : 0;
  return count;
}

PlayedEpisodes play_episodes(const PolicySet& policies, std::unique_ptr<Environment> environment,
                             int episodes, std::uint64_t seed, std::size_t most_moments) {
  EpisodeRunner runner(std::move(environment));
  check_same_spaces(runner.spec(), policies.kinds());
  TeamActor actor(policies, runner.spec());
  PlayedEpisodes played{begin_kinds(policies), {}, {}};
  EvenSample<SampledMoment> moments(most_moments);
  const auto tell = [&](const MadeDecision& made) {
    played.kinds[made.kind].add(made);
    if (made.agent != drawn_agent(made, runner.spec())) return;
    const ObservationSpace& space = policies.kinds()[made.kind].observation;
    if (removable_entities(space, made.seen).size() < kFewestEntities) return;
    moments.offer([&] {
      SampledMoment sampled{made.moment(), {}};
      runner.draw(sampled.scene);
      return sampled;
    });
  };
  for (int k = 0; k < episodes; ++k) {
    const EpisodeSummary episode =
        play_decisions(actor, runner, seed + static_cast<std::uint64_t>(k), tell);
    played.returns.push_back(episode.mean_return());
  }
  played.moments = moments.take();
  return played;
}

}  // namespace saccade

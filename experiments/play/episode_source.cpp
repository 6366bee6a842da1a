#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"

#include <fmt/format.h>

#include "agents/policy/tokens.h"
#include "envs/core/episode/episode_runner.h"
#include "envs/core/episode/spec_difference.h"
#include "experiments/play/episode_guard.h"

namespace saccade {

namespace {

std::vector<render::TokenKind> view_types(const ObservationSpace& space, int image_patch) {
  std::vector<render::TokenKind> kinds;
  for (const TokenType& type : token_types(space, image_patch)) kinds.push_back({type.name, 0});
  const std::size_t first = kinds.size() - space.images.size();  // Images are the last types.
  for (std::size_t i = 0; i < space.images.size(); ++i) {
    kinds[first + i].side = static_cast<float>(image_patch) * space.images[i].pixel_size;
  }
  return kinds;
}

render::AttentionView view_attention(const AttentionWeights& attention) {
  return {.blocks = attention.blocks,
          .heads = attention.heads,
          .ids = attention.ids,
          .types = attention.types,
          .weights = attention.weights,
          .layers = attention.layers,
          .rollout = attention.rollout,
          .positions = attention.positions};
}

std::string type_of(const EnvironmentSpec& spec, const Observation& observation, EntityId id) {
  for (std::size_t t = 0; t < observation.rows().size(); ++t) {
    for (const EntityId candidate : observation.rows()[t].ids) {
      if (candidate == id) return spec.observation.types[t].name;
    }
  }
  return "entity";
}

render::ActionView view_choice(const EnvironmentSpec& spec, const Observation& observation,
                               const HeadDecision& head, float action) {
  render::ActionView view;
  view.name = head.name;
  view.labels = head.labels;
  for (const EntityId id : head.candidates) {
    view.labels.push_back(fmt::format("{} {}", type_of(spec, observation, id), id));
  }
  view.probabilities = head.probabilities;
  view.chosen = static_cast<int>(action);
  return view;
}

render::ActionView view_vector(const ContinuousHead& space, const HeadDecision& head,
                               std::span<const float> action) {
  render::ActionView view;
  view.name = head.name;
  view.labels = head.labels;
  view.mean = head.mean;
  view.std = head.std;
  view.value.assign(action.begin(), action.end());
  view.low = space.low;
  view.high = space.high;
  return view;
}

}  // namespace

std::vector<render::ActionView> view_actions(const EnvironmentSpec& spec,
                                             const Observation& observation,
                                             const Decision& decision) {
  std::vector<render::ActionView> views;
  std::span<const float> rest(decision.action);
  for (std::size_t h = 0; h < decision.heads.size(); ++h) {
    const ActionHead& head = spec.action.heads[h];
    const auto width = static_cast<std::size_t>(action_width(head));
    if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
      views.push_back(view_vector(*continuous, decision.heads[h], rest.first(width)));
    } else {
      views.push_back(view_choice(spec, observation, decision.heads[h], rest.front()));
    }
    rest = rest.subspan(width);
  }
  return views;
}

EpisodeSource::EpisodeSource(std::unique_ptr<Environment> environment,
                             std::unique_ptr<Player> player)
    : environment_(std::move(environment)),
      spec_(spec_of(*environment_)),
      player_(std::move(player)),
      rewards_(static_cast<std::size_t>(spec_.agents)),
      counts_(spec_.counts.size()) {
  const auto agents = static_cast<std::size_t>(spec_.agents);
  observations_.assign(agents, Observation(spec_.observation, spec_.action));
  decisions_.resize(agents);
  frame_.environment = spec_.id;
  frame_.token_types = view_types(spec_.observation, player_->image_patch());
  for (const std::string& name : spec_.counts) frame_.counts.emplace_back(name, 0.0F);
  frame_.has_value = player_->has_value();
}

const render::Frame& EpisodeSource::reset(std::uint64_t seed) {
  player_->begin_episode(seed);
  frame_.seed = seed;
  frame_.step = 0;
  frame_.reward = 0;
  frame_.return_so_far = 0;
  frame_.done = false;
  frame_.outcome.clear();
  guarded([&] {
    environment_->reset(seed);
    check_description();
    look();
  });
  return frame_;
}

const render::Frame& EpisodeSource::advance() {
  if (!frame_.done) guarded([this] { step(); });
  return frame_;
}

void EpisodeSource::step() {
  std::vector<float> actions;
  for (std::size_t agent = 0; agent < decisions_.size(); ++agent) {
    const std::vector<float> action = player_->act(observations_[agent], decisions_[agent]);
    actions.insert(actions.end(), action.begin(), action.end());
  }
  rewards_.reset();
  const StepResult result = environment_->step(actions, rewards_.span());
  rewards_.check("rewards");
  ++frame_.step;
  double sum = 0;
  for (const float reward : rewards_.span()) sum += static_cast<double>(reward);
  const double reward = sum / static_cast<double>(rewards_.size());
  frame_.reward = static_cast<float>(reward);
  frame_.return_so_far += reward;
  look();
  if (result.terminated || result.truncated) finish(result);
}

void EpisodeSource::check_description() const {
  const EnvironmentSpec& live = environment_->spec();
  if (live == spec_) return;
  throw Error("description: " + spec_difference(live, spec_) + " at the beginning");
}

void EpisodeSource::look() {
  for (std::size_t agent = 0; agent < decisions_.size(); ++agent) {
    observations_[agent].clear();
    environment_->observe(static_cast<int>(agent), observations_[agent]);
    check_observation(spec_, observations_[agent]);
    decisions_[agent] = player_->think(observations_[agent]);
  }
  frame_.scene.clear();
  environment_->draw(frame_.scene);
  counts_.reset();
  environment_->counts(counts_.span());
  counts_.check("counts");
  for (std::size_t i = 0; i < counts_.size(); ++i) frame_.counts[i].second = counts_.span()[i];
  frame_.attention = view_attention(decisions_[0].attention);
  frame_.actions = view_actions(spec_, observations_[0], decisions_[0]);
  frame_.value = decisions_[0].value;
}

void EpisodeSource::finish(const StepResult& result) {
  frame_.done = true;
  if (result.terminated) frame_.value = 0;
  for (render::ActionView& view : frame_.actions) view.chosen = -1;
  if (result.outcome >= 0) {
    frame_.outcome = spec_.outcomes.at(static_cast<std::size_t>(result.outcome));
  }
}

void EpisodeSource::guarded(const std::function<void()>& action) const {
  at_episode({frame_.environment, frame_.seed, frame_.step}, action);
}

}  // namespace saccade
#endif

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"

#include <algorithm>
#include <utility>

#include "agents/evaluate.h"
#include "agents/policy/tokens.h"

namespace saccade {

namespace {

std::vector<render::TokenKind> token_kinds(const ObservationSpace& space, int image_patch) {
  std::vector<render::TokenKind> kinds;
  for (const TokenSpec& type : token_types(space, image_patch)) kinds.push_back({type.name, 0});
  const std::size_t first = kinds.size() - space.images.size();  // Images are the last types.
  for (std::size_t i = 0; i < space.images.size(); ++i) {
    kinds[first + i].side = static_cast<float>(image_patch) * space.images[i].pixel_size;
  }
  return kinds;
}

}  // namespace

EpisodeSource::EpisodeSource(std::unique_ptr<Environment> environment,
                             std::unique_ptr<Player> player)
    : runner_(std::move(environment)),
      player_(std::move(player)),
      decisions_(static_cast<std::size_t>(runner_.spec().agent_count())) {
  const EnvironmentSpec& spec = runner_.spec();
  frame_.environment = spec.id;
  for (const AgentKind& kind : spec.kinds) {
    token_types_.push_back(token_kinds(kind.observation, player_->image_patch()));
  }
  show_kind(0);
  for (const std::string& name : spec.counts) frame_.counts.emplace_back(name, 0.0F);
  frame_.has_value = player_->has_value();
}

const render::Frame& EpisodeSource::reset(std::uint64_t seed) {
  player_->begin_episode(seed);
  so_far_.returns.assign(decisions_.size(), 0);
  so_far_.acted.assign(decisions_.size(), 0);
  frame_.seed = seed;
  frame_.reward = 0;
  frame_.return_so_far = 0;
  frame_.done = false;
  frame_.outcome.clear();
  runner_.begin(seed);
  look();
  return frame_;
}

const render::Frame& EpisodeSource::advance() {
  if (frame_.done) return frame_;
  const std::vector<HeadDecision> decided = frame_.actions;
  StepResult result = runner_.advance(act());
  take_rewards();
  look();
  if (!result.terminated && runner_.length() >= longest_episode(runner_.spec())) {
    result.truncated = true;  // Also where the environment would go on for ever.
  }
  if (result.terminated || result.truncated) {
    frame_.actions = decided;  // Nobody acts on what is seen now: the last decision stays.
    finish(result);
  }
  return frame_;
}

std::vector<float> EpisodeSource::act() {
  std::vector<float> actions(runner_.action_count(), 0.0F);
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    const std::optional<Decision>& decision = decisions_[static_cast<std::size_t>(agent)];
    if (!decision) continue;
    const auto action = player_->act(agent, runner_.observation(agent), *decision);
    std::copy(action.begin(), action.end(),
              runner_.spec().action_of(agent, std::span(actions)).begin());
  }
  return actions;
}

void EpisodeSource::take_rewards() {
  double sum = 0;
  int acted = 0;
  for (std::size_t agent = 0; agent < decisions_.size(); ++agent) {
    if (!decisions_[agent]) continue;
    const auto reward = static_cast<double>(runner_.rewards()[agent]);
    so_far_.returns[agent] += reward;
    ++so_far_.acted[agent];
    sum += reward;
    ++acted;
  }
  frame_.reward = static_cast<float>(sum / acted);
  frame_.return_so_far = so_far_.mean_return();
}

// The first agent that is present, if possible one that is to be shown; -1: nobody is there.
int EpisodeSource::shown_agent() const {
  int shown = -1;
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    if (!decisions_[static_cast<std::size_t>(agent)]) continue;
    if (player_->is_shown(agent)) return agent;
    if (shown < 0) shown = agent;
  }
  return shown;
}

void EpisodeSource::show_kind(std::size_t kind) {
  frame_.agent_kind = runner_.spec().kinds[kind].name;
  frame_.token_types = token_types_[kind];
}

void EpisodeSource::look() {
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    std::optional<Decision>& decision = decisions_[static_cast<std::size_t>(agent)];
    decision = player_->think(agent, runner_.observation(agent));
    if (!runner_.is_present(agent)) decision.reset();
  }
  const int agent = shown_agent();
  const Decision shown = agent < 0 ? Decision() : *decisions_[static_cast<std::size_t>(agent)];
  if (agent >= 0) show_kind(runner_.spec().kind_index(agent));
  frame_.step = runner_.length();
  runner_.draw(frame_.scene);
  const std::span<const float> counts = runner_.counts();
  for (std::size_t i = 0; i < counts.size(); ++i) frame_.counts[i].second = counts[i];
  frame_.attention = shown.attention;
  frame_.actions = shown.heads;
  frame_.value = shown.value;
}

void EpisodeSource::finish(const StepResult& result) {
  frame_.done = true;
  if (result.terminated) frame_.value = 0;
  for (HeadDecision& head : frame_.actions) head.chosen = -1;
  if (result.outcome >= 0) {
    frame_.outcome = runner_.spec().outcomes[static_cast<std::size_t>(result.outcome)];
  }
}

}  // namespace saccade
#endif

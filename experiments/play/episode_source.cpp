#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"

#include <algorithm>
#include <utility>

#include "agents/evaluate.h"
#include "agents/policy/tokens.h"
#include "render/overlay/overlay.h"

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
      decisions_(static_cast<std::size_t>(runner_.spec().agent_count())),
      decisions_before_(decisions_.size()),
      trails_(decisions_.size()) {
  const EnvironmentSpec& spec = runner_.spec();
  frame_.environment = spec.id;
  for (const AgentKind& kind : spec.kinds) {
    token_types_.push_back(token_kinds(kind.observation, player_->image_patch()));
  }
  show_agent(0);
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
  for (std::vector<Vec2>& trail : trails_) trail.clear();
  runner_.begin(seed);
  look();
  show_decision();
  return frame_;
}

const render::Frame& EpisodeSource::advance() {
  if (frame_.done) return frame_;
  StepResult result = runner_.advance(act());
  take_rewards();
  std::swap(decisions_, decisions_before_);
  look();
  if (!result.terminated && runner_.length() >= longest_episode(runner_.spec())) {
    result.truncated = true;  // Also where the environment would go on for ever.
  }
  if (result.terminated || result.truncated) finish(result);
  show_decision();
  return frame_;
}

const render::Frame& EpisodeSource::choose_agent(int by) {
  const int agents = runner_.spec().agent_count();
  int next = shown_;
  do {
    next = (next + by + agents) % agents;
  } while (next != shown_ && !decisions_[static_cast<std::size_t>(next)]);
  chosen_ = next;
  show_decision();
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

// The one that was chosen, else the first that is present, if possible one that is to be shown; -1:
// nobody is there.
int EpisodeSource::agent_to_show() const {
  if (chosen_ >= 0 && decisions_[static_cast<std::size_t>(chosen_)]) return chosen_;
  int shown = -1;
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    if (!decisions_[static_cast<std::size_t>(agent)]) continue;
    if (player_->is_shown(agent)) return agent;
    if (shown < 0) shown = agent;
  }
  return shown;
}

void EpisodeSource::show_agent(int agent) {
  const EnvironmentSpec& spec = runner_.spec();
  const std::size_t kind = spec.kind_index(agent);
  shown_ = agent;
  frame_.agent_kind = spec.kinds[kind].name;
  frame_.agent = agent - spec.first_agent(kind);
  frame_.agents = spec.kinds[kind].agents;
  frame_.token_types = token_types_[kind];
}

void EpisodeSource::look() {
  player_->see(runner_.observations());
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    std::optional<Decision>& decision = decisions_[static_cast<std::size_t>(agent)];
    decision = player_->think(agent, runner_.observation(agent));
    if (!runner_.is_present(agent)) decision.reset();
  }
  frame_.step = runner_.length();
  runner_.draw(frame_.scene);
  follow_trails();
  const std::span<const float> counts = runner_.counts();
  for (std::size_t i = 0; i < counts.size(); ++i) frame_.counts[i].second = counts[i];
}

// Adds where the scene has each agent whose memory attends, and drops what its memory dropped.
void EpisodeSource::follow_trails() {
  render::Anchors anchors;
  for (std::size_t agent = 0; agent < decisions_.size(); ++agent) {
    std::vector<Vec2>& trail = trails_[agent];
    if (!decisions_[agent] || decisions_[agent]->attention.memory.heads == 0) {
      trail.clear();
      continue;
    }
    const AttentionWeights& attention = decisions_[agent]->attention;
    if (anchors.empty()) anchors = render::find_anchors(frame_.scene);
    const auto found = anchors.find(attention.ids[0]);
    trail.push_back(found == anchors.end() ? kNowhere : found->second.center);
    const auto entries = static_cast<std::size_t>(attention.memory.entries);
    if (trail.size() > entries) trail.erase(trail.begin());
  }
}

void EpisodeSource::finish(const StepResult& result) {
  frame_.done = true;
  terminated_ = result.terminated;
  if (result.outcome >= 0) {
    frame_.outcome = runner_.spec().outcomes[static_cast<std::size_t>(result.outcome)];
  }
}

// What one of the agents thinks of what is seen.
void EpisodeSource::show_decision() {
  const int agent = agent_to_show();
  if (agent >= 0 && agent != shown_) show_agent(agent);
  const auto shown = static_cast<std::size_t>(shown_);
  const Decision none;
  const Decision& decision = decisions_[shown] ? *decisions_[shown] : none;
  frame_.attention = decision.attention;
  frame_.trail = trails_[shown];
  frame_.actions = decision.heads;
  frame_.value = decision.value;
  if (!frame_.done) return;
  // Nobody acts on what is seen now: the last decision stays.
  frame_.actions = decisions_before_[shown] ? decisions_before_[shown]->heads : none.heads;
  for (HeadDecision& head : frame_.actions) head.chosen = -1;
  if (terminated_) frame_.value = 0;
}

}  // namespace saccade
#endif

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/episode_source.h"

#include <algorithm>
#include <utility>

#include "agents/evaluate.h"
#include "experiments/play/observation_change.h"
#include "experiments/play/seen_by_agent.h"
#include "render/frame/viewed_agent.h"
#include "render/overlay/overlay.h"
#include "render/panes/free_name.h"

namespace saccade {

EpisodeSource::EpisodeSource(std::unique_ptr<Environment> environment,
                             std::unique_ptr<Player> player, std::unique_ptr<EpisodeSource> twin)
    : twin_(std::move(twin)),
      runner_(std::move(environment)),
      player_(std::move(player)),
      decisions_(static_cast<std::size_t>(runner_.spec().agent_count())) {
  const EnvironmentSpec& spec = runner_.spec();
  frame_.environment = spec.id;
  frame_.agents.clear();
  for (const AgentKind& kind : spec.kinds) {
    for (int number = 0; number < kind.agents; ++number) {
      frame_.agents.push_back(
          {.kind = kind.name,
           .number = number,
           .of = kind.agents,
           .preferred = player_->is_shown(static_cast<int>(frame_.agents.size())),
           .token_types = token_kinds(kind.observation, player_->image_patch()),
           .images = images_of(kind.observation, player_->image_patch())});
    }
  }
  for (const std::string& name : spec.counts) frame_.counts.emplace_back(name, 0.0F);
  frame_.has_value = player_->has_value();
}

const render::Frame& EpisodeSource::reset(std::uint64_t seed) {
  keep();
  player_->begin_episode(seed);
  so_far_.returns.assign(decisions_.size(), 0);
  so_far_.acted.assign(decisions_.size(), 0);
  frame_.policy = player_->name();
  frame_.faithfulness = player_->faithfulness();
  frame_.seed = seed;
  frame_.reward = 0;
  frame_.return_so_far = 0;
  frame_.done = false;
  frame_.outcome.clear();
  for (render::AgentView& agent : frame_.agents) {
    agent.trail.clear();
    agent.reward = 0;
    agent.return_so_far = 0;
  }
  const EpisodeFile* recorded = player_->recorded();
  runner_.set_progress(recorded != nullptr ? recorded->progress : 1);
  runner_.begin(seed);
  if (recorded != nullptr) edit(recorded->edits);
  kept_.begin();
  moments_.clear();
  changes_ = {};
  look();
  if (recorded != nullptr && stops_here()) finish({.truncated = true});  // Nothing was done.
  return frame_;
}

const render::Frame& EpisodeSource::advance() {
  if (frame_.done) return frame_;
  StepResult result = runner_.advance(act());
  const bool over = result.terminated || result.truncated;
  if (player_->recorded() != nullptr && !over) edit(player_->recorded()->edits);
  changes_ = {};  // They were of the moment before.
  take_rewards();
  std::vector<std::vector<HeadDecision>> before;
  for (render::AgentView& agent : frame_.agents) before.push_back(std::move(agent.actions));
  look();
  if (!over && stops_here()) result.truncated = true;
  if (!result.terminated && !result.truncated) return frame_;
  // Nobody acts on what is seen now: the last decision stays.
  for (std::size_t i = 0; i < before.size(); ++i) frame_.agents[i].actions = std::move(before[i]);
  finish(result);
  return frame_;
}

// Where the environment would go on: it never ends, or nobody knows what was done after this.
bool EpisodeSource::stops_here() const {
  const EpisodeFile* recorded = player_->recorded();
  const auto length = static_cast<std::size_t>(runner_.length());
  if (recorded != nullptr) return length >= recorded->actions.size();
  return runner_.length() >= longest_episode(runner_.spec());
}

void EpisodeSource::keep() {
  if (runner_.length() > 0) kept_.keep([this](const std::string& file) { save(file); });
}

void EpisodeSource::save(const std::string& path) const {
  if (!origin_) return FrameSource::save(path);
  const std::string by = player_->checkpoint();
  const bool by_one = !begun_by_ || *begun_by_ == by;
  write_episode_file(path, record_episode(*origin_, runner_, by_one ? by : ""));
}

const render::Frame& EpisodeSource::what_if(int step, const render::WhatIf& changes) {
  if (twin_ == nullptr) return FrameSource::what_if(step, changes);
  answered_ = false;  // Until this is done.
  const render::Frame& answer = twin_->begin_at(*this, step, changes);
  answered_ = true;
  return answer;
}

// Becomes another episode as it was at a step, changed.
const render::Frame& EpisodeSource::begin_at(const EpisodeSource& original, int step,
                                             const render::WhatIf& changes) {
  play_again(original, step);
  changes_ = changes;
  if (runner_.spec().has_edits) {
    for (const StateEdit& edit : changes.state) runner_.edit(edit);
    changes_.state.clear();
  }
  look();
  frame_.return_so_far = so_far_.mean_return();
  for (std::size_t agent = 0; agent < frame_.agents.size(); ++agent) {
    frame_.agents[agent].return_so_far = so_far_.returns[agent];
  }
  return frame_;
}

// The world by the actions of then; what was thought then is not thought again.
void EpisodeSource::play_again(const EpisodeSource& original, int step) {
  const EpisodeRecord& record = original.runner_.record();
  const std::size_t width = runner_.action_count();
  frame_.policy = player_->name();
  begun_by_ = original.player_->checkpoint();
  frame_.faithfulness = original.frame_.faithfulness;
  frame_.seed = original.frame_.seed;
  frame_.done = false;
  frame_.outcome.clear();
  runner_.set_progress(record.progress);
  runner_.begin(original.runner_.seed());
  for (std::size_t i = 0; i < static_cast<std::size_t>(step); ++i) {
    edit(record.edits);
    runner_.advance(std::span(record.actions).subspan(i * width, width));
  }
  edit(record.edits);
  const Moment& then = original.moments_.at(static_cast<std::size_t>(step));
  player_->set_state(then.player);
  so_far_ = then.so_far;
  frame_.reward = then.reward;
  for (std::size_t agent = 0; agent < frame_.agents.size(); ++agent) {
    frame_.agents[agent].reward = then.rewards[agent];
    frame_.agents[agent].trail = then.trails[agent];
  }
}

// Makes those of the step that the episode has come to.
void EpisodeSource::edit(std::span<const TimedEdit> edits) {
  for (const TimedEdit& timed : edits) {
    if (timed.step == runner_.length()) runner_.edit(timed.edit);
  }
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
    render::AgentView& view = frame_.agents[agent];
    view.reward = decisions_[agent] ? runner_.rewards()[agent] : 0;
    if (!decisions_[agent]) continue;
    const auto reward = static_cast<double>(view.reward);
    so_far_.returns[agent] += reward;
    ++so_far_.acted[agent];
    view.return_so_far = so_far_.returns[agent];
    sum += reward;
    ++acted;
  }
  frame_.reward = static_cast<float>(sum / acted);
  frame_.return_so_far = so_far_.mean_return();
}

// What all agents see, with the changes that were asked for.
std::vector<Observation> EpisodeSource::seen() const {
  std::vector<Observation> seen(runner_.observations().begin(), runner_.observations().end());
  EntityId fresh = 0;  // Of an entity that is added: nobody has it.
  for (const SceneShape& shape : frame_.scene.shapes) fresh = std::max(fresh, shape.entity + 1);
  for (const Observation& one : seen) {
    for (const Observation::Rows& rows : one.rows()) {
      for (const EntityId id : rows.ids) fresh = std::max(fresh, id + 1);
    }
  }
  for (std::size_t agent = 0; agent < seen.size(); ++agent) {
    if (seen[agent].is_empty()) continue;
    change_observation(runner_.spec().kind_of(static_cast<int>(agent)), changes_, agent, fresh,
                       seen[agent]);
  }
  return seen;
}

void EpisodeSource::look() {
  frame_.step = runner_.length();
  runner_.draw(frame_.scene);
  const std::vector<Observation> observations = seen();
  if (twin_) remember();
  player_->see(observations);
  change_scene(changes_, frame_.scene);
  for (int agent = 0; agent < runner_.spec().agent_count(); ++agent) {
    look_for(agent, observations[static_cast<std::size_t>(agent)]);
  }
  follow_trails();
  frame_.viewed = render::agent_to_view(frame_, -1);
  const std::span<const float> counts = runner_.counts();
  for (std::size_t i = 0; i < counts.size(); ++i) frame_.counts[i].second = counts[i];
}

// Before anybody thinks about what is seen now.
void EpisodeSource::remember() {
  Moment& moment = moments_.emplace_back();
  moment.player = player_->state();
  moment.so_far = so_far_;
  moment.reward = frame_.reward;
  for (const render::AgentView& agent : frame_.agents) {
    moment.rewards.push_back(agent.reward);
    moment.trails.push_back(agent.trail);
  }
}

void EpisodeSource::look_for(int agent, const Observation& seen) {
  std::optional<Decision>& decision = decisions_[static_cast<std::size_t>(agent)];
  decision = player_->think(agent, seen);
  render::AgentView& shown = view(agent);
  shown.present = runner_.is_present(agent);
  shown.id = seen.is_empty() ? kNoEntity : seen.rows()[0].ids[0];
  const ObservationSpace& space = runner_.spec().kind_of(agent).observation;
  shown.seen = entities_of(space, seen);
  fill_images(seen, shown.images);
  shown.heading = heading_of(space.types[0], seen);
  if (!shown.present) decision.reset();
  const Decision none;
  const Decision& thought = decision ? *decision : none;
  shown.attention = thought.attention;
  shown.actions = thought.heads;
  shown.value = thought.value;
  shown.seen.inputs = thought.inputs;
}

// Adds where the scene has each agent whose memory attends, and drops what its memory dropped.
void EpisodeSource::follow_trails() {
  render::Anchors anchors;
  for (render::AgentView& agent : frame_.agents) {
    const AttentionWeights& attention = agent.attention;
    if (attention.memory.heads == 0) {
      agent.trail.clear();
      continue;
    }
    if (anchors.empty()) anchors = render::find_anchors(frame_.scene);
    const auto found = anchors.find(attention.ids[0]);
    agent.trail.push_back(found == anchors.end() ? kNowhere : found->second.center);
    const auto entries = static_cast<std::size_t>(attention.memory.entries);
    if (agent.trail.size() > entries) agent.trail.erase(agent.trail.begin());
  }
}

void EpisodeSource::finish(const StepResult& result) {
  frame_.done = true;
  for (render::AgentView& agent : frame_.agents) {
    for (HeadDecision& head : agent.actions) head.chosen = -1;
    if (result.terminated) agent.value = 0;
  }
  if (result.outcome >= 0) {
    frame_.outcome = runner_.spec().outcomes[static_cast<std::size_t>(result.outcome)];
  } else if (player_->recorded() != nullptr && !runner_.is_over()) {
    frame_.outcome = "recording ends";
  }
  keep();
}

}  // namespace saccade
#endif

#include "render/panes/branch.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace saccade::render {

void Branch::ask(int step, WhatIf changes) {
  if (original_) throw Error("this is a branch already: Z goes back to the episode");
  if (!source_.can_change()) throw Error("nothing can be changed here");
  changed_ = source_.what_if(step, changes);
  changed_.viewed = changes.viewed;
  changes_ = std::move(changes);
  step_ = step;
}

void Branch::view(std::size_t agent) {
  changes_.viewed = agent;
  changed_.viewed = agent;
}

WhatIf Branch::changes_of(int step) const {
  return step == this->step() ? changes_ : WhatIf{};
}

void Branch::change(int step, std::size_t viewed, const StateEdit& edit, bool replace) {
  WhatIf changes = changes_of(step);
  changes.viewed = viewed;
  if (replace && !changes.state.empty()) changes.state.pop_back();
  changes.state.push_back(edit);
  ask(step, std::move(changes));
}

void Branch::change_feature(int step, std::size_t viewed, const FeatureHit& hit, float turns) {
  const float by = std::max(0.1F * std::abs(hit.value), 0.05F);
  WhatIf changes = changes_of(step);
  changes.viewed = viewed;
  std::erase_if(changes.features, [&hit, viewed](const FeatureEdit& other) {
    return other.agent == viewed && other.id == hit.entity && other.feature == hit.feature;
  });
  changes.features.push_back({viewed, hit.entity, hit.feature, hit.value + turns * by});
  ask(step, std::move(changes));
}

void Branch::remove(int step, std::size_t viewed, EntityId entity) {
  if (entity == kNoEntity) throw Error("point at an entity, or pin one, to remove it");
  change(step, viewed, {.kind = StateEdit::Kind::kRemove, .id = entity}, false);
}

void Branch::add(int step, const Frame& frame, EntityId like, Vec2 place) {
  const AgentView& agent = frame.mind();
  const auto found = std::find(agent.seen.ids.begin(), agent.seen.ids.end(), like);
  if (found == agent.seen.ids.end()) throw Error("pin an entity to add one of its type");
  const int type = agent.seen.types[static_cast<std::size_t>(found - agent.seen.ids.begin())];
  const std::string& name = agent.token_types[static_cast<std::size_t>(type)].name;
  change(step, frame.viewed, {.kind = StateEdit::Kind::kAdd, .type = name, .place = place}, false);
}

bool Branch::can_play_on(std::string& why) const {
  if (changes_.empty() || (source_.changes_world() && changes_.features.empty())) return true;
  why = "only what is seen was changed, not the world: Z puts it back";
  return false;
}

bool Branch::play_on(Tape& tape, std::string& why) {
  if (!can_play_on(why)) return false;
  changed_ = source_.what_if(step_, changes_);  // A later change may have been refused.
  original_.emplace(std::move(tape));
  tape = Tape(*original_, step_, changed_, *source_.branch());
  changes_ = {};
  return true;
}

void Branch::put_back(Tape& tape) {
  if (original_) tape = *std::exchange(original_, std::nullopt);
  changes_ = {};
}

void Branch::forget() {
  original_.reset();
  changes_ = {};
}

}  // namespace saccade::render

// What a session does when someone changes the world that is shown.
#include <algorithm>
#include <cmath>

#include "render/frame/viewed_agent.h"
#include "render/window/session.h"

namespace saccade::render {

// What is pointed at, else what is pinned.
EntityId Session::focus() const {
  const EntityId pointed = state_.pointer ? entity_at(*state_.pointer) : kNoEntity;
  return pointed != kNoEntity ? pointed : state_.pinned;
}

void Session::change(const StateEdit& edit, bool replace) {
  if (!state_.paused) return notify("pause first (Space): then the world can be changed");
  try {
    branch_.change(step_, edit, replace);
    branch_.changed().viewed = agent_to_view(branch_.changed(), chosen_);
  } catch (const Error& error) {
    notify(error.what());
  }
}

// A turn of the wheel is a tenth of the value, but at least a twentieth.
void Session::change_feature(const FeatureHit& hit, float turns) {
  if (!state_.paused) return notify("pause first (Space): then features can be changed");
  const float by = std::max(0.1F * std::abs(hit.value), 0.05F);
  try {
    branch_.change(step_, frame().viewed, {hit.entity, hit.feature, hit.value + turns * by});
    branch_.changed().viewed = agent_to_view(branch_.changed(), chosen_);
  } catch (const Error& error) {
    notify(error.what());
  }
}

void Session::remove() {
  const EntityId entity = focus();
  if (entity == kNoEntity) return notify("point at an entity, or pin one, to remove it");
  change({.kind = StateEdit::Kind::kRemove, .id = entity}, false);
}

void Session::add() {
  const EntityId like = focus();
  const AgentView& agent = frame().mind();
  const auto found = std::find(agent.seen.ids.begin(), agent.seen.ids.end(), like);
  if (found == agent.seen.ids.end()) return notify("pin an entity to add one of its type");
  const auto i = static_cast<std::size_t>(found - agent.seen.ids.begin());
  const std::string& type = agent.token_types[static_cast<std::size_t>(agent.seen.types[i])].name;
  const Vec2 pixel = state_.pointer.value_or(picture_.transform.shown().center());
  change({.kind = StateEdit::Kind::kAdd, .type = type, .place = picture_.transform.world_at(pixel)},
         false);
}

void Session::put_back() {
  if (branch_.empty()) return notify("nothing was changed");
  branch_.put_back(tape_);
  go_to(step_);
}

// Before time moves on: what was changed becomes a branch.  False when it cannot.
bool Session::go_on() {
  if (branch_.step() != step_) return true;
  std::string why;
  if (branch_.play_on(tape_, why)) return true;
  notify(why);
  return false;
}

}  // namespace saccade::render

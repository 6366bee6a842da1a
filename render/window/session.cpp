#include "render/window/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "render/frame/viewed_agent.h"
#include "render/timeline/button.h"
#include "render/timeline/timeline.h"
#include "render/window/camera_moves.h"

namespace saccade::render {
namespace {

constexpr double kRestSeconds = 1.0;  // on an episode's end
constexpr double kNoticeSeconds = 2.0;
constexpr double kSlowest = 0.125, kFastest = 64;
constexpr float kClickReach = 4;      // pixels; further is a drag
constexpr double kLongestPass = 0.1;  // seconds; a slow machine falls behind instead of freezing

}  // namespace

Session::Session(FrameSource& source, const ViewerOptions& options)
    : source_(source), options_(options), tape_(source), branch_(source), seed_(options.seed) {
  state_.interactive = true;
  state_.by_hand = static_cast<bool>(options.on_keys);
  begin(seed_);
  state_.attention = choose_layer(frame().mind().attention, options.layer);
}

void Session::begin(std::uint64_t seed) {
  seed_ = seed;
  branch_.forget();
  tape_ = Tape(source_);
  tape_.begin(seed);
  step_ = tape_.first();
  due_ = rested_ = 0;
  view_agents();
}

// Ids mean something within an episode alone.
void Session::view_agents() {
  for (int step = tape_.first(); step <= tape_.last(); ++step) {
    Frame& frame = tape_.at(step);
    frame.viewed = agent_to_view(frame, chosen_);
  }
}

// One step more than is known; false at the end of the episode.
bool Session::extend() {
  if (!tape_.extend()) return false;
  Frame& reached = tape_.at(tape_.last());
  reached.viewed = agent_to_view(reached, chosen_);
  return true;
}

// Who plays by hand decides at the end of what is known; else it may be known already what follows.
void Session::decide() {
  if (options_.on_keys) {
    step_ = tape_.last();
    options_.on_keys(play_keys_.take());
  }
  if (step_ == tape_.last()) extend();
  step_ = std::min(step_ + 1, tape_.last());
}

void Session::go_to(int step) {
  step_ = std::clamp(step, tape_.first(), tape_.last());
  if (branch_.step() >= 0 && branch_.step() != step_) branch_.forget();
  due_ = rested_ = 0;
}

void Session::step() {
  state_.paused = true;
  if (!go_on()) return;
  due_ = 0;
  if (frame().done) {
    begin(seed_ + 1);
  } else {
    decide();
  }
}

void Session::change_speed(double factor) {
  state_.speed = std::clamp(state_.speed * factor, kSlowest, kFastest);
}

void Session::choose_agent(int agent) {
  chosen_ = agent;
  view_agents();
}

void Session::perform(Command command) {
  switch (command) {
    case Command::kPause:
      if (state_.paused && !go_on()) break;
      state_.paused = !state_.paused;
      break;
    case Command::kStep:
      step();
      break;
    case Command::kStepBack:
      state_.paused = true;
      go_to(step_ - 1);
      break;
    case Command::kStart:
      go_to(tape_.first());
      break;
    case Command::kEnd:
      go_to(tape_.last());
      break;
    case Command::kFaster:
      change_speed(2);
      break;
    case Command::kSlower:
      change_speed(0.5);
      break;
    case Command::kLoop:
      state_.loop = !state_.loop;
      break;
    case Command::kNextSeed:
      begin(seed_ + 1);
      break;
    case Command::kRestart:
      begin(seed_);
      break;
    case Command::kHelp:
      state_.help = !state_.help;
      break;
    case Command::kRemove:
      return change([&] { branch_.remove(step_, focus()); });
    case Command::kAdd: {
      const Vec2 pixel = state_.pointer.value_or(picture_.transform.shown().center());
      const Vec2 place = picture_.transform.world_at(pixel);
      return change([&] { branch_.add(step_, frame().mind(), focus(), place); });
    }
    case Command::kPutBack:
      return put_back();
    default:
      choose(command);
  }
}

// What changes nothing but what is shown of a step.
void Session::choose(Command command) {
  if (command == Command::kNextAgent || command == Command::kPreviousAgent) {
    if (frame().agents.size() == 1) return notify("there is one agent only");
    const std::size_t next = next_agent(frame(), command == Command::kNextAgent ? 1 : -1);
    return choose_agent(static_cast<int>(next));
  }
  const std::string why = choose_view(command, frame(), state_);
  if (!why.empty()) notify(why);
}

void Session::rest(double seconds) {
  rested_ += seconds;
  if (rested_ < kRestSeconds) return;
  if (state_.loop) return go_to(tape_.first());
  ++episodes_ended_;
  finished_ = options_.episodes > 0 && episodes_ended_ >= options_.episodes;
  if (!finished_) begin(seed_ + 1);
}

void Session::pass(double seconds) {
  const double passed = std::min(seconds, kLongestPass);
  notice_left_ -= passed;
  if (notice_left_ <= 0) state_.notice.clear();
  if (state_.paused || finished_ || drag_ == Drag::kTime) return;
  if (frame().done) return rest(passed);
  due_ += passed * source_.steps_per_second() * state_.speed;
  for (; due_ >= 1 && !frame().done; due_ -= 1) decide();
}

void Session::look_ahead(double seconds) {
  if (state_.by_hand) return;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!tape_.full() && std::chrono::steady_clock::now() < end && extend()) {
  }
}

void Session::notify(const std::string& message) {
  state_.notice = message;
  notice_left_ = kNoticeSeconds;
}

// Who plays by hand sees what is, not what comes: the next step is not known yet.
float Session::share_of_step() const {
  const bool next_is_known = step_ < tape_.last();
  return next_is_known && !state_.paused ? static_cast<float>(std::min(due_, 1.0)) : 0;
}

Drawing Session::draw(unsigned width, unsigned height) {
  const Frame& shown = frame();
  state_.before = nullptr;
  if (branch_.step() == step_) state_.before = &tape_.at(step_);
  if (Tape* original = branch_.original(); original != nullptr && step_ <= original->last()) {
    state_.before = &original->at(step_);
  }
  state_.track = &tracker_.follow(tape_, step_, shown.viewed, state_.attention, state_.pinned);
  const float share = share_of_step();
  const Scene* next = share > 0 ? &tape_.at(step_ + 1).scene : nullptr;
  picture_ = compose_picture(shown, state_, width, height, {next, share});
  return std::move(picture_.drawing);
}

void Session::point(std::optional<Vec2> place) {
  state_.pointer = place;
  if (!place || drag_ == Drag::kNothing) return;
  const Vec2 by{place->x - grabbed_.x, place->y - grabbed_.y};
  if (drag_ == Drag::kTime) {
    go_to(step_at(picture_.layout, *state_.track, place->x));
  } else if (drag_ == Drag::kEntity && (moved_ || std::hypot(by.x, by.y) > kClickReach)) {
    const StateEdit edit{.id = dragged_, .place = picture_.transform.world_at(*place)};
    change([&] { branch_.change(step_, edit, moved_); });
  } else if (moved_ || std::hypot(by.x, by.y) > kClickReach) {
    state_.camera = dragged(state_.camera, picture_.transform, by);
    grabbed_ = *place;
  }
  moved_ = moved_ || std::hypot(by.x, by.y) > kClickReach;
}

void Session::press(Vec2 place) {
  state_.pointer = place;
  moved_ = false;
  grabbed_ = place;
  if (const auto command = button_at(picture_.layout, place)) return perform(*command);
  if (on_chart(picture_.layout, place)) {
    drag_ = Drag::kTime;
    return go_to(step_at(picture_.layout, *state_.track, place.x));
  }
  dragged_ = entity_at(place);
  const bool changes = state_.paused && dragged_ != kNoEntity && source_.can_change() &&
                       inside(picture_.transform.shown(), place);
  drag_ = changes ? Drag::kEntity : Drag::kWorld;
}

void Session::release() {
  if ((drag_ == Drag::kWorld || drag_ == Drag::kEntity) && !moved_) click(grabbed_);
  drag_ = Drag::kNothing;
}

EntityId Session::entity_at(Vec2 place) const {
  const Hit* hit = find_hit(picture_.hits, place);
  return hit == nullptr ? kNoEntity : hit->entity;
}

// What is pointed at, else what is pinned.
EntityId Session::focus() const {
  const EntityId pointed = state_.pointer ? entity_at(*state_.pointer) : kNoEntity;
  return pointed != kNoEntity ? pointed : state_.pinned;
}

// Makes a change of the step that is shown, or says why not.
template <class Change>
void Session::change(const Change& change) {
  if (!state_.paused) return notify("pause first (Space): then the world can be changed");
  try {
    change();
    branch_.changed().viewed = agent_to_view(branch_.changed(), chosen_);
  } catch (const Error& error) {
    notify(error.what());
  }
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

// An agent is viewed, another entity is pinned; a click beside all of them lets go.
void Session::click(Vec2 place) {
  const EntityId entity = entity_at(place);
  const auto& agents = frame().agents;
  for (std::size_t i = 0; i < agents.size() && entity != kNoEntity; ++i) {
    if (agents[i].id == entity && agents[i].present && i != frame().viewed) {
      return choose_agent(static_cast<int>(i));
    }
  }
  state_.pinned = entity == state_.pinned ? kNoEntity : entity;
}

void Session::zoom(Vec2 place, float turns) {
  for (const FeatureHit& hit : picture_.features) {
    if (!inside(hit.where, place)) continue;
    return change([&] { branch_.change_feature(step_, frame().viewed, hit, turns); });
  }
  state_.camera = zoomed(state_.camera, picture_.transform, place, turns);
}

}  // namespace saccade::render

#include "render/window/session.h"

#include <algorithm>
#include <cmath>

#include "render/frame/viewed_agent.h"
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
    : source_(source), options_(options), playback_(source), seed_(options.seed) {
  state_.theme = options.theme;
  state_.interactive = true;
  state_.by_hand = static_cast<bool>(options.on_keys);
  state_.can_change = source.can_change();
  begin(seed_);
  state_.attention = choose_layer(frame().mind().attention, options.layer);
}

void Session::begin(std::uint64_t seed) {
  if (seed != seed_) state_.pinned = kNoEntity;  // Ids mean something in an episode alone.
  seed_ = seed;
  drag_ = Drag::kNothing;
  playback_.begin(seed);
  due_ = rested_ = 0;
}

// Who plays by hand decides at the end of what is known; else it may be known already what follows.
void Session::decide() {
  if (options_.on_keys) {
    playback_.go_to_end();
    options_.on_keys(play_keys_.take());
  }
  playback_.advance();
}

void Session::go_to(int step) {
  playback_.go_to(step);
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
      go_to(playback_.step() - 1);
      break;
    case Command::kStart:
      go_to(playback_.first());
      break;
    case Command::kEnd:
      go_to(playback_.last());
      break;
    case Command::kFaster:
      change_speed(2);
      break;
    case Command::kSlower:
      change_speed(0.5);
      break;
    case Command::kLoop:
      if (state_.by_hand) return notify("an episode that is played by hand does not loop");
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
      change([&](Branch& branch, int step) { branch.remove(step, frame().viewed, focus()); });
      break;
    case Command::kAdd: {
      const Vec2 pixel = state_.pointer.value_or(picture_.transform.shown().center());
      const Vec2 place = picture_.transform.world_at(pixel);
      change([&](Branch& branch, int step) { branch.add(step, frame(), focus(), place); });
      break;
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
    return playback_.view(static_cast<int>(next));
  }
  const std::string why = choose_view(command, frame(), state_);
  if (!why.empty()) notify(why);
}

void Session::rest(double seconds) {
  rested_ += seconds;
  if (rested_ < kRestSeconds) return;
  if (state_.loop) return go_to(playback_.first());
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
  if (!state_.by_hand) playback_.look_ahead(seconds);
}

void Session::notify(const std::string& message) {
  state_.notice = message;
  notice_left_ = kNoticeSeconds;
}

Drawing Session::draw(unsigned width, unsigned height, bool with_notice) {
  move_dragged();
  state_.before = playback_.before();
  state_.track = &playback_.track(state_.attention, state_.pinned);
  const Scene* next = state_.paused ? nullptr : playback_.next_scene();
  const float share = static_cast<float>(std::min(due_, 1.0));
  ViewState state = state_;
  if (!with_notice) state.notice.clear();
  picture_ = compose_picture(frame(), state, width, height, {next, share});
  Camera& camera = state_.camera;  // Stays where it is when it follows no longer.
  if (camera.follow)
    camera.center = picture_.transform.world_at(picture_.transform.shown().center());
  return std::move(picture_.drawing);
}

// Once a picture, however often the mouse moved.
void Session::move_dragged() {
  if (drag_ != Drag::kEntity || !dragged_to_) return;
  const StateEdit edit{.id = dragged_, .place = picture_.transform.world_at(*dragged_to_)};
  dragged_to_.reset();
  const bool replace = drag_changed_;
  const bool done =
      change([&](Branch& branch, int step) { branch.change(step, frame().viewed, edit, replace); });
  drag_changed_ = replace || done;
}

void Session::point(std::optional<Vec2> place) {
  state_.pointer = place;
  if (!place || drag_ == Drag::kNothing) return;
  const Vec2 by{place->x - grabbed_.x, place->y - grabbed_.y};
  if (drag_ == Drag::kTime) {
    go_to(step_at(picture_.layout, *state_.track, place->x));
  } else if (drag_ == Drag::kEntity && (moved_ || std::hypot(by.x, by.y) > kClickReach)) {
    dragged_to_ = place;
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
                       picture_.transform.shown().contains(place);
  drag_ = changes ? Drag::kEntity : Drag::kWorld;
  drag_changed_ = false;
}

void Session::release() {
  move_dragged();
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
bool Session::change(const Change& change) {
  drag_changed_ = false;
  try {
    if (!state_.paused) throw Error("pause first (Space): then the world can be changed");
    change(playback_.branch(), playback_.step());
    playback_.look_again();
    return true;
  } catch (const Error& error) {
    notify(error.what());
    return false;
  }
}

void Session::put_back() {
  if (playback_.branch().empty()) return notify("nothing was changed");
  playback_.put_back();
  due_ = rested_ = 0;
}

// Before time moves on: what was changed becomes a branch.  False when it cannot.
bool Session::go_on() {
  std::string why;
  const bool goes = playback_.go_on(why);
  if (!goes) notify(why);
  return goes;
}

// An agent is viewed, another entity is pinned; a click beside all of them lets go.
void Session::click(Vec2 place) {
  const EntityId entity = entity_at(place);
  const auto& agents = frame().agents;
  for (std::size_t i = 0; i < agents.size() && entity != kNoEntity; ++i) {
    if (agents[i].id == entity && agents[i].present && i != frame().viewed) {
      return playback_.view(static_cast<int>(i));
    }
  }
  state_.pinned = entity == state_.pinned ? kNoEntity : entity;
}

void Session::zoom(Vec2 place, float turns) {
  for (const FeatureHit& hit : picture_.features) {
    if (!hit.where.contains(place)) continue;
    change(
        [&](Branch& branch, int step) { branch.change_feature(step, frame().viewed, hit, turns); });
    return;
  }
  state_.camera = zoomed(state_.camera, picture_.transform, place, turns);
}

}  // namespace saccade::render

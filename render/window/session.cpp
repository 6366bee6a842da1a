#include "render/window/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "render/draw/labels.h"
#include "render/frame/viewed_agent.h"
#include "render/timeline/button.h"
#include "render/timeline/timeline.h"
#include "render/window/camera_moves.h"

namespace saccade::render {
namespace {

constexpr double kRestSeconds = 1.0;  // on an episode's end
constexpr double kNoticeSeconds = 2.0;
constexpr double kSlowest = 0.125;
constexpr double kFastest = 64;
constexpr float kClickReach = 4;      // pixels; further is a drag
constexpr double kLongestPass = 0.1;  // seconds; a slow machine falls behind instead of freezing

}  // namespace

HeldKeys PlayKeys::take() {
  HeldKeys keys{.left = held(PlayKey::kLeft),
                .right = held(PlayKey::kRight),
                .up = held(PlayKey::kUp),
                .down = held(PlayKey::kDown),
                .space = held(PlayKey::kSpace)};
  for (int digit = 0; digit <= 9 && keys.digit < 0; ++digit) {
    if (held(static_cast<PlayKey>(static_cast<int>(PlayKey::kDigit0) + digit))) keys.digit = digit;
  }
  tapped_.fill(false);
  return keys;
}

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
  choose_view();
}

// Ids mean something within an episode alone.
void Session::choose_view() {
  for (int step = tape_.first(); step <= tape_.last(); ++step) {
    Frame& frame = tape_.at(step);
    frame.viewed = agent_to_view(frame, chosen_);
  }
}

// Who plays by hand decides at the end of what is known; else it may be known already what follows.
void Session::decide() {
  if (options_.on_keys) {
    step_ = tape_.last();
    options_.on_keys(play_keys_.take());
  }
  if (step_ == tape_.last() && tape_.extend()) {
    Frame& reached = tape_.at(tape_.last());
    reached.viewed = agent_to_view(reached, chosen_);
  }
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

void Session::step_back() {
  state_.paused = true;
  go_to(step_ - 1);
}

void Session::change_speed(double factor) {
  state_.speed = std::clamp(state_.speed * factor, kSlowest, kFastest);
}

void Session::choose_agent(int agent) {
  chosen_ = agent;
  choose_view();
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
      step_back();
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
    default:
      choose(command);
  }
}

// What changes nothing but what is shown of a step.
void Session::choose(Command command) {
  const AttentionWeights& attention = frame().mind().attention;
  const bool attends = attention.blocks > 0 || attention.memory.heads > 0;
  switch (command) {
    case Command::kHeads:
      if (!attends) return notify("this policy does not attend: there are no heads");
      state_.attention = next_heads(state_.attention, shown_heads(attention, state_.attention));
      break;
    case Command::kBlock:
      if (!attends) return notify("this policy does not attend: there are no layers");
      state_.attention = next_block(state_.attention, attention.blocks, attention.memory.heads > 0);
      break;
    case Command::kOverlay:
      state_.overlay = !state_.overlay;
      break;
    case Command::kEveryone:
      if (frame().agents.size() == 1) return notify("there is one agent only");
      state_.everyone = !state_.everyone;
      break;
    case Command::kNextAgent:
    case Command::kPreviousAgent:
      if (frame().agents.size() == 1) return notify("there is one agent only");
      choose_agent(static_cast<int>(next_agent(frame(), command == Command::kNextAgent ? 1 : -1)));
      break;
    case Command::kFollow:
      state_.camera.follow = !state_.camera.follow;
      if (state_.camera.follow && state_.camera.zoom == 1) state_.camera.zoom = 2;
      break;
    case Command::kWholeWorld:
      state_.camera = {};
      break;
    case Command::kRemove:
      return remove();
    case Command::kAdd:
      return add();
    case Command::kPutBack:
      return put_back();
    case Command::kUnpin:
      if (state_.pinned == kNoEntity) return notify("nothing is pinned: click an entity");
      state_.pinned = kNoEntity;
      break;
    default:
      break;
  }
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
  while (!tape_.complete() && !tape_.full() && std::chrono::steady_clock::now() < end) {
    tape_.extend();
    Frame& reached = tape_.at(tape_.last());
    reached.viewed = agent_to_view(reached, chosen_);
  }
}

std::string Session::title() const {
  const Frame& shown = frame();
  std::string title = shown.environment + ", seed " + std::to_string(shown.seed) + ", step " +
                      std::to_string(shown.step);
  if (shown.agents.size() > 1) title += ", " + agent_name(shown.mind());
  if (state_.paused) title += ", paused";
  if (state_.speed != 1) title += ", " + speed_label(state_.speed);
  if (state_.loop) title += ", loop";
  if (state_.pinned != kNoEntity) title += ", pinned " + std::to_string(state_.pinned);
  if (!branch_.empty()) title += ", what if";
  return title;
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
    change({.id = dragged_, .place = picture_.transform.world_at(*place)}, moved_);
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
    if (inside(hit.where, place)) return change_feature(hit, turns);
  }
  state_.camera = zoomed(state_.camera, picture_.transform, place, turns);
}

}  // namespace saccade::render

#include "render/window/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

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
    : Session(std::vector<FrameSource*>{&source}, options) {}

Session::Session(std::span<FrameSource* const> sources, const ViewerOptions& options)
    : options_(options), panes_(sources), seed_(options.seed) {
  state_.theme = options.theme;
  state_.interactive = true;
  state_.by_hand = static_cast<bool>(options.on_keys);
  state_.can_change = std::any_of(sources.begin(), sources.end(),
                                  [](const FrameSource* source) { return source->can_change(); });
  begin(seed_);
  state_.attention = choose_layer(frame().mind().attention, options.layer);
}

void Session::begin(std::uint64_t seed) {
  if (seed != seed_) state_.pinned = kNoEntity;  // Ids mean something in an episode alone.
  seed_ = seed;
  drag_ = Drag::kNothing;
  play_keys_.forget_choice();
  panes_.begin(seed);
  due_ = rested_ = 0;
}

// Who plays by hand decides at the end of what is known; else it may be known already what follows.
void Session::decide() {
  if (options_.on_keys) {
    panes_.first().playback.go_to_end();
    options_.on_keys(play_keys_.take());
  }
  panes_.advance();
}

void Session::go_to(int step) {
  panes_.go_to(step);
  due_ = rested_ = 0;
}

void Session::go_one_on() {
  state_.paused = true;
  if (!go_on()) return;
  due_ = 0;
  if (panes_.over()) {
    begin(panes_.next_seed(seed_));
  } else {
    decide();
  }
}

void Session::perform(Command command) {
  Pane& pane = panes_.at(state_.pointer);
  switch (command) {
    case Command::kPause:
      if (state_.paused && !go_on()) break;
      state_.paused = !state_.paused;
      break;
    case Command::kStep:
      go_one_on();
      break;
    case Command::kStepBack:
      state_.paused = true;
      go_to(panes_.step() - 1);
      break;
    case Command::kStart:
      go_to(0);
      break;
    case Command::kEnd:
      go_to(panes_.last());
      break;
    case Command::kFaster:
    case Command::kSlower:
      state_.speed =
          std::clamp(state_.speed * (command == Command::kFaster ? 2 : 0.5), kSlowest, kFastest);
      break;
    case Command::kLoop:
      if (state_.by_hand) return notify("an episode that is played by hand does not loop");
      state_.loop = !state_.loop;
      break;
    case Command::kNextSeed:
      begin(panes_.next_seed(seed_));
      break;
    case Command::kRestart:
      begin(seed_);
      break;
    case Command::kHelp:
      state_.help = !state_.help;
      break;
    case Command::kRemove:
      change([&] { pane.remove(focus()); });
      break;
    case Command::kAdd:
      change([&] { pane.add(focus(), state_.pointer); });
      break;
    case Command::kPutBack:
      return put_back();
    default:
      choose(command);
  }
}

// What changes nothing but what is shown of a step.
void Session::choose(Command command) {
  const Frame& shown = panes_.at(state_.pointer).frame();
  if (command == Command::kNextAgent || command == Command::kPreviousAgent) {
    if (shown.agents.size() == 1) return notify("there is one agent only");
    return panes_.view(
        static_cast<int>(next_agent(shown, command == Command::kNextAgent ? 1 : -1)));
  }
  const std::string why = choose_view(command, shown, state_);
  if (!why.empty()) notify(why);
}

void Session::rest(double seconds) {
  rested_ += seconds;
  if (rested_ < kRestSeconds) return;
  if (state_.loop) return go_to(0);
  ++episodes_ended_;
  finished_ = options_.episodes > 0 && episodes_ended_ >= options_.episodes;
  if (!finished_) begin(panes_.next_seed(seed_));
}

void Session::pass(double seconds) {
  const double passed = std::min(seconds, kLongestPass);
  notice_left_ -= passed;
  if (notice_left_ <= 0) state_.notice.clear();
  if (state_.paused || finished_ || drag_ == Drag::kTime) return;
  if (panes_.over()) return rest(passed);
  due_ += passed * panes_.first().source.steps_per_second() * state_.speed;
  for (; due_ >= 1 && !panes_.over(); due_ -= 1) {
    if (state_.by_hand && only_chooses(steered_agent(frame())) && !play_keys_.has_choice()) {
      due_ = 1;  // At once when it is there.
      return;
    }
    decide();
  }
}

void Session::look_ahead(double seconds) {
  if (!state_.by_hand) panes_.look_ahead(seconds);
}

void Session::notify(const std::string& message) {
  state_.notice = message;
  notice_left_ = kNoticeSeconds;
}

void Session::save_episodes(const std::string& folder) {
  try {
    notify("saved " + panes_.save(folder));
  } catch (const Error& error) {
    notify(error.what());
  }
}

std::string Session::title() const {
  const bool changed = !panes_.first().playback.branch().empty();
  return title_of(frame(), state_, changed);
}

std::vector<PlacedDrawing> Session::draw(unsigned width, unsigned height, bool with_notice) {
  move_dragged();
  std::string notice;
  if (!with_notice) std::swap(notice, state_.notice);
  const auto share = static_cast<float>(std::min(due_, 1.0));
  std::vector<PlacedDrawing> drawings = panes_.draw(state_, share, width, height);
  if (!with_notice) std::swap(notice, state_.notice);
  Camera& camera = state_.camera;  // Stays where it is when it follows no longer.
  const WorldTransform& shown = panes_.first().transform();
  if (camera.follow) camera.center = shown.world_at(shown.shown().center());
  return drawings;
}

// Once a picture, however often the mouse moved.
void Session::move_dragged() {
  if (drag_ != Drag::kEntity || !dragged_to_) return;
  const Vec2 place = *dragged_to_;
  dragged_to_.reset();
  const bool replace = drag_changed_;
  const bool done = change([&] { held_->move(dragged_, place, replace); });
  drag_changed_ = replace || done;
}

void Session::point(std::optional<Vec2> place) {
  state_.pointer = place;
  if (!place || drag_ == Drag::kNothing) return;
  const Vec2 by{place->x - grabbed_.x, place->y - grabbed_.y};
  const bool far = moved_ || std::hypot(by.x, by.y) > kClickReach;
  if (drag_ == Drag::kTime) {
    go_to(step_at(panes_.timeline(), panes_.track(), place->x));
  } else if (drag_ == Drag::kEntity && far) {
    dragged_to_ = place;
  } else if (far) {
    state_.camera = dragged(state_.camera, held_->transform(), by);
    grabbed_ = *place;
  }
  moved_ = far;
}

void Session::press(Vec2 place) {
  state_.pointer = place;
  moved_ = false;
  grabbed_ = place;
  if (const auto command = button_at(panes_.timeline(), place)) return perform(*command);
  if (on_chart(panes_.timeline(), place)) {
    drag_ = Drag::kTime;
    return go_to(step_at(panes_.timeline(), panes_.track(), place.x));
  }
  held_ = &panes_.at(place);
  dragged_ = held_->entity_at(place);
  const bool changes = state_.paused && dragged_ != kNoEntity && held_->source.can_change() &&
                       held_->transform().shown().contains(held_->inside(place));
  drag_ = changes ? Drag::kEntity : Drag::kWorld;
  drag_changed_ = false;
}

void Session::release() {
  move_dragged();
  if ((drag_ == Drag::kWorld || drag_ == Drag::kEntity) && !moved_) click(grabbed_);
  drag_ = Drag::kNothing;
}

// What is pointed at, else what is pinned.
EntityId Session::focus() {
  const EntityId pointed =
      state_.pointer ? panes_.at(state_.pointer).entity_at(*state_.pointer) : kNoEntity;
  return pointed != kNoEntity ? pointed : state_.pinned;
}

// Makes a change of the step that is shown, or says why not.
bool Session::change(const std::function<void()>& change) {
  drag_changed_ = false;
  try {
    if (!state_.paused) throw Error("pause first (Space): then the world can be changed");
    change();
    return true;
  } catch (const Error& error) {
    notify(error.what());
    return false;
  }
}

void Session::put_back() {
  if (!panes_.put_back()) return notify("nothing was changed");
  due_ = rested_ = 0;
}

// Before time moves on: what was changed becomes a branch.  False when it cannot.
bool Session::go_on() {
  std::string why;
  const bool goes = panes_.go_on(why);
  if (!goes) notify(why);
  return goes;
}

// An agent is viewed, an entity chosen or pinned; a click beside all of them lets go.
void Session::click(Vec2 place) {
  const EntityId entity = held_->entity_at(place);
  const Frame& shown = held_->frame();
  if (state_.by_hand && can_choose(steered_agent(shown), entity)) return play_keys_.choose(entity);
  for (std::size_t i = 0; i < shown.agents.size() && entity != kNoEntity; ++i) {
    if (shown.agents[i].id == entity && shown.agents[i].present && i != shown.viewed) {
      return panes_.view(static_cast<int>(i));
    }
  }
  state_.pinned = entity == state_.pinned ? kNoEntity : entity;
}

void Session::zoom(Vec2 place, float turns) {
  Pane& pane = panes_.at(place);
  if (const FeatureHit* feature = pane.feature_at(place)) {
    change([&] { pane.change(*feature, turns); });
    return;
  }
  state_.camera = zoomed(state_.camera, pane.transform(), pane.inside(place), turns);
}

}  // namespace saccade::render

#include "render/panes/panes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "render/panel/notices.h"
#include "render/panes/free_name.h"
#include "render/timeline/side_by_side.h"
#include "render/timeline/timeline.h"

namespace saccade::render {

Panes::Panes(std::span<FrameSource* const> sources) {
  for (FrameSource* source : sources) panes_.push_back(std::make_unique<Pane>(*source));
  for (std::size_t i = 0; i < panes_.size() && panes_.size() > 1; ++i) {
    panes_[i]->name = pane_name(i);
  }
}

Pane& Panes::at(std::optional<Vec2> place) {
  for (const auto& pane : panes_) {
    if (place && pane->place.contains(*place)) return *pane;
  }
  return first();
}

void Panes::begin(std::uint64_t seed) {
  for (const auto& pane : panes_) pane->playback.begin(seed);
}

std::uint64_t Panes::next_seed(std::uint64_t seed) {
  std::vector<FrameSource*> sources;
  for (const auto& pane : panes_) sources.push_back(&pane->source);
  return render::next_seed(sources, seed);
}

bool Panes::over() const {
  return std::all_of(panes_.begin(), panes_.end(),
                     [](const auto& pane) { return pane->frame().done; });
}

int Panes::step() const {
  int step = 0;
  for (const auto& pane : panes_) step = std::max(step, pane->playback.step());
  return step;
}

int Panes::last() const {
  int last = 0;
  for (const auto& pane : panes_) last = std::max(last, pane->playback.last());
  return last;
}

// To a step that all still have: a tape may have dropped its first frames.
void Panes::go_to(int step) {
  for (const auto& pane : panes_) step = std::max(step, pane->playback.first());
  for (const auto& pane : panes_) pane->playback.go_to(step);
}

void Panes::advance() {
  for (const auto& pane : panes_) pane->playback.advance();
}

void Panes::look_ahead(double seconds) {
  const double each = seconds / static_cast<double>(panes_.size());
  for (const auto& pane : panes_) pane->playback.look_ahead(each);
}

void Panes::view(int agent) {
  for (const auto& pane : panes_) pane->playback.view(agent);
}

bool Panes::put_back() {
  bool changed = false;
  for (const auto& pane : panes_) {
    if (pane->playback.branch().empty()) continue;
    pane->playback.put_back();
    changed = true;
  }
  return changed;
}

// All, or none.
bool Panes::go_on(std::string& why) {
  const auto all = [this](const auto& holds) {
    return std::all_of(panes_.begin(), panes_.end(), holds);
  };
  return all([&why](const auto& pane) { return pane->playback.can_go_on(why); }) &&
         all([&why](const auto& pane) { return pane->playback.go_on(why); });
}

std::string Panes::save(const std::string& folder) const {
  for (const auto& pane : panes_) pane->playback.check_saves();
  std::string saved;
  for (const auto& pane : panes_) {
    const Frame& frame = pane->frame();
    const std::string& letter = pane->name.name;
    const std::string name =
        fmt::format("{}-{}{}{}", frame.environment, frame.seed, letter.empty() ? "" : "-", letter);
    const std::string path = free_name(folder, name, ".json").string();
    pane->playback.save(path);
    saved += (saved.empty() ? "" : ", ") + path;
  }
  return saved;
}

std::vector<PlacedDrawing> Panes::draw(ViewState& state, float share, unsigned width,
                                       unsigned height) {
  arrange(width, height);
  follow(state);
  state.track = track_;
  state.before = first().playback.before();
  state.trail = first().playback.trail(state.pinned);
  std::vector<PlacedDrawing> drawings;
  for (const auto& pane : panes_) {
    drawings.push_back({pane->place, pane->draw(state_of(*pane, state), share)});
  }
  if (size() == 1) {
    timeline_ = first().picture.layout;
    return drawings;
  }
  Drawing over;
  draw_timeline(over, first().frame(), *track_, state, timeline_);
  draw_notice(over, state, timeline_.world, timeline_.unit);
  if (state.help) draw_help(over, state, first().frame(), timeline_.world, timeline_.unit);
  if (state.theme == Theme::kLight) lighten(over);
  const Rect window{0, 0, static_cast<float>(width), static_cast<float>(height)};
  drawings.push_back({window, std::move(over)});
  return drawings;
}

void Panes::arrange(unsigned width, unsigned height) {
  timeline_ = lay_out_timeline(width, height);
  const auto w = static_cast<float>(width);
  const float h = size() == 1 ? static_cast<float>(height) : timeline_.timeline.y;
  const std::vector<Rect> places = divide({0, 0, w, h}, size());
  for (std::size_t i = 0; i < size(); ++i) panes_[i]->place = places[i];
}

void Panes::follow(const ViewState& state) {
  std::vector<const Track*> tracks;
  for (const auto& pane : panes_) {
    tracks.push_back(&pane->playback.track(state.attention, state.pinned));
  }
  if (size() > 1) together_ = put_together(tracks, differences());
  track_ = size() > 1 ? &together_ : tracks[0];
}

// [steps that all have] From the first step of the first pane on.
std::vector<std::uint8_t> Panes::differences() const {
  std::vector<std::uint8_t> differs;
  const Playback& playback = first().playback;
  for (int step = playback.first(); step <= playback.last(); ++step) {
    const bool alike = std::all_of(panes_.begin(), panes_.end(), [&](const auto& pane) {
      const Playback& other = pane->playback;
      return step < other.first() || step > other.last() ||
             acts_alike(playback.at(step), other.at(step));
    });
    differs.push_back(alike ? 0 : 1);
  }
  return differs;
}

ViewState Panes::state_of(Pane& pane, const ViewState& state) const {
  ViewState own = state;
  if (own.pointer && pane.place.contains(*own.pointer)) {
    own.pointer = pane.inside(*own.pointer);
  } else {
    own.pointer.reset();
  }
  if (&pane != &first()) {
    own.before = pane.playback.before();
    own.trail = pane.playback.trail(state.pinned);
  }
  own.can_change = pane.source.can_change();
  if (size() == 1) return own;
  own.track = &pane.playback.track(state.attention, state.pinned);
  own.timeline = own.help = false;
  own.notice.clear();
  own.pane = pane.name;
  own.pane.differs = !acts_alike(first().frame(), pane.frame());
  return own;
}

}  // namespace saccade::render

// The episodes that a window shows side by side: one seed, one time, one timeline.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "render/draw/drawing.h"
#include "render/draw/layout.h"
#include "render/overlay/view_state.h"
#include "render/panes/pane.h"
#include "render/timeline/track.h"

namespace saccade::render {

class Panes {
 public:
  /// One or more; the sources must outlive the panes.  `begin` comes first.
  explicit Panes(std::span<FrameSource* const> sources);

  Pane& first() { return *panes_[0]; }
  const Pane& first() const { return *panes_[0]; }
  std::size_t size() const { return panes_.size(); }
  /// The pane at a place in the window, as it was drawn last; else the first one.
  Pane& at(std::optional<Vec2> place);

  void begin(std::uint64_t seed);
  /// Of the episodes that follow; the same one if an episode has no other.
  std::uint64_t next_seed(std::uint64_t seed);
  bool over() const;  ///< All episodes are.
  int step() const;   ///< The one that is shown, of those that go on longest.
  int last() const;   ///< That is known, of any.
  void go_to(int step);
  /// One step on.  Throws what the sources do.
  void advance();
  void look_ahead(double seconds);
  /// From now on the mind of this agent is shown.
  void view(int agent);

  /// Takes back all that was changed; false: nothing was.
  bool put_back();
  /// Before time moves on: what was changed becomes a branch.  False, and why, when it cannot.
  bool go_on(std::string& why);

  /// Writes the episodes, as far as they are known, into a folder under names that are free; the
  /// names.  Throws Error when they cannot be saved.
  std::string save(const std::string& folder) const;

  /// The window's picture, `share` of the way to the next step.
  std::vector<PlacedDrawing> draw(ViewState& state, float share, unsigned width, unsigned height);
  /// Of the picture that was drawn last: where its timeline lies, and what it shows.
  const Layout& timeline() const { return timeline_; }
  const Track& track() const { return *track_; }

 private:
  void arrange(unsigned width, unsigned height);
  void follow(const ViewState& state);
  std::vector<std::uint8_t> differences() const;
  ViewState state_of(Pane& pane, const ViewState& state) const;

  std::vector<std::unique_ptr<Pane>> panes_;
  Layout timeline_;
  Track together_;  // Of several panes.
  const Track* track_ = &together_;
};

}  // namespace saccade::render

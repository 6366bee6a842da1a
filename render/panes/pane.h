// One of the episodes that a window shows, and what was drawn of it last.
#pragma once

#include <optional>

#include "render/draw/drawing.h"
#include "render/draw/hit.h"
#include "render/frame/frame.h"
#include "render/overlay/view_state.h"
#include "render/panes/playback.h"
#include "render/picture/compose.h"

namespace saccade::render {

struct Pane {
  /// The source must outlive the pane.
  explicit Pane(FrameSource& shown) : source(shown), playback(shown) {}

  const Frame& frame() const { return playback.frame(); }
  /// A place in the window, from the pane's own corner.
  Vec2 inside(Vec2 window) const { return {window.x - place.x, window.y - place.y}; }
  /// The entity that was drawn at a place in the window.
  EntityId entity_at(Vec2 window) const;
  const WorldTransform& transform() const { return picture.transform; }

  /// Its picture, `share` of the way to the next step; what is clicked later was in it.
  Drawing draw(const ViewState& state, float share);

  /// Changes of the step that is shown.  They throw Error, with nothing changed, when they cannot
  /// be made.  Places are the window's.
  void remove(EntityId entity);
  /// One more of the type of `like`; without a place in the middle.
  void add(EntityId like, std::optional<Vec2> at);
  /// `replace`: in place of the last change.
  void move(EntityId entity, Vec2 to, bool replace);
  /// The feature that is written at a place, if there is one: the wheel turned over it.
  const FeatureHit* feature_at(Vec2 window) const;
  void change(const FeatureHit& feature, float turns);

  FrameSource& source;
  Playback playback;
  PaneName name{};
  Rect place{};       ///< In the window.
  Picture picture{};  ///< Without its drawing.
};

}  // namespace saccade::render

// Where things go: the window is cut into world and panel, and the world fitted into its part.
#pragma once

#include <cstddef>
#include <vector>

#include "envs/core/scene.h"
#include "render/draw/drawing.h"

namespace saccade::render {

/// All lengths follow from `unit`, the size of ordinary text, so a larger window is the same
/// picture drawn larger.
struct Layout {
  float unit = 14;  ///< Pixels; whole, so that text stays sharp.
  Rect world{};     ///< The part of the window for the world, margins excluded.
  Rect panel{};     ///< Right of the world; below it in a window that is higher than wide; width 0
                    ///< when there is no room for one.
  Rect timeline{};  ///< Below the world, as wide as it and its margins; height 0: none.
};

/// `timeline`: whether one is wanted; a window that is too low for it has none.
Layout lay_out(unsigned width, unsigned height, bool timeline = false);

/// A timeline across the whole window, and all above it for the world.
Layout lay_out_timeline(unsigned width, unsigned height);

/// Cuts a part of the window into `count` panes of whole pixels: side by side, four and more in two
/// rows; one below the other where it is higher than wide.
std::vector<Rect> divide(const Rect& window, std::size_t count);

/// World coordinates (y up) to pixels (y down), the same scale in both directions.
class WorldTransform {
 public:
  /// Fits the shown part of the world into the middle of `rect`.
  WorldTransform(Vec2 min, Vec2 max, const Rect& rect);

  /// The same rectangle of the window, in which `center` of the world lies in the middle, `zoom`
  /// times as large.
  WorldTransform looking_at(Vec2 center, float zoom) const;

  /// The place in the world that is shown at a pixel.
  Vec2 world_at(Vec2 pixel) const {
    return {min_.x + (pixel.x - shown_.x) / scale_, min_.y + (shown_.bottom() - pixel.y) / scale_};
  }

  Vec2 operator()(Vec2 world) const {
    return {shown_.x + (world.x - min_.x) * scale_, shown_.bottom() - (world.y - min_.y) * scale_};
  }
  float scale() const { return scale_; }        ///< Pixels per world unit.
  const Rect& shown() const { return shown_; }  ///< What the world fills.

 private:
  Vec2 min_;
  float scale_;
  Rect shown_;
};

}  // namespace saccade::render

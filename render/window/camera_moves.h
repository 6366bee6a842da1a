// How the mouse moves the camera.
#pragma once

#include "render/draw/layout.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// The wheel turned by `turns` (away: above 0) over a pixel: what lies under it stays there.
/// `transform`: of what is shown.
Camera zoomed(Camera camera, const WorldTransform& transform, Vec2 place, float turns);

/// The world was dragged by so many pixels; the whole world stays where it is.
Camera dragged(Camera camera, const WorldTransform& transform, Vec2 by);

}  // namespace saccade::render

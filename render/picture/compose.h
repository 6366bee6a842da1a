// The whole picture: a frame and what the viewer chose to see become one Drawing.
#pragma once

#include <vector>

#include "render/draw/drawing.h"
#include "render/draw/hit.h"
#include "render/draw/layout.h"
#include "render/frame/frame.h"
#include "render/overlay/view_state.h"

namespace saccade::render {

/// How far time is on its way to the next step.
struct Passage {
  const Scene* next = nullptr;  ///< The scene of the next step; null: time stands.
  float share = 0;              ///< Of the way, in [0, 1).
};

struct Picture {
  Drawing drawing{};
  std::vector<Hit> hits{};  ///< The entities in it, in world and panel.
  std::vector<FeatureHit> features{};
  Layout layout{};
  WorldTransform transform{{0, 0}, {1, 1}, {0, 0, 1, 1}};
};

/// Everything in a window of `width` x `height` pixels.
Picture compose_picture(const Frame& frame, const ViewState& state, unsigned width, unsigned height,
                        const Passage& passage = {});

/// Its drawing alone.
Drawing compose(const Frame& frame, const ViewState& state, unsigned width, unsigned height);

}  // namespace saccade::render

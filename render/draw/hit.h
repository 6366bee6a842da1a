// What in a picture can be clicked.
#pragma once

#include <vector>

#include "envs/core/observation_space.h"
#include "render/draw/drawing.h"

namespace saccade::render {

/// A part of the picture that shows an entity.
struct Hit {
  Rect where;
  EntityId entity = kNoEntity;
};

/// A part of the picture that shows a feature of an entity.
struct FeatureHit {
  Rect where;
  EntityId entity = kNoEntity;
  std::size_t feature = 0;
  float value = 0;
};

/// The last part, which covers those before, that holds the point; null: none does.
const Hit* find_hit(const std::vector<Hit>& hits, Vec2 point);

}  // namespace saccade::render

#include "render/draw/hit.h"

#include <algorithm>

namespace saccade::render {

const Hit* find_hit(const std::vector<Hit>& hits, Vec2 point) {
  const auto found = std::find_if(hits.rbegin(), hits.rend(),
                                  [point](const Hit& hit) { return hit.where.contains(point); });
  return found == hits.rend() ? nullptr : &*found;
}

}  // namespace saccade::render

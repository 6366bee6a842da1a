#include "render/overlay/label_places.h"

#include <algorithm>
#include <cmath>

namespace saccade::render {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();

bool meet(const Rect& a, const Rect& b, float gap) {
  return a.x < b.right() + gap && b.x < a.right() + gap && a.y < b.bottom() + gap &&
         b.y < a.bottom() + gap;
}

float gap(const Rect& box, Vec2 place) {
  const Vec2 nearest = nearest_point(box, place);
  return std::hypot(nearest.x - place.x, nearest.y - place.y);
}

// Unit vector across a direction, rather upwards on the screen and to the right than the other way.
Vec2 across(Vec2 along) {
  const float length = std::hypot(along.x, along.y);
  if (length < 1e-3F) return {0, -1};
  const Vec2 side{along.y / length, -along.x / length};
  return side.x < side.y ? Vec2{-side.x, -side.y} : side;
}

}  // namespace

Vec2 nearest_point(const Rect& box, Vec2 place) {
  return {std::clamp(place.x, box.x, box.right()), std::clamp(place.y, box.y, box.bottom())};
}

// So far out that even a line through the mark would pass it, `shift` of its length along that
// line, then moved into what is shown.
Rect LabelPlaces::beside(const RoundMark& mark, Vec2 side, Vec2 size, float shift,
                         float extra) const {
  const float reach = (std::abs(side.x) * size.x + std::abs(side.y) * size.y) / 2;
  const float far = mark.radius + gap_ + extra + reach;
  const float aside = shift * (std::abs(side.y) * size.x + std::abs(side.x) * size.y);
  const float left = mark.center.x + far * side.x - aside * side.y - size.x / 2;
  const float top = mark.center.y + far * side.y + aside * side.x - size.y / 2;
  return {std::max(std::min(left, shown_.right() - size.x), shown_.x),
          std::max(std::min(top, shown_.bottom() - size.y), shown_.y), size.x, size.y};
}

// Whether the way to the mark crosses no other label.
bool LabelPlaces::is_reached(const Rect& box, Vec2 from) const {
  constexpr int kPieces = 8;
  const Vec2 to = nearest_point(box, from);
  for (int i = 0; i <= kPieces; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(kPieces);
    const Vec2 place{from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
    for (const Rect& other : taken_) {
      if (gap(other, place) < 1) return false;
    }
  }
  return true;
}

// What a label here would cover; infinite where it may not lie.
float LabelPlaces::cost(const Rect& box, const RoundMark& mark) const {
  if (box.right() > shown_.right() || box.bottom() > shown_.bottom()) return kNever;  // Too large.
  for (const Rect& other : taken_) {
    if (meet(box, other, gap_)) return kNever;
  }
  if (gap(box, mark.center) < mark.radius || !is_reached(box, mark.center)) return kNever;
  float sum = 0;
  for (const RoundMark& other : marks_) {
    if (gap(box, other.center) < other.radius) sum += other.worth;
  }
  return sum;
}

std::optional<Rect> LabelPlaces::take(const RoundMark& mark, Vec2 along, Vec2 size) {
  const Vec2 side = across(along);
  std::optional<Rect> best;
  float least = kNever;
  for (const float extra : {0.0F, size.y + 2 * gap_}) {
    for (const float shift : {0.0F, -0.3F, 0.3F, -0.6F, 0.6F}) {
      for (const float sign : {1.0F, -1.0F}) {
        const Rect box = beside(mark, {sign * side.x, sign * side.y}, size, sign * shift, extra);
        const float covered = cost(box, mark);
        if (covered >= least) continue;
        least = covered;
        best = box;
      }
    }
  }
  if (best) taken_.push_back(*best);
  return best;
}

}  // namespace saccade::render

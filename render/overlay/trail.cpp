#include "render/overlay/trail.h"

#include <algorithm>
#include <cmath>

#include "render/draw/palette.h"
#include "render/overlay/label_places.h"

namespace saccade::render {
namespace {

constexpr float kFaint = 0.1F;           // What is weaker is left out.
constexpr std::size_t kMostMarks = 256;  // A long memory may attend to thousands of steps.
constexpr std::size_t kMostAges = 3;     // Places that say how long ago.
constexpr float kAgeStrength = 0.5F;     // Of those at least: a quarter of the largest weight.
constexpr float kLongestStep = 0.25F;    // Of the world's longer side; further is a jump.

bool is_known(Vec2 place) {
  return std::isfinite(place.x) && std::isfinite(place.y);
}

// False also where the place is not known.
bool is_within(const Rect& rect, Vec2 place) {
  return place.x >= rect.x && place.x <= rect.right() && place.y >= rect.y &&
         place.y <= rect.bottom();
}

// Pixels of a step; a longer one is a jump.
float longest_step(const Scene& scene, const WorldTransform& transform) {
  const float side = std::max(scene.max.x - scene.min.x, scene.max.y - scene.min.y);
  return kLongestStep * side * transform.scale();
}

class Trail {
 public:
  // `inner`: pixels around the last place that are the agent's own.
  Trail(Drawing& drawing, const Frame& frame, const MemoryStrip& strip,
        const WorldTransform& transform, float unit, float inner)
      : drawing_(drawing),
        strip_(strip),
        shown_(transform.shown()),
        unit_(unit),
        inner_(inner),
        strengths_(step_strengths(strip)) {
    for (const Vec2 place : frame.mind().trail) places_.push_back(transform(place));
  }

  // `longest`: pixels of a step; a longer one is a jump.
  void path(float longest, Color color) {
    std::vector<Vec2> points;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const bool known = is_known(places_[i]);
      if (!known || (!points.empty() && distance(points.back(), places_[i]) > longest)) {
        line(points, color);
        points.clear();
      }
      if (known && (points.empty() || distance(points.back(), places_[i]) > 0.5F)) {
        points.push_back(places_[i]);
      }
    }
    line(points, color);
  }

  void marks(bool chosen) {
    for (const std::size_t i : largest(strengths_, kMostMarks)) {
      if (strengths_[i] < kFaint || !is_within(shown_, places_[i])) continue;
      if (distance(places_[i], places_.back()) < inner_) continue;
      const float power = strengths_[i] * (chosen ? 1.0F : 0.6F);
      if (chosen) glow(i, power);
      mark(i, power);
      seen_.push_back(i);
    }
  }

  // Of the most attended marks, as far as there is room for that.
  void ages() {
    LabelPlaces room(shown_, 0.3F * unit_);
    room.keep_free({places_.back(), inner_});
    for (const std::size_t i : seen_) {
      room.keep_free({places_[i], radius(strengths_[i]), strengths_[i]});
    }
    const std::vector<std::size_t> told = told_marks();
    for (const std::size_t i : told) room.keep_free({places_[i], radius(strengths_[i])});
    for (const std::size_t i : told) age(room, i);
  }

 private:
  float radius(float strength) const { return (1.5F + 4.5F * strength) * unit_ / 14; }

  void line(const std::vector<Vec2>& points, Color color) {
    if (points.size() < 2) return;
    drawing_.push_back(Stroke{points, unit_ / 14, unit_ / 14, color, color});
  }

  void glow(std::size_t entry, float power) {
    const float far = (1 + 1.6F * strengths_[entry]) * radius(strengths_[entry]);
    drawing_.push_back(Disc{places_[entry], far, faded(step_color(strip_, entry), 0.2F * power)});
  }

  void mark(std::size_t entry, float power) {
    drawing_.push_back(Disc{.center = places_[entry],
                            .radius = radius(strengths_[entry]),
                            .fill = faded(step_color(strip_, entry), 0.15F + 0.75F * power),
                            .outline = faded(kWindowColor, 0.8F * power),
                            .outline_width = unit_ / 14});
  }

  // The most attended first, the later one of a tie; none close beside another.
  std::vector<std::size_t> told_marks() const {
    std::vector<std::size_t> order(seen_.rbegin(), seen_.rend());
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return strengths_[a] > strengths_[b]; });
    std::vector<std::size_t> told;
    for (const std::size_t i : order) {
      if (told.size() == kMostAges || strengths_[i] < kAgeStrength) break;
      const bool crowded = std::any_of(told.begin(), told.end(), [&](std::size_t other) {
        return distance(places_[i], places_[other]) < 2.5F * unit_;
      });
      if (!crowded) told.push_back(i);
    }
    return told;
  }

  // Where the agent went on its way through an entry's place.
  Vec2 direction(std::size_t entry) const {
    const auto from_to = [](Vec2 from, Vec2 to) { return Vec2{to.x - from.x, to.y - from.y}; };
    const Vec2 before = places_[entry == 0 ? 0 : entry - 1];
    const Vec2 after = places_[entry + 1];  // The last entry has no mark.
    if (is_known(before) && is_known(after) && distance(before, after) > 1) {
      return from_to(before, after);
    }
    return from_to(places_[entry], places_.back());
  }

  // Beside the path, with a thin line to the mark.
  void age(LabelPlaces& room, std::size_t entry) {
    const float size = std::round(0.86F * unit_);
    const int steps = static_cast<int>(places_.size() - 1 - entry);
    const std::string text = age_label({.newest = steps, .oldest = steps});
    const RoundMark mark{places_[entry], radius(strengths_[entry])};
    const Vec2 extent{text_width(text, size) + 0.6F * size, 1.5F * size};
    const auto box = room.take(mark, direction(entry), extent);
    if (!box) return;
    const Vec2 end = nearest_point(*box, mark.center);
    const float share = mark.radius / std::max(distance(end, mark.center), mark.radius);
    const Vec2 begin{mark.center.x + share * (end.x - mark.center.x),
                     mark.center.y + share * (end.y - mark.center.y)};
    const Color color = faded(kTextColor, 0.5F);
    drawing_.push_back(Stroke{{begin, end}, unit_ / 14, unit_ / 14, color, color});
    drawing_.push_back(rounded(*box, 0.4F * size, {10, 11, 14, 190}));
    drawing_.push_back(
        Words{.baseline = {box->center().x, centered_baseline(box->center().y, size)},
              .text = text,
              .size = size,
              .color = kTextColor,
              .align = Align::kCenter});
  }

  Drawing& drawing_;
  const MemoryStrip& strip_;
  Rect shown_;
  float unit_;
  float inner_;
  std::vector<Vec2> places_;       // [entries] pixels
  std::vector<float> strengths_;   // [entries]
  std::vector<std::size_t> seen_;  // Entries that are marked.
};

}  // namespace

void draw_trail(Drawing& drawing, const Frame& frame, const MemoryStrip& strip,
                const Anchors& anchors, const WorldTransform& transform, float unit, bool chosen) {
  if (strip.shown.empty() || frame.mind().trail.size() != strip.shown[0].weights.size()) return;
  if (!is_known(frame.mind().trail.back())) return;
  const auto agent = frame.mind().attention.ids.empty()
                         ? anchors.end()
                         : anchors.find(frame.mind().attention.ids[0]);
  const float radius = agent == anchors.end() ? 0 : agent->second.radius * transform.scale();
  Trail trail(drawing, frame, strip, transform, unit, radius);
  trail.path(longest_step(frame.scene, transform), faded(kMeanColor, chosen ? 0.3F : 0.12F));
  trail.marks(chosen);
  if (chosen) trail.ages();
}

void draw_pointed(Drawing& drawing, const Frame& frame, const MemoryStrip& strip, int column,
                  const WorldTransform& transform, float unit) {
  if (column < 0) return;
  const MemoryColumn& pointed = strip.columns[static_cast<std::size_t>(column)];
  const int entries = static_cast<int>(frame.mind().trail.size());
  for (int age = pointed.newest; age <= std::min(pointed.oldest, entries - 1); ++age) {
    const Vec2 place = transform(frame.mind().trail[static_cast<std::size_t>(entries - 1 - age)]);
    if (!is_within(transform.shown(), place)) continue;
    drawing.push_back(Disc{.center = place,
                           .radius = 0.6F * unit,
                           .fill = {0, 0, 0, 0},
                           .outline = kTextColor,
                           .outline_width = unit / 7});
  }
}

void draw_steps(Drawing& drawing, std::span<const Vec2> places, const Scene& scene,
                const WorldTransform& transform, float unit) {
  const float longest = longest_step(scene, transform);
  const auto color = [&](std::size_t i) {
    return faded(kMeanColor, 0.7F * static_cast<float>(i) / static_cast<float>(places.size()));
  };
  for (std::size_t i = 1; i < places.size(); ++i) {
    const Vec2 from = transform(places[i - 1]), to = transform(places[i]);
    const float length = distance(from, to);  // NaN where one is not known.
    if (!(length > 0 && length <= longest)) continue;
    drawing.push_back(Stroke{{from, to}, unit / 7, unit / 7, color(i - 1), color(i)});
  }
}

}  // namespace saccade::render

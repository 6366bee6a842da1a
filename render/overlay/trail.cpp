#include "render/overlay/trail.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "render/draw/palette.h"

namespace saccade::render {
namespace {

constexpr float kFaint = 0.1F;         // What is weaker is left out.
constexpr std::size_t kMostAges = 3;   // Places that say how long ago.
constexpr float kLongestStep = 0.25F;  // Of the world's longer side; further is a jump.

bool is_known(Vec2 place) {
  return std::isfinite(place.x) && std::isfinite(place.y);
}

float distance(Vec2 a, Vec2 b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

class Trail {
 public:
  Trail(Drawing& drawing, const Frame& frame, const MemoryStrip& strip,
        const WorldTransform& transform, float unit, bool chosen)
      : drawing_(drawing),
        frame_(frame),
        strip_(strip),
        transform_(transform),
        unit_(unit),
        chosen_(chosen),
        strengths_(step_strengths(strip)) {}

  void path(float longest) {
    const Color color = faded(kMeanColor, chosen_ ? 0.3F : 0.12F);
    for (std::size_t i = 0; i + 1 < frame_.trail.size(); ++i) {
      const Vec2 from = frame_.trail[i], to = frame_.trail[i + 1];
      if (!is_known(from) || !is_known(to) || distance(from, to) > longest) continue;
      const float width = unit_ / 14;
      drawing_.push_back(Stroke{{transform_(from), transform_(to)}, width, width, color, color});
    }
  }

  // `inner`: pixels around the last place that are the agent's own.
  void marks(float inner) {
    const Vec2 here = transform_(frame_.trail.back());
    for (std::size_t i = 0; i + 1 < frame_.trail.size(); ++i) {
      if (strengths_[i] < kFaint || !is_known(frame_.trail[i])) continue;
      const Vec2 center = transform_(frame_.trail[i]);
      if (distance(center, here) < inner) continue;
      mark(center, strengths_[i], step_color(strip_, i));
      seen_.push_back(i);
    }
  }

  // Of the marks the most attended ones, as far as they are not beside each other.
  void ages() {
    std::stable_sort(seen_.begin(), seen_.end(),
                     [&](std::size_t a, std::size_t b) { return strengths_[a] > strengths_[b]; });
    std::vector<Vec2> said;
    for (const std::size_t i : seen_) {
      if (said.size() == kMostAges) return;
      const Vec2 center = transform_(frame_.trail[i]);
      const bool crowded = std::any_of(said.begin(), said.end(), [&](Vec2 other) {
        return distance(center, other) < 2.5F * unit_;
      });
      if (crowded) continue;
      age(center, strengths_[i], static_cast<int>(frame_.trail.size() - 1 - i));
      said.push_back(center);
    }
  }

 private:
  float radius(float strength) const { return (1.5F + 4.5F * strength) * unit_ / 14; }

  void mark(Vec2 center, float strength, Color color) {
    const float power = strength * (chosen_ ? 1.0F : 0.6F);
    if (chosen_) {
      const float glow = (1 + 1.6F * strength) * radius(strength);
      drawing_.push_back(Disc{center, glow, faded(color, 0.2F * power)});
    }
    drawing_.push_back(Disc{.center = center,
                            .radius = radius(strength),
                            .fill = faded(color, 0.15F + 0.75F * power),
                            .outline = faded(kWindowColor, 0.8F * power),
                            .outline_width = unit_ / 14});
  }

  // Beside the mark as seen from the agent, to the right if that has a side: so neither the agent
  // nor the path is covered.
  void age(Vec2 center, float strength, int steps) {
    const float size = std::round(0.86F * unit_);
    const std::string text = age_label({.newest = steps, .oldest = steps});
    const float width = text_width(text, size) + 0.6F * size;
    const float height = 1.5F * size;
    const Vec2 here = transform_(frame_.trail.back());
    const float away = std::max(distance(center, here), 1e-3F);
    const float far = radius(strength) + 0.5F * unit_;
    const float sign = center.y < here.y ? 1.0F : -1.0F;
    const float right = sign * (here.y - center.y) / away;
    const float down = sign * (center.x - here.x) / away;
    const Vec2 middle{center.x + right * (far + width / 2), center.y + down * (far + height / 2)};
    drawing_.push_back(rounded({middle.x - width / 2, middle.y - height / 2, width, height},
                               0.4F * size, {10, 11, 14, 190}));
    drawing_.push_back(Words{.baseline = {middle.x, centered_baseline(middle.y, size)},
                             .text = text,
                             .size = size,
                             .color = kTextColor,
                             .align = Align::kCenter});
  }

  Drawing& drawing_;
  const Frame& frame_;
  const MemoryStrip& strip_;
  const WorldTransform& transform_;
  float unit_;
  bool chosen_;
  std::vector<float> strengths_;   // [entries]
  std::vector<std::size_t> seen_;  // Entries that are marked.
};

}  // namespace

void draw_trail(Drawing& drawing, const Frame& frame, const MemoryStrip& strip,
                const Anchors& anchors, const WorldTransform& transform, float unit, bool chosen) {
  if (strip.shown.empty() || frame.trail.size() != strip.shown[0].weights.size()) return;
  if (!is_known(frame.trail.back())) return;
  const Vec2 min = frame.scene.min, max = frame.scene.max;
  const auto agent =
      frame.attention.ids.empty() ? anchors.end() : anchors.find(frame.attention.ids[0]);
  const float radius = agent == anchors.end() ? 0 : agent->second.radius * transform.scale();
  Trail trail(drawing, frame, strip, transform, unit, chosen);
  trail.path(kLongestStep * std::max(max.x - min.x, max.y - min.y));
  trail.marks(radius);
  if (chosen) trail.ages();
}

void draw_pointed(Drawing& drawing, const Frame& frame, const MemoryStrip& strip, int column,
                  const WorldTransform& transform, float unit) {
  if (column < 0) return;
  const MemoryColumn& pointed = strip.columns[static_cast<std::size_t>(column)];
  const int entries = static_cast<int>(frame.trail.size());
  for (int age = pointed.newest; age <= std::min(pointed.oldest, entries - 1); ++age) {
    const Vec2 place = frame.trail[static_cast<std::size_t>(entries - 1 - age)];
    if (!is_known(place)) continue;
    drawing.push_back(Disc{.center = transform(place),
                           .radius = 0.6F * unit,
                           .fill = {0, 0, 0, 0},
                           .outline = kTextColor,
                           .outline_width = unit / 7});
  }
}

}  // namespace saccade::render

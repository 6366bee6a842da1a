#include "experiments/explain_page/scene_picture.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include <fmt/format.h>

namespace saccade {
namespace {

constexpr double kHighest = 1.6, kLowest = 0.25;  // Height over width.
constexpr double kWidestLine = 9;
const Paint kAttentionPaint{"attention", "#F0B000"};
const Paint kTruthPaint{"truth", "#FF2D7A"};

Paint paint_of(Color color) {
  return {"scene", fmt::format("#{:02X}{:02X}{:02X}", color.r, color.g, color.b)};
}
double opacity_of(Color color) {
  return color.a / 255.0;
}

/// From the world to the drawing; one scale for both directions.
class SceneMap {
 public:
  SceneMap(const Scene& scene, double width, double height)
      : scale_(std::min(width / span(scene.min.x, scene.max.x),
                        height / span(scene.min.y, scene.max.y))),
        left_(width / 2 - scale_ * middle(scene.min.x, scene.max.x)),
        bottom_(height / 2 + scale_ * middle(scene.min.y, scene.max.y)) {}

  DrawnPoint at(Vec2 place) const {
    return {left_ + scale_ * static_cast<double>(place.x),
            bottom_ - scale_ * static_cast<double>(place.y)};
  }
  double length(float world) const { return scale_ * static_cast<double>(world); }

  static double span(float low, float high) {
    return std::max(static_cast<double>(high) - static_cast<double>(low), 1e-6);
  }

 private:
  static double middle(float low, float high) {
    return (static_cast<double>(low) + static_cast<double>(high)) / 2;
  }
  double scale_, left_, bottom_;
};

/// Draws shapes one after the other.
struct ShapePainter {
  const SceneMap& map;
  const SceneShape& look;
  Drawing& drawing;

  void operator()(const Circle& circle) const {
    const DrawnPoint at = map.at(circle.center);
    if (look.outline_width > 0 && look.outline.a > 0) {
      drawing.marker(at, MarkerShape::kCircle, map.length(circle.radius), paint_of(look.outline),
                     opacity_of(look.outline));
    }
    const double radius = map.length(circle.radius - look.outline_width);
    if (look.fill.a > 0 && radius > 0) {
      drawing.marker(at, MarkerShape::kCircle, radius, paint_of(look.fill), opacity_of(look.fill));
    }
  }
  void operator()(const Polygon& polygon) const {
    std::vector<DrawnPoint> points;
    for (const Vec2 point : polygon.points) points.push_back(map.at(point));
    if (look.fill.a > 0) drawing.area(points, paint_of(look.fill), opacity_of(look.fill));
    if (look.outline_width <= 0 || points.empty()) return;
    points.push_back(points.front());
    drawing.path(points, paint_of(look.outline),
                 {map.length(look.outline_width), "", opacity_of(look.outline)});
  }
  void operator()(const Line& line) const {
    drawing.line(map.at(line.from), map.at(line.to), paint_of(look.fill),
                 {std::max(0.5, map.length(line.width)), "", opacity_of(look.fill)});
  }
  void operator()(const Text& text) const {
    const double size = map.length(text.height);
    if (size < 4) return;  // Nobody could read it.
    const DrawnPoint at = map.at(text.center);
    drawing.text({at.x, at.y + 0.35 * size}, text.text, paint_of(look.fill),
                 {size, TextAnchor::kMiddle});
  }
};

const std::vector<double>* scores_of(const MomentOutcome& outcome, const char* name) {
  for (const MethodOutcome& method : outcome.methods) {
    if (method.ranking.method == name) return &method.ranking.scores;
  }
  return nullptr;
}

Vec2 place_of(const DecisionMoment& moment, const EntityPlace& entity) {
  return moment.seen.rows()[entity.type].positions[entity.row];
}

bool is_place(Vec2 place) {
  return std::isfinite(place.x) && std::isfinite(place.y);
}

void draw_ring(Drawing& drawing, DrawnPoint at, double radius) {
  constexpr int kCorners = 28;
  std::vector<DrawnPoint> points;
  for (int i = 0; i <= kCorners; ++i) {
    const double angle = 2 * 3.141592653589793 * i / kCorners;
    points.push_back({at.x + radius * std::cos(angle), at.y + radius * std::sin(angle)});
  }
  drawing.path(points, kTruthPaint, {2.5, "", 1});
}

void draw_overlay(Drawing& drawing, const SceneMap& map, const DecisionMoment& moment,
                  const MomentOutcome& outcome) {
  const Vec2 self = moment.seen.rows()[0].positions[0];
  const std::vector<double>* attention = scores_of(outcome, kAttentionMethod);
  for (std::size_t i = 0; attention && is_place(self) && i < outcome.entities.size(); ++i) {
    const Vec2 place = place_of(moment, outcome.entities[i]);
    const double weight = (*attention)[i];
    if (!is_place(place) || weight < 0.01) continue;
    drawing.line(map.at(self), map.at(place), kAttentionPaint,
                 {std::max(0.6, kWidestLine * weight), "", std::min(0.9, 0.35 + weight)});
  }
  const std::vector<double>* truth = scores_of(outcome, kLeaveOneOutMethod);
  if (!truth || truth->empty()) return;
  const auto most =
      static_cast<std::size_t>(std::max_element(truth->begin(), truth->end()) - truth->begin());
  const Vec2 place = place_of(moment, outcome.entities[most]);
  if (is_place(place)) draw_ring(drawing, map.at(place), 9);
}

}  // namespace

Drawing draw_moment(const SampledMoment& sampled, const MomentOutcome& outcome, double width) {
  const Scene& scene = sampled.scene;
  const double shape =
      SceneMap::span(scene.min.y, scene.max.y) / SceneMap::span(scene.min.x, scene.max.x);
  const double height = width * std::clamp(shape, kLowest, kHighest);
  Drawing drawing(
      width, height,
      fmt::format("The world at seed {}, step {}", sampled.moment.seed, sampled.moment.step));
  const SceneMap map(scene, width, height);
  drawing.begin_clip({0, 0}, width, height);
  drawing.rectangle({0, 0}, width, height, paint_of(scene.background));
  for (const SceneShape& shape_of : scene.shapes) {
    std::visit(ShapePainter{map, shape_of, drawing}, shape_of.shape);
  }
  draw_overlay(drawing, map, sampled.moment, outcome);
  drawing.end_clip();
  return drawing;
}

std::string describe_moment(const SampledMoment& sampled, const MomentOutcome& outcome,
                            const std::vector<std::string>& types) {
  std::string text = fmt::format("Seed {}, step {}", sampled.moment.seed, sampled.moment.step);
  const auto add = [&](const char* method, const char* words, auto number) {
    const std::vector<double>* scores = scores_of(outcome, method);
    if (!scores) return;
    const auto most = static_cast<std::size_t>(std::max_element(scores->begin(), scores->end()) -
                                               scores->begin());
    const EntityPlace& entity = outcome.entities[most];
    text += fmt::format("; {} {} {} ({})", words, types[entity.type], entity.id,
                        number((*scores)[most]));
  };
  add(kAttentionMethod, "attends to",
      [](double share) { return fmt::format("{:.0f}%", 100 * share); });
  add(kLeaveOneOutMethod, "hangs on", [](double nats) { return fmt::format("{:.2f} nats", nats); });
  return text;
}

}  // namespace saccade

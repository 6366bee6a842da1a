#include "envs/entity_gym/cherry_pick_scene.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr Color kNight{23, 27, 32};
constexpr Color kFoliage{31, 46, 42};
constexpr Color kTwig{104, 80, 58};
constexpr Color kUnripe{128, 138, 82};
constexpr Color kRipe{214, 44, 62};
constexpr Color kWicker{139, 101, 62};
constexpr Color kWickerDark{84, 60, 38};
constexpr double kSpacing = 2;

Color mixed(Color a, Color b, double share) {
  const auto mix = [share](std::uint8_t x, std::uint8_t y) {
    return static_cast<std::uint8_t>(std::lround(x + (y - x) * share));
  };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}

// From 0 of the worst cherries to 1 of the best: half of them lie on either side of 1/2.
double ripeness(const CherryTree& tree, std::size_t index) {
  const auto worse =
      std::count_if(tree.cherries.begin(), tree.cherries.end(),
                    [&](const Cherry& c) { return c.quality < tree.cherries[index].quality; });
  return static_cast<double>(worse) / std::max(1.0, static_cast<double>(tree.cherries.size()) - 1);
}

// Where cherries hang, and how far the picture reaches.
struct OrchardLayout {
  int columns, rows;
  double half_width, top;

  explicit OrchardLayout(std::size_t cherries) {
    const auto count = static_cast<double>(cherries);
    columns = static_cast<int>(std::ceil(std::sqrt(2 * count)));
    rows = static_cast<int>(std::ceil(count / columns));
    half_width = kSpacing * std::max(columns, 8) / 2;
    top = kSpacing * rows + 0.6;
  }
  double twig(int row) const { return top - 0.9 - kSpacing * row; }
  Vec2 place(std::size_t index) const {
    const auto row = static_cast<int>(index) / columns, column = static_cast<int>(index) % columns;
    return point(kSpacing * (column - (columns - 1) / 2.0), twig(row) - 0.85);
  }
};

void draw_tree(const OrchardLayout& layout, Scene& scene) {
  for (int row = 0; row < layout.rows; ++row) {
    const double y = layout.twig(row), x = kSpacing * layout.columns / 2.0 + 0.3;
    scene.add(Line{point(-x, y), point(x, y + 0.12), 0.16F}, kTwig);
  }
}

void draw_fruit(Vec2 at, double ripe, EntityId id, Scene& scene) {
  const auto radius = static_cast<float>(0.3 + 0.34 * ripe);
  SceneShape& fruit = scene.add(Circle{at, radius}, mixed(kUnripe, kRipe, ripe), id);
  outline(fruit, mixed(kInk, kRipe, 0.35 * ripe), 0.05F);
  add_part(scene, Circle{{at.x - 0.34F * radius, at.y + 0.36F * radius}, 0.24F * radius},
           faded(kWhite, 0.5), id);
}

void draw_hanging(const CherryTree& tree, const OrchardLayout& layout, std::size_t index,
                  Scene& scene) {
  const Vec2 at = layout.place(index);
  const Cherry& cherry = tree.cherries[index];
  const auto twig =
      static_cast<float>(layout.twig(static_cast<int>(index) / layout.columns)) + 0.06F;
  const EntityId id = cherry.picked ? kNoEntity : kFirstCherryId + static_cast<EntityId>(index);
  const Vec2 knot{at.x + 0.35F, twig};
  add_part(scene, Line{at, knot, 0.07F}, faded(kGreen, cherry.picked ? 0.25 : 0.8), id);
  if (cherry.picked) return;
  const Pose leaf{static_cast<double>(knot.x), static_cast<double>(knot.y), 0.5};
  add_part(scene, leaf.polygon({{0, 0}, {0.22, 0.16}, {0.62, 0}, {0.22, -0.16}}),
           faded(kGreen, 0.9), id);
  draw_fruit(at, ripeness(tree, index), id, scene);
  const std::string quality = fmt::format("{:+.1f}", cherry.quality);
  add_part(scene, Text{{at.x, at.y - 0.86F}, quality, 0.36F}, faded(kWhite, 0.55), id);
}

void draw_basket(const CherryTree& tree, const OrchardLayout& layout, Scene& scene) {
  const double half = layout.half_width - 1;
  const double step = 2 * (half - 0.7) / std::max(1, tree.picks - 1);
  scene.add(Pose{}.polygon({{-half + 0.5, -2.2}, {half - 0.5, -2.2}, {half, -0.9}, {-half, -0.9}}),
            kWickerDark, kPickerId);
  for (std::size_t i = 0; i < tree.basket.size(); ++i) {
    const Vec2 at = point(-half + 0.7 + step * static_cast<double>(i), -0.85);
    draw_fruit(at, ripeness(tree, tree.basket[i]), kNoEntity, scene);
  }
  add_part(scene, box(-half - 0.1, -1.25, half + 0.1, -0.95), kWicker, kPickerId);
  for (double y = -1.65; y > -2.3; y -= 0.45) {
    const double x = half - 0.5 * (-1.0 - y);
    add_part(scene, Line{point(-x, y), point(x, y), 0.12F}, kWicker, kPickerId);
  }
}

// Of the most that the basket can be worth.
void draw_gauge(const CherryTree& tree, const OrchardLayout& layout, Scene& scene) {
  const double half = layout.half_width - 1;
  scene.add(box(-half, -3.1, half, -2.7), kGround);
  const double share = std::clamp(tree.total, 0.0, 1.0);
  if (share > 0) {
    scene.add(box(-half, -3.1, -half + 2 * half * share, -2.7), mixed(kOrange, kGreen, share));
  }
  scene.add(Text{point(0, -3.55), fmt::format("{:.2f} of 1", tree.total), 0.5F},
            faded(kWhite, 0.85));
}

}  // namespace

void draw_cherries(const CherryTree& tree, Scene& scene) {
  const OrchardLayout layout(tree.cherries.size());
  scene.min = point(-layout.half_width - 0.8, -4.1);
  scene.max = point(layout.half_width + 0.8, layout.top + 0.4);
  scene.background = kNight;
  scene.add(box(-layout.half_width - 0.4, -0.3, layout.half_width + 0.4, layout.top), kFoliage);
  draw_tree(layout, scene);
  for (std::size_t i = 0; i < tree.cherries.size(); ++i) draw_hanging(tree, layout, i, scene);
  draw_basket(tree, layout, scene);
  draw_gauge(tree, layout, scene);
}

}  // namespace saccade

#include "render/overlay/world.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "envs/core/observation.h"
#include "render/overlay/overlay.h"

namespace saccade::render {
namespace {

Vec2 position_of(const Mark& mark) {
  return std::get<Disc>(mark).center;
}

TEST_CASE("the world is fitted into the middle, y up, with one scale") {
  const WorldTransform wide({0, 0}, {20, 10}, {100, 50, 400, 400});
  CHECK(wide.scale() == Approx(20));
  CHECK(wide.shown().x == Approx(100));
  CHECK(wide.shown().y == Approx(150));
  CHECK(wide.shown().height == Approx(200));
  const Vec2 corner = wide({0, 0});
  CHECK(corner.x == Approx(100));
  CHECK(corner.y == Approx(350));
  const Vec2 top = wide({20, 10});
  CHECK(top.x == Approx(500));
  CHECK(top.y == Approx(150));
}

TEST_CASE("an anchor surrounds all anchor shapes of its entity, the larger ones weigh more") {
  Scene scene;
  scene.add(Circle{{2, 3}, 1}, {}, 5);
  scene.add(Circle{{2.8F, 3}, 0.1F}, {}, 5);
  const auto anchors = find_anchors(scene);
  REQUIRE(anchors.size() == 1);
  const Anchor anchor = anchors.at(5);
  CHECK(anchor.center.x == Approx(2).margin(0.02));
  CHECK(anchor.center.y == Approx(3));
  CHECK(anchor.radius == Approx(1).margin(0.02));
}

TEST_CASE("trails and decoration anchor nothing") {
  Scene scene;
  scene.add(Line{{0, 0}, {9, 9}}, {}, 5).anchor = false;
  scene.add(Circle{{1, 1}, 1}, {});
  CHECK(find_anchors(scene).empty());
  scene.add(Polygon{{{4, 4}, {6, 4}, {6, 6}, {4, 6}}}, {}, 5);
  const Anchor square = find_anchors(scene).at(5);
  CHECK(square.center.x == Approx(5));
  CHECK(square.center.y == Approx(5));
  CHECK(square.radius == Approx(std::sqrt(2.0)));
}

TEST_CASE("every kind of shape is drawn, the background first") {
  Scene scene;
  scene.add(Circle{{0.5F, 0.5F}, 0.1F}, {1, 2, 3});
  scene.add(Line{{0, 0}, {1, 1}, 0.0001F}, {});
  scene.add(Polygon{{{0, 0}, {1, 0}, {0, 1}}}, {});
  scene.add(Text{{0.5F, 0.5F}, "goal", 0.1F}, {});
  Drawing drawing;
  draw_world(drawing, scene, WorldTransform(scene.min, scene.max, {0, 0, 100, 100}));
  REQUIRE(drawing.size() == 5);
  CHECK(std::get<Area>(drawing[0]).points.size() == 4);
  CHECK(position_of(drawing[1]).x == Approx(50));
  CHECK(std::get<Stroke>(drawing[2]).width_from == Approx(1));  // never thinner than a pixel
  CHECK(std::get<Area>(drawing[3]).points[2].y == Approx(0));
  CHECK(std::get<Words>(drawing[4]).text == "goal");
  CHECK(std::get<Words>(drawing[4]).size == Approx(10));
}

TEST_CASE("an icon holds the shapes of one entity, its far trail left out, inside its circle") {
  Scene scene;
  scene.add(Line{{90, 40}, {100, 40}}, {}, 1).anchor = false;
  scene.add(Circle{{100, 40}, 3}, {}, 1);
  scene.add(Circle{{104, 40}, 1}, {}, 1).anchor = false;
  scene.add(Circle{{50, 40}, 3}, {}, 2);
  Drawing icon;
  draw_icon(icon, scene, 1, find_anchors(scene).at(1), {20, 30}, 6);
  REQUIRE(icon.size() == 2);
  CHECK(position_of(icon[0]).x == Approx(20));
  CHECK(position_of(icon[0]).y == Approx(30));
  CHECK(std::get<Disc>(icon[0]).radius == Approx(6 * 3.0 / 5));
  CHECK(position_of(icon[1]).x == Approx(20 + 6 * 4.0 / 5));
}

Drawing overlay_of(const std::vector<ColoredWeights>& shown, std::size_t asking = 0,
                   EntityId focus = kNoEntity) {
  const Anchors anchors{{0, {{1, 5}, 0.5F}}, {1, {{9, 5}, 0.5F}}};
  Frame frame;
  frame.mind().attention.ids = {0, 1, 2};
  Drawing drawing;
  draw_overlay(drawing, frame.mind(), shown, anchors,
               WorldTransform({0, 0}, {10, 10}, {0, 0, 100, 100}), 14, focus, asking);
  return drawing;
}

// An agent at (1, 5), a ray that ends at (9, 5), a patch of side 2 at (5, 8), ten pixels a unit.
Drawing readings_of(const std::vector<ColoredWeights>& shown, const Anchors& anchors,
                    Vec2 ray_end = {9, 5}) {
  Frame frame;
  frame.mind().token_types = {{.name = "self"}, {.name = "lidar"}, {.name = "view", .side = 2}};
  frame.mind().attention.ids = {0, kNoEntity, kNoEntity};
  frame.mind().attention.types = {0, 1, 2};
  frame.mind().attention.positions = {{1, 5}, ray_end, {5, 8}};
  Drawing drawing;
  draw_overlay(drawing, frame.mind(), shown, anchors,
               WorldTransform({0, 0}, {10, 10}, {0, 0, 100, 100}), 14);
  return drawing;
}

const Anchors kAgentAlone{{0, {{1, 5}, 0.5F}}};

TEST_CASE("a beam leads from the agent's edge to the edge of the entity with that id") {
  const Drawing overlay = overlay_of({{{255, 0, 0}, {0.0F, 1.0F, 0.0F}}});
  REQUIRE_FALSE(overlay.empty());
  const Stroke& beam = std::get<Stroke>(overlay[0]);
  CHECK(beam.points.front().x == Approx(15));
  CHECK(beam.points.back().x == Approx(85));
  CHECK(beam.points.back().y == Approx(50));
  CHECK(beam.to.r == 255);
  CHECK(beam.to.a > beam.from.a);
}

TEST_CASE("a beam begins at who asks, who stays bright when pinned") {
  const Drawing overlay = overlay_of({{{255, 0, 0}, {1.0F, 0.0F, 0.0F}}}, 1);
  REQUIRE_FALSE(overlay.empty());
  const Stroke& beam = std::get<Stroke>(overlay[0]);
  CHECK(beam.points.front().x == Approx(85));
  CHECK(beam.points.back().x == Approx(15));
  const auto brightness = [](EntityId focus) {
    return std::get<Stroke>(overlay_of({{{255, 0, 0}, {1.0F, 0.0F, 0.0F}}}, 1, focus)[0]).to.a;
  };
  CHECK(brightness(1) == beam.to.a);  // The one that asks.
  CHECK(brightness(0) == beam.to.a);  // The one that is asked.
  CHECK(brightness(2) < beam.to.a);
}

TEST_CASE("more weight makes a wider and more opaque beam") {
  const Drawing strong = overlay_of({{{255, 0, 0}, {0.1F, 0.9F, 0.0F}}});
  const Drawing weak = overlay_of({{{255, 0, 0}, {0.9F, 0.1F, 0.0F}}});
  const auto beam_of = [](const Drawing& overlay) {
    for (const Mark& mark : overlay) {
      const auto* stroke = std::get_if<Stroke>(&mark);
      if (stroke != nullptr && stroke->points.back().x > 80 && stroke->points.front().x < 20) {
        return *stroke;
      }
    }
    return Stroke{};
  };
  REQUIRE(beam_of(weak).points.size() > 1);
  CHECK(beam_of(strong).width_to > beam_of(weak).width_to);
  CHECK(beam_of(strong).to.a > beam_of(weak).to.a);
}

TEST_CASE("an attended ray is a line from the agent's edge with a dot at its end") {
  const Drawing overlay = readings_of({{{255, 0, 0}, {0, 1, 0}}}, kAgentAlone);
  REQUIRE(overlay.size() == 2);
  const Stroke& line = std::get<Stroke>(overlay[0]);
  CHECK(line.points.front().x == Approx(15));
  CHECK(line.points.back().x == Approx(90));
  CHECK(line.points.back().y == Approx(50));
  CHECK(line.to.a > line.from.a);
  for (const Vec2 point : std::get<Stroke>(overlay[1]).points) {
    CHECK(std::hypot(point.x - 90, point.y - 50) < 4);
  }
}

TEST_CASE("without the agent in the scene a ray is its end alone") {
  CHECK(readings_of({{{255, 0, 0}, {0, 1, 0}}}, {}).size() == 1);
}

TEST_CASE("an attended patch is framed at its size, each colour taking its share of the frame") {
  const Drawing overlay =
      readings_of({{{255, 0, 0}, {0, 0, 0.75F}}, {{0, 0, 255}, {0, 0, 0.25F}}}, kAgentAlone);
  REQUIRE(overlay.size() == 2);
  const Stroke& most = std::get<Stroke>(overlay[0]);
  const Stroke& rest = std::get<Stroke>(overlay[1]);
  CHECK(most.from.r == 255);
  REQUIRE(most.points.size() >= 4);  // Three sides of four.
  REQUIRE(rest.points.size() >= 2);
  for (const Stroke* part : {&most, &rest}) {
    for (const Vec2 point : part->points) {
      const float out = std::max(std::abs(point.x - 50), std::abs(point.y - 20));
      CHECK(out + part->width_to / 2 <= 10.0F);
      CHECK(out > 6);
    }
  }
  CHECK(rest.points.front().x < 45);  // The left side is the last of a turn.
  CHECK(rest.points.back().y == Approx(most.points.front().y));
}

TEST_CASE("readings without attention or without a place are not marked") {
  const ColoredWeights all_on_ray{{255, 0, 0}, {0, 1, 0}};
  CHECK(readings_of({{{255, 0, 0}, {1, 0, 0}}}, {}).empty());
  CHECK(readings_of({all_on_ray}, kAgentAlone, kNowhere).empty());
  CHECK(readings_of({{{255, 0, 0}, {0, 0, 0}}}, kAgentAlone).empty());  // A layer that saw nothing.
}

TEST_CASE("rays and patches are faded only beside an entity that is looked at") {
  const Drawing overlay = readings_of({{{255, 0, 0}, {0, 1, 0}}}, kAgentAlone);
  REQUIRE_FALSE(overlay.empty());
  CHECK(std::get<Stroke>(overlay[0]).to.a == 255);  // All of the attention.
}

TEST_CASE("a ray that ends within the agent has no line") {
  const Drawing overlay = readings_of({{{255, 0, 0}, {0, 1, 0}}}, kAgentAlone, {1.2F, 5});
  const bool lines = std::any_of(overlay.begin(), overlay.end(), [](const Mark& mark) {
    return std::get<Stroke>(mark).points.size() == 2;
  });
  CHECK_FALSE(lines);
}

TEST_CASE("hundreds of readings that are weighed evenly leave no haze") {
  Frame frame;
  frame.mind().token_types = {{"lidar"}};
  ColoredWeights even{{255, 0, 0}, {}};
  constexpr std::size_t kCount = 3000;
  frame.mind().attention.ids.assign(kCount, kNoEntity);
  frame.mind().attention.types.assign(kCount, 0);
  frame.mind().attention.positions.assign(kCount, {5, 5});
  even.weights.assign(kCount, 1.0F / kCount);
  Drawing drawing;
  draw_overlay(drawing, frame.mind(), std::vector{even}, {},
               WorldTransform({0, 0}, {10, 10}, {0, 0, 100, 100}), 14);
  CHECK(drawing.empty());
}

TEST_CASE("an entity without a shape, or without attention, is not marked") {
  CHECK(overlay_of({{{255, 0, 0}, {0.0F, 0.0F, 1.0F}}}).empty());
  CHECK(overlay_of({}).empty());
}

}  // namespace
}  // namespace saccade::render

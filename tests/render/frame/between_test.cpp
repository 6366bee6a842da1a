#include "render/frame/between.h"

#include <catch2/catch.hpp>

namespace saccade::render {
namespace {

Scene scene_of(Vec2 circle, float box) {
  Scene scene;
  scene.max = {10, 10};
  scene.add(Circle{circle, 1}, {1, 2, 3}, 7);
  scene.add(Polygon{{{box, 0}, {box + 1, 0}, {box, 1}}}, {4, 5, 6}, 8);
  scene.add(Text{{5, 5}, "home"}, {7, 8, 9});
  return scene;
}

Vec2 center_of(const Scene& scene) {
  return std::get<Circle>(scene.shapes[0].shape).center;
}

float box_of(const Scene& scene) {
  return std::get<Polygon>(scene.shapes[1].shape).points[0].x;
}

TEST_CASE("between two steps, the shapes of an entity are on their way") {
  const Scene scene = between(scene_of({1, 1}, 2), scene_of({2, 3}, 4), 0.25F);
  CHECK(center_of(scene) == Vec2{1.25F, 1.5F});
  CHECK(box_of(scene) == 2.5F);
  CHECK(center_of(between(scene_of({1, 1}, 2), scene_of({2, 3}, 4), 0)) == Vec2{1, 1});
}

TEST_CASE("what jumps stays where it is until the step") {
  const Scene scene = between(scene_of({1, 1}, 2), scene_of({9, 1}, 3), 0.5F);
  CHECK(center_of(scene) == Vec2{1, 1});
  CHECK(box_of(scene) == 2.5F);
}

TEST_CASE("shapes are joined by the id of their entity, not by their place in the scene") {
  Scene next = scene_of({2, 1}, 3);
  std::swap(next.shapes[0], next.shapes[1]);
  const Scene scene = between(scene_of({1, 1}, 2), next, 0.5F);
  CHECK(center_of(scene) == Vec2{1.5F, 1});
  CHECK(box_of(scene) == 2.5F);
}

TEST_CASE("an entity that goes, comes or looks otherwise does not move") {
  Scene next = scene_of({2, 1}, 3);
  next.shapes[0].entity = 9;
  std::get<Polygon>(next.shapes[1].shape).points.push_back({0, 5});
  const Scene scene = between(scene_of({1, 1}, 2), next, 0.5F);
  REQUIRE(scene.shapes.size() == 3);
  CHECK(center_of(scene) == Vec2{1, 1});
  CHECK(box_of(scene) == 2);
}

TEST_CASE("the part of the world that is shown moves along") {
  Scene next = scene_of({1, 1}, 2);
  next.min = {1, 0};
  next.max = {11, 10};
  CHECK(between(scene_of({1, 1}, 2), next, 0.5F).min == Vec2{0.5F, 0});
}

}  // namespace
}  // namespace saccade::render

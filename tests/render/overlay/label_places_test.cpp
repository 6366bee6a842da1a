#include "render/overlay/label_places.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace saccade::render {
namespace {

constexpr Rect kShown{0, 0, 400, 300};
const Vec2 kSize{80, 20};
const RoundMark kMark{{200, 150}, 5};

TEST_CASE("a label lies above a level way, right of an upright one, and just off the mark") {
  LabelPlaces places(kShown, 4);
  const auto above = places.take(kMark, {1, 0}, kSize);
  REQUIRE(above);
  CHECK(above->center().x == Approx(200));
  CHECK(above->bottom() == Approx(150 - 5 - 4));
  CHECK(above->width == 80);
  CHECK(above->height == 20);
  LabelPlaces others(kShown, 4);
  const auto right = others.take(kMark, {0, -1}, kSize);
  REQUIRE(right);
  CHECK(right->x == Approx(200 + 5 + 4));
  CHECK(right->center().y == Approx(150));
}

TEST_CASE("where a label lies already the next one goes to the other side, aside or further out") {
  LabelPlaces places(kShown, 4);
  const auto first = places.take(kMark, {1, 0}, kSize);
  REQUIRE(first);
  const auto second = places.take(kMark, {1, 0}, kSize);
  REQUIRE(second);
  CHECK(second->y == Approx(150 + 5 + 4));
  const auto aside = places.take({{265, 150}, 5}, {1, 0}, kSize);
  REQUIRE(aside);
  CHECK(aside->y == first->y);
  CHECK(aside->center().x == Approx(265 + 24));
  const auto below = places.take({{262, 150}, 5}, {1, 0}, kSize);
  REQUIRE(below);
  CHECK(below->y == second->y);                    // Below, where there is room.
  CHECK_FALSE(places.take(kMark, {1, 0}, kSize));  // All that are near enough are taken.
}

TEST_CASE("a label further out is in reach of its mark: no other lies between them") {
  LabelPlaces places(kShown, 4);
  for (const float x : {150.0F, 250.0F}) {  // Above the way and below it, 20 pixels apart.
    places.take({{x, 150}, 5}, {1, 0}, kSize);
    places.take({{x, 150}, 5}, {1, 0}, kSize);
  }
  const auto between = places.take(kMark, {1, 0}, kSize);
  REQUIRE(between);
  CHECK(between->bottom() == Approx(141 - 28));
  LabelPlaces others(kShown, 4);
  for (const float x : {160.0F, 250.0F}) {  // The mark lies below the first.
    others.take({{x + 2, 150}, 5}, {1, 0}, kSize);
    others.take({{x + 2, 150}, 5}, {1, 0}, kSize);
  }
  CHECK_FALSE(others.take(kMark, {1, 0}, kSize));
}

TEST_CASE("a label leaves free what is worth more, and never lies on what no label may cover") {
  LabelPlaces places(kShown, 4);
  for (const float x : {165.0F, 200.0F, 235.0F}) {
    places.keep_free({{x, 130}, 5, 0.5F});
    places.keep_free({{x, 170}, 5, 0.4F});
    places.keep_free({{x, 110}, 5, 1});
    places.keep_free({{x, 190}, 5, 1});
  }
  const auto below = places.take(kMark, {1, 0}, kSize);
  REQUIRE(below);
  CHECK(below->y == Approx(159));
  LabelPlaces blocked(kShown, 4);
  for (const float y : {110.0F, 130.0F, 170.0F, 190.0F}) {
    for (const float x : {165.0F, 200.0F, 235.0F}) blocked.keep_free({{x, y}, 5});
  }
  CHECK_FALSE(blocked.take(kMark, {1, 0}, kSize));
}

TEST_CASE("a label is moved into what is shown, if it does not cover its mark there") {
  LabelPlaces places(kShown, 4);
  const auto box = places.take({{3, 150}, 5}, {1, 0}, kSize);
  REQUIRE(box);
  CHECK(box->x == 0);
  CHECK(box->bottom() == Approx(141));
  const auto corner = places.take({{398, 2}, 5}, {1, 0}, kSize);
  REQUIRE(corner);  // Above would be on the mark.
  CHECK(corner->right() == 400);
  CHECK(corner->y == Approx(11));
  CHECK_FALSE(LabelPlaces({0, 0, 70, 300}, 4).take({{35, 150}, 5}, {1, 0}, kSize));
}

TEST_CASE("a label beside a slanting way does not touch it") {
  for (const Vec2 along : {Vec2{3, 1}, Vec2{1, 1}, Vec2{-1, 2}, Vec2{-2, -1}}) {
    LabelPlaces places(kShown, 4);
    const auto box = places.take(kMark, along, kSize);
    REQUIRE(box);
    for (int i = -100; i <= 100; ++i) {
      const auto t = static_cast<float>(i);
      const Vec2 place{200 + t * along.x, 150 + t * along.y};
      const Vec2 nearest = nearest_point(*box, place);
      CHECK(std::hypot(nearest.x - place.x, nearest.y - place.y) > 5);
    }
  }
}

}  // namespace
}  // namespace saccade::render

#include "envs/classic/mountain_car_scene.h"

#include <algorithm>
#include <cmath>

#include "envs/core/random.h"
#include "envs/draw/shapes.h"

namespace saccade {
namespace {

using namespace shapes;

constexpr double kMargin = 0.06;  // m beyond the ends of the track
constexpr double kBottom = -0.08;
constexpr double kTop = 1.3;
constexpr double kWheel = 0.026;  // m, radius
constexpr double kAxle = 0.042;   // m from the car's middle to either axle
constexpr Color kSky{17, 21, 33};
constexpr Color kMoon{214, 219, 228};
constexpr Color kFarRidge{27, 33, 48};
constexpr Color kNearRidge{33, 40, 55};
constexpr Color kMeadow{38, 72, 62};

// Fills what lies below a line over the whole width of the picture, by strips.
template <class Height>
void fill_below(Scene& scene, Color color, const Height& height) {
  constexpr double kStrip = 0.025;
  for (double x = scene.min.x; x < scene.max.x; x += kStrip) {
    const double end = x + kStrip;
    scene.add(Polygon{{point(x, kBottom), point(end, kBottom), point(end, height(end)),
                       point(x, height(x))}},
              color);
  }
}

void draw_night(Scene& scene) {
  Rng stars(5);
  for (int i = 0; i < 60; ++i) {
    const double x = stars.uniform(scene.min.x, scene.max.x);
    const double y = stars.uniform(0.6, kTop);
    const double size = stars.uniform(0.0015, 0.004);
    scene.add(Circle{point(x, y), static_cast<float>(size)}, faded(kWhite, 0.15 + 100 * size));
  }
  for (const double glow : {2.4, 1.7}) {
    scene.add(Circle{point(-0.93, 1.12), static_cast<float>(0.05 * glow)}, faded(kWhite, 0.05));
  }
  scene.add(Circle{point(-0.93, 1.12), 0.05F}, kMoon);
}

void draw_ridges(Scene& scene) {
  fill_below(scene, kFarRidge,
             [](double x) { return 0.72 + 0.1 * std::sin(5 * x + 1) + 0.05 * std::sin(13 * x); });
  fill_below(scene, kNearRidge, [](double x) {
    return 0.52 + 0.09 * std::sin(7 * x + 2.5) + 0.03 * std::sin(17 * x + 1);
  });
}

void draw_hill(const MountainCarPicture& picture, Scene& scene) {
  constexpr double kStep = 0.025;
  fill_below(scene, kGround, hill_height);
  fill_below(scene, faded(kInk, 0.25), [](double x) { return hill_height(x) - 0.12; });
  for (double x = scene.min.x; x < scene.max.x; x += kStep) {
    const double end = x + kStep;
    const bool beyond = x >= picture.goal;
    scene.add(Line{point(x, hill_height(x)), point(end, hill_height(end)), 0.016F},
              beyond ? kGreen : kMeadow);
  }
}

// A buffer at the left end, which stops the car.
void draw_wall(const MountainCarPicture& picture, Scene& scene) {
  const double x = picture.left_end - 0.062;
  const double foot = hill_height(picture.left_end);
  scene.add(box(scene.min.x, foot - 0.1, x, foot + 0.17), kEdge);
  scene.add(Line{point(x, foot - 0.02), point(x, foot + 0.17), 0.014F}, kVermillion);
}

void draw_flag(const MountainCarPicture& picture, Scene& scene) {
  const double x = picture.goal;
  const double foot = hill_height(x);
  const Color color = picture.has_arrived ? kYellow : kGreen;
  if (picture.has_arrived) {
    scene.add(Circle{point(x, foot + 0.21), 0.15F}, faded(kYellow, 0.16));
  }
  scene.add(Line{point(x, foot), point(x, foot + 0.27), 0.012F}, kSilver);
  scene.add(Pose{x, foot + 0.27}.polygon({{0, 0}, {0.115, -0.042}, {0, -0.084}}), color);
}

// The car's frame: x along the slope, y away from the ground, which is at its origin.
Pose frame_of(const MountainCarPicture& picture) {
  return {picture.x, hill_height(picture.x), std::atan(hill_slope(picture.x))};
}

void draw_push(const MountainCarPicture& picture, const Pose& car, Scene& scene) {
  const double side = picture.push > 0 ? 1 : -1;
  const double size = std::abs(picture.push);
  if (size < 0.03) return;
  constexpr double kHeight = 0.195;
  const double tip = side * (0.045 + 0.075 * size);
  const double neck = tip - side * 0.045;
  const Color color = faded(kYellow, 0.95);
  add_part(scene, Line{car.at(-tip, kHeight), car.at(neck, kHeight), 0.016F}, color,
           picture.entity);
  add_part(scene, car.polygon({{neck, kHeight - 0.028}, {tip, kHeight}, {neck, kHeight + 0.028}}),
           color, picture.entity);
}

void draw_car(const MountainCarPicture& picture, const Pose& car, Scene& scene) {
  const EntityId entity = picture.entity;
  outline(
      add_part(scene, car.polygon({{-0.05, 0.085}, {-0.034, 0.128}, {0.026, 0.128}, {0.05, 0.085}}),
               kInk, entity),
      kSkyBlue, 0.008F);
  outline(scene.add(car.polygon({{-0.08, 0.04},
                                 {0.08, 0.04},
                                 {0.084, 0.068},
                                 {0.05, 0.09},
                                 {-0.074, 0.09},
                                 {-0.084, 0.066}}),
                    kBlue, entity),
          kSkyBlue, 0.008F);
  add_part(scene, car.box(-0.07, 0.058, 0.07, 0.066), faded(kWhite, 0.5), entity);
  for (const double axle : {-kAxle, kAxle}) {
    const Pose wheel{car.at(axle, kWheel).x, car.at(axle, kWheel).y, -picture.x / kWheel};
    outline(add_part(scene, Circle{wheel.at(0, 0), static_cast<float>(kWheel)}, kInk, entity),
            kSilver, 0.007F);
    add_part(scene, Line{wheel.at(-0.6 * kWheel, 0), wheel.at(0.6 * kWheel, 0), 0.005F}, kSilver,
             entity);
  }
}

}  // namespace

double hill_height(double x) {
  return 0.55 + 0.45 * std::sin(3 * x);
}

double hill_slope(double x) {
  return 3 * 0.45 * std::cos(3 * x);
}

void draw_mountain_car(const MountainCarPicture& picture, Scene& scene) {
  scene.min = point(picture.left_end - kMargin - 0.05, kBottom);
  scene.max = point(picture.right_end + kMargin, kTop);
  scene.background = kSky;
  draw_night(scene);
  draw_ridges(scene);
  draw_hill(picture, scene);
  draw_wall(picture, scene);
  draw_flag(picture, scene);
  const Pose car = frame_of(picture);
  draw_push(picture, car, scene);
  draw_car(picture, car, scene);
}

}  // namespace saccade

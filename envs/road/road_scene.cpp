#include "envs/road/road_scene.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "envs/draw/shapes.h"

namespace saccade::road_look {
namespace {

using namespace shapes;

constexpr Color kGlass{24, 28, 36};
constexpr Color kBrakeLight{236, 62, 52};
constexpr Color kHeadLight{255, 244, 205};

Pose pose_of(const RoadBody& body) {
  return {body.at.x, -body.at.y, -body.heading};
}

/// Calm colours, so that cars can be told apart.
Color paint_of(const Car& car) {
  constexpr std::array<Color, 5> kPaints = {
      {{198, 203, 212}, {214, 178, 118}, {133, 156, 184}, {158, 182, 150}, {188, 146, 138}}};
  if (car.is_crashed) return kVermillion;
  if (car.is_driven) return kSkyBlue;
  return kPaints[static_cast<std::size_t>(car.id) % kPaints.size()];
}

/// Draws the parts of one car.
class CarPainter {
 public:
  CarPainter(const Car& car, EntityId id, Scene& scene)
      : car_(car),
        pose_(pose_of(car)),
        id_(id),
        opacity_(id == kNoEntity ? 0.45 : 1),
        scene_(scene) {}

  void paint() {
    if (car_.is_driven) halo();
    if (car_.speed > 0.5) light_beams();
    part(pose_.box(-2.6, -1.15, 2.6, 1.15), faded(kInk, 0.45));  // Its shadow.
    SceneShape& body = scene_.add(pose_.polygon({{-2.5, -0.75},
                                                 {-2.2, -1},
                                                 {2, -1},
                                                 {2.5, -0.6},
                                                 {2.5, 0.6},
                                                 {2, 1},
                                                 {-2.2, 1},
                                                 {-2.5, 0.75}}),
                                  faded(paint_of(car_), opacity_), id_);
    if (car_.is_driven) outline(body, kWhite, 0.16F);
    windows();
    lights();
  }

 private:
  template <class Shape>
  SceneShape& part(Shape shape, Color color) {
    return add_part(scene_, std::move(shape), faded(color, opacity_), id_);
  }

  void halo() {
    const Color color = car_.is_crashed ? kVermillion : kSkyBlue;
    outline(part(Circle{pose_.at(0, 0), 4.3F}, faded(color, 0.14)), faded(color, 0.7), 0.22F);
  }

  void light_beams() {
    for (const double side : {-0.65, 0.65}) {
      part(pose_.polygon({{2.5, side - 0.2}, {7, side - 0.9}, {7, side + 0.9}, {2.5, side + 0.2}}),
           faded(kHeadLight, car_.is_driven ? 0.16 : 0.08));
    }
  }

  void windows() {
    part(pose_.polygon({{0.35, -0.8}, {1.15, -0.65}, {1.15, 0.65}, {0.35, 0.8}}), kGlass);
    part(pose_.polygon({{-1.9, -0.62}, {-1.45, -0.75}, {-1.45, 0.75}, {-1.9, 0.62}}), kGlass);
    part(pose_.box(-1.3, -0.72, 0.2, 0.72), faded(kWhite, 0.18));  // The roof.
  }

  void lights() {
    const bool brakes = car_.acceleration < -1 || car_.yields;
    for (const double side : {-0.62, 0.62}) {
      part(pose_.box(2.25, side - 0.22, 2.48, side + 0.22), kHeadLight);
      part(pose_.box(-2.48, side - 0.26, -2.2, side + 0.26),
           brakes ? kBrakeLight : faded(kBrakeLight, 0.35));
    }
  }

  const Car& car_;
  Pose pose_;
  EntityId id_;
  double opacity_;
  Scene& scene_;
};

void draw_obstacle(const RoadBody& body, EntityId id, Scene& scene) {
  const Pose pose = pose_of(body);
  const double l = body.length / 2, w = body.width / 2;
  outline(scene.add(pose.box(-l, -w, l, w), kOrange, id), kInk, 0.15F);
  for (const double y : {-0.55, 0.15}) {
    add_part(scene, pose.polygon({{-l, y}, {l, y + 0.45}, {l, y + 0.8}, {-l, y + 0.35}}), kInk, id);
  }
}

}  // namespace

Vec2 on_picture(RoadPoint point) {
  return shapes::point(point.x, -point.y);
}

void draw_line(const RoadLane& lane, const LaneLine& line, Color color, Scene& scene) {
  constexpr double kArcStep = 1.2;  // m
  const double whole = line.to - line.from;
  const double step = line.dash > 0                         ? line.dash
                      : lane.shape() == RoadLane::kStraight ? whole
                                                            : kArcStep;
  const double stride = line.dash > 0 ? 2 * line.dash : step;
  for (double along = line.from; along < line.to - 0.01; along += stride) {
    const double end = std::min(along + step, line.to);
    scene.add(Line{on_picture(lane.position({along, line.across})),
                   on_picture(lane.position({end, line.across})), line.width},
              color);
  }
}

void draw_traffic(const Traffic& traffic, const RoadSight& sight, Scene& scene) {
  const std::vector<const RoadBody*> seen = bodies_in_sight(traffic, sight);
  const auto id_of = [&seen](const RoadBody& body) {
    const bool is_seen = std::find(seen.begin(), seen.end(), &body) != seen.end();
    return is_seen ? body.id : kNoEntity;
  };
  for (const RoadBody& obstacle : traffic.obstacles()) {
    draw_obstacle(obstacle, id_of(obstacle), scene);
  }
  for (const Car& car : traffic.cars()) {
    if (!car.is_driven) CarPainter(car, id_of(car), scene).paint();
  }
  CarPainter(traffic.driven(), traffic.driven().id, scene).paint();
}

}  // namespace saccade::road_look

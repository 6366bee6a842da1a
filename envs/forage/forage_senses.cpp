#include "envs/forage/forage_senses.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace saccade {
namespace {

const std::vector<std::string> kKinds = {"wall", "food", "poison", "hunter", "crate"};
constexpr float kRange = 12;         // m
constexpr int kPixels = 24;          // Along each side.
constexpr float kPixelSize = 0.75F;  // m

float ray_angle(const RayModality& rays, int ray) {
  return 2 * b2_pi * static_cast<float>(ray) / static_cast<float>(rays.count);
}

// Keeps the nearest body that is not the agent.
class NearestBody final : public b2RayCastCallback {
 public:
  explicit NearestBody(const b2Body& agent) : agent_(agent) {}

  float ReportFixture(b2Fixture* fixture, const b2Vec2& /*point*/, const b2Vec2& /*normal*/,
                      float fraction) override {
    if (fixture->GetBody() == &agent_) return -1;  // Go on as if it were not there.
    body = fixture->GetBody();
    share = fraction;
    return fraction;  // Only what is nearer matters now.
  }

  const b2Body* body = nullptr;
  float share = 1;  // Of the ray, to where it meets the body.

 private:
  const b2Body& agent_;
};

ForageKind kind_of(const ForageWorld& world, const b2Body& body) {
  if (body.GetType() == b2_staticBody) return kForageWall;
  const auto is_it = [&body](const ForageWorld::Hunter& hunter) { return hunter.body == &body; };
  const bool hunter = std::any_of(world.hunters().begin(), world.hunters().end(), is_it);
  return hunter ? kForageHunter : kForageCrate;
}

// Shortens `hit` to where the ray from `eye` along the unit vector `sight` enters the disc.
void meet_disc(b2Vec2 eye, b2Vec2 sight, const ForageWorld::Morsel& disc, int kind,
               ForageHit& hit) {
  const b2Vec2 offset = disc.position - eye;
  const float along = b2Dot(offset, sight);
  const float aside = b2Cross(sight, offset);
  const float inside = disc.radius * disc.radius - aside * aside;
  if (inside < 0) return;
  const float half = std::sqrt(inside);  // Of the chord.
  if (along + half < 0) return;          // Behind the eye.
  const float distance = std::max(along - half, 0.0F);
  if (distance < hit.distance) hit = {distance, kind};
}

// Paints shapes into the channels of a square picture around a point of the world.
class Canvas {
 public:
  Canvas(const ImageModality& image, b2Vec2 center)
      : side_(image.width),
        pixel_(image.pixel_size),
        channels_(image.channels.size()),
        center_(center),
        pixels_(static_cast<std::size_t>(side_ * side_) * channels_) {}

  /// Paints where `depth(point)`, how far inside a shape a point is (m, negative outside), says so,
  /// among the pixels within `reach` (m) of `at`.
  template <class Depth>
  void paint(int channel, b2Vec2 at, float reach, const Depth& depth) {
    const b2Vec2 offset = 1 / pixel_ * (at - center_);
    const float middle = static_cast<float>(side_) / 2;
    const float span = reach / pixel_ + 1;
    for (int row = first(middle - offset.y - span); row < end(middle - offset.y + span); ++row) {
      for (int col = first(middle + offset.x - span); col < end(middle + offset.x + span); ++col) {
        float& pixel = at_pixel(row, col, channel);
        const float share = 0.5F + depth(point(row, col)) / pixel_;
        pixel = std::max(pixel, std::clamp(share, 0.0F, 1.0F));
      }
    }
  }

  const std::vector<float>& pixels() const { return pixels_; }

 private:
  int first(float from) const { return std::clamp(static_cast<int>(from), 0, side_); }
  int end(float to) const { return std::clamp(static_cast<int>(to) + 1, 0, side_); }

  // The centre of a pixel; row 0 is on top.
  b2Vec2 point(int row, int col) const {
    const float middle = static_cast<float>(side_ - 1) / 2;
    const b2Vec2 offset{static_cast<float>(col) - middle, middle - static_cast<float>(row)};
    return center_ + pixel_ * offset;
  }
  float& at_pixel(int row, int col, int channel) {
    const auto pixel = static_cast<std::size_t>(row * side_ + col);
    return pixels_[pixel * channels_ + static_cast<std::size_t>(channel)];
  }

  int side_;
  float pixel_;
  std::size_t channels_;
  b2Vec2 center_;
  std::vector<float> pixels_;
};

void paint_disc(Canvas& canvas, const ForageWorld& world, int channel, b2Vec2 at, float radius) {
  if (world.hidden(world.agent().GetPosition(), at, radius)) return;
  canvas.paint(channel, at, radius, [&](b2Vec2 point) { return radius - b2Distance(point, at); });
}

void paint_crate(Canvas& canvas, const ForageWorld& world, const ForageWorld::Crate& crate) {
  const b2Vec2 at = crate.body->GetPosition();
  if (world.hidden(world.agent().GetPosition(), at, crate.half, crate.body)) return;
  canvas.paint(kForageCrate, at, crate.half * b2Sqrt(2), [&](b2Vec2 point) {
    const b2Vec2 local = b2Abs(crate.body->GetLocalPoint(point));
    return crate.half - std::max(local.x, local.y);
  });
}

void paint_walls(Canvas& canvas, const ForageWorld& world) {
  const b2Vec2 eye = world.agent().GetPosition();
  canvas.paint(kForageWall, eye, kPixels * kPixelSize, [&](b2Vec2 point) {
    return std::max(std::abs(point.x), std::abs(point.y)) - world.half();
  });
}

}  // namespace

RayModality forage_rays(int count) {
  return {.name = "lidar", .count = count, .range = kRange, .hits = kKinds};
}

ImageModality forage_image() {
  return {.name = "view",
          .height = kPixels,
          .width = kPixels,
          .channels = kKinds,
          .pixel_size = kPixelSize};
}

ForageHit cast_forage_ray(const ForageWorld& world, float angle, float range) {
  const b2Vec2 eye = world.agent().GetPosition();
  const b2Vec2 sight{std::cos(angle), std::sin(angle)};
  ForageHit hit{range, -1};
  NearestBody nearest(world.agent());
  world.physics().RayCast(&nearest, eye, eye + range * sight);
  if (nearest.body != nullptr) hit = {nearest.share * range, kind_of(world, *nearest.body)};
  for (const auto& food : world.food()) meet_disc(eye, sight, food, kForageFood, hit);
  for (const auto& poison : world.poison()) meet_disc(eye, sight, poison, kForagePoison, hit);
  return hit;
}

void sense_forage_rays(const ForageWorld& world, const RayModality& rays,
                       Observation& observation) {
  std::vector<float> distances;
  std::vector<int> hits;
  for (int ray = 0; ray < rays.count; ++ray) {
    const ForageHit hit = cast_forage_ray(world, ray_angle(rays, ray), rays.range);
    distances.push_back(hit.distance);
    hits.push_back(hit.kind);
  }
  const b2Vec2 eye = world.agent().GetPosition();
  observation.set_rays(0, {eye.x, eye.y}, 0, distances, hits);
}

void sense_forage_image(const ForageWorld& world, const ImageModality& image,
                        Observation& observation) {
  const b2Vec2 eye = world.agent().GetPosition();
  Canvas canvas(image, eye);
  paint_walls(canvas, world);
  for (const auto& food : world.food()) {
    paint_disc(canvas, world, kForageFood, food.position, food.radius);
  }
  for (const auto& poison : world.poison()) {
    paint_disc(canvas, world, kForagePoison, poison.position, poison.radius);
  }
  for (const auto& hunter : world.hunters()) {
    paint_disc(canvas, world, kForageHunter, hunter.body->GetPosition(), hunter.radius);
  }
  for (const auto& crate : world.crates()) paint_crate(canvas, world, crate);
  observation.set_image(0, {eye.x, eye.y}, canvas.pixels());
}

void draw_forage_rays(const ForageWorld& world, const RayModality& rays, Scene& scene) {
  constexpr Color kBeam{245, 247, 250, 26};
  constexpr Color kEnd{245, 247, 250, 110};
  const b2Vec2 eye = world.agent().GetPosition();
  for (int ray = 0; ray < rays.count; ++ray) {
    const float angle = ray_angle(rays, ray);
    const ForageHit hit = cast_forage_ray(world, angle, rays.range);
    const b2Vec2 sight{std::cos(angle), std::sin(angle)};
    const b2Vec2 from = eye + std::min(ForageWorld::kAgentRadius, hit.distance) * sight;
    const b2Vec2 to = eye + hit.distance * sight;
    scene.add(Line{{from.x, from.y}, {to.x, to.y}, 0.03F}, kBeam);
    if (hit.kind >= 0) scene.add(Circle{{to.x, to.y}, 0.08F}, kEnd);
  }
}

}  // namespace saccade

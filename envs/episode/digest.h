// Fingerprints of what an environment shows: equal bytes, equal fingerprint.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "envs/core/observation.h"
#include "envs/core/scene.h"

namespace saccade {

/// FNV-1a, 64 bits (Fowler, Noll and Vo), over the bytes of numbers.
class Digest {
 public:
  template <class Number>
  void add(Number number) {
    static_assert(std::is_arithmetic_v<Number>, "only numbers have no padding");
    const auto* bytes = reinterpret_cast<const unsigned char*>(&number);
    for (std::size_t i = 0; i < sizeof(Number); ++i) value_ = (value_ ^ bytes[i]) * kPrime;
  }
  void add(Vec2 point) {
    add(point.x);
    add(point.y);
  }
  void add(Color color) {
    for (const std::uint8_t part : {color.r, color.g, color.b, color.a}) add(part);
  }
  void add(const std::string& text) { add_all(text); }

  /// The elements and their number.
  template <class Range>
  void add_all(const Range& range) {
    for (const auto& element : range) add(element);
    add(static_cast<std::uint64_t>(range.size()));
  }

  void add(const Observation& observation) {
    for (const Observation::Rows& rows : observation.rows()) {
      add_all(rows.features);
      add_all(rows.ids);
      add_all(rows.positions);
      add_all(rows.velocities);
    }
    for (const Observation::Rays& rays : observation.rays()) add(rays);
    for (const Observation::Image& image : observation.images()) add(image);
    for (std::size_t h = 0; h < observation.masks().size(); ++h) {
      add_all(observation.masks()[h]);
      if (!observation.has_head(h)) add(false);
    }
  }

  void add(const Scene& scene) {
    add(scene.min);
    add(scene.max);
    add(scene.background);
    for (const SceneShape& shape : scene.shapes) add(shape);
  }

  std::uint64_t value() const { return value_; }

 private:
  static constexpr std::uint64_t kPrime = 0x100000001b3ULL;

  void add(const Observation::Rays& rays) {
    add(rays.present);
    if (!rays.present) return;
    add(rays.origin);
    add(rays.heading);
    add_all(rays.distances);
    add_all(rays.hits);
  }
  void add(const Observation::Image& image) {
    add(image.present);
    if (!image.present) return;
    add(image.origin);
    add_all(image.pixels);
  }
  void add(const Circle& circle) {
    add(circle.center);
    add(circle.radius);
  }
  void add(const Polygon& polygon) { add_all(polygon.points); }
  void add(const Line& line) {
    add(line.from);
    add(line.to);
    add(line.width);
  }
  void add(const Text& text) {
    add(text.center);
    add(text.text);
    add(text.height);
  }
  void add(const SceneShape& shape) {
    add(static_cast<std::uint64_t>(shape.shape.index()));
    std::visit([this](const auto& s) { add(s); }, shape.shape);
    add(shape.fill);
    add(shape.outline);
    add(shape.outline_width);
    add(shape.entity);
    add(shape.anchor);
  }

  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace saccade

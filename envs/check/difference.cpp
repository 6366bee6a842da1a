#include "envs/check/difference.h"

#include <fmt/format.h>

#include <cstring>
#include <type_traits>
#include <variant>

namespace saccade {
namespace {

std::string text(const std::string& value) {
  return '"' + value + '"';
}
std::string text(bool value) {
  return value ? "yes" : "no";
}
std::string text(Vec2 point) {
  return fmt::format("({}, {})", point.x, point.y);
}
std::string text(Color color) {
  return fmt::format("{} {} {} {}", color.r, color.g, color.b, color.a);
}
template <class Number>
std::string text(Number number) {
  return fmt::format("{}", number);
}

/// By bytes: a NaN equals itself, and 0 is not -0.
bool same(const std::string& a, const std::string& b) {
  return a == b;
}
template <class Value>
bool same(const Value& a, const Value& b) {
  static_assert(std::is_trivially_copyable_v<Value>);
  // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
  return std::memcmp(&a, &b, sizeof(Value)) == 0;
}

/// Keeps the first difference that it is told of.
class Finder {
 public:
  const std::string& found() const { return found_; }
  bool is_open() const { return found_.empty(); }

  /// `thing` is called for the name when there is a difference.
  template <class Value, class Thing>
  void compare(const Value& found, const Value& was, const Thing& thing) {
    if (!is_open() || same(found, was)) return;
    found_ = fmt::format("{}: found {}, was {}", thing(), text(found), text(was));
  }

  /// Lists of as many values; `thing(i)` names element i.
  template <class Value, class Thing>
  void compare_all(const std::vector<Value>& found, const std::vector<Value>& was,
                   const Thing& thing) {
    for (std::size_t i = 0; i < found.size() && is_open(); ++i) {
      compare(found[i], was[i], [&] { return thing(i); });
    }
  }

 private:
  std::string found_;
};

void compare_rows(const EntityType& type, const Observation::Rows& found,
                  const Observation::Rows& was, Finder& finder) {
  const auto row = [&type](std::size_t i, const char* what) {
    return fmt::format("entity type {}, row {}, {}", type.name, i, what);
  };
  finder.compare(found.count(), was.count(), [&] { return "entity type " + type.name + ", rows"; });
  finder.compare_all(found.ids, was.ids, [&](std::size_t i) { return row(i, "id"); });
  finder.compare_all(found.features, was.features, [&](std::size_t i) {
    const std::size_t width = type.features.size();
    return row(i / width, ("feature " + type.features[i % width]).c_str());
  });
  finder.compare_all(found.positions, was.positions,
                     [&](std::size_t i) { return row(i, "position"); });
  finder.compare_all(found.velocities, was.velocities,
                     [&](std::size_t i) { return row(i, "velocity"); });
}

void compare_rays(const std::string& name, const Observation::Rays& found,
                  const Observation::Rays& was, Finder& finder) {
  const auto ray = [&name](std::size_t i, const char* what) {
    return fmt::format("rays {}, ray {}, {}", name, i, what);
  };
  finder.compare(found.present, was.present, [&] { return "rays " + name + ", a reading"; });
  if (!found.present || !finder.is_open()) return;
  finder.compare(found.origin, was.origin, [&] { return "rays " + name + ", origin"; });
  finder.compare(found.heading, was.heading, [&] { return "rays " + name + ", heading"; });
  finder.compare_all(found.distances, was.distances,
                     [&](std::size_t i) { return ray(i, "distance"); });
  finder.compare_all(found.hits, was.hits, [&](std::size_t i) { return ray(i, "hit"); });
}

void compare_image(const ImageModality& image, const Observation::Image& found,
                   const Observation::Image& was, Finder& finder) {
  finder.compare(found.present, was.present, [&] { return "image " + image.name + ", a picture"; });
  if (!found.present || !finder.is_open()) return;
  finder.compare(found.origin, was.origin, [&] { return "image " + image.name + ", origin"; });
  finder.compare_all(found.pixels, was.pixels, [&](std::size_t i) {
    const std::size_t channels = image.channels.size();
    const auto width = static_cast<std::size_t>(image.width);
    return fmt::format("image {}, channel {}, row {}, column {}", image.name,
                       image.channels[i % channels], i / channels / width, i / channels % width);
  });
}

using ShapeFinder = std::function<std::string(const char*)>;

void compare_shape(const Circle& found, const Circle& was, const ShapeFinder& part,
                   Finder& finder) {
  finder.compare(found.center, was.center, [&] { return part("centre"); });
  finder.compare(found.radius, was.radius, [&] { return part("radius"); });
}
void compare_shape(const Polygon& found, const Polygon& was, const ShapeFinder& part,
                   Finder& finder) {
  finder.compare(found.points.size(), was.points.size(), [&] { return part("points"); });
  finder.compare_all(found.points, was.points,
                     [&](std::size_t i) { return part(fmt::format("point {}", i).c_str()); });
}
void compare_shape(const Line& found, const Line& was, const ShapeFinder& part, Finder& finder) {
  finder.compare(found.from, was.from, [&] { return part("beginning"); });
  finder.compare(found.to, was.to, [&] { return part("end"); });
  finder.compare(found.width, was.width, [&] { return part("width"); });
}
void compare_shape(const Text& found, const Text& was, const ShapeFinder& part, Finder& finder) {
  finder.compare(found.center, was.center, [&] { return part("centre"); });
  finder.compare(found.text, was.text, [&] { return part("text"); });
  finder.compare(found.height, was.height, [&] { return part("height"); });
}

constexpr const char* kKinds[] = {"circle", "polygon", "line", "text"};

void compare_shapes(const SceneShape& found, const SceneShape& was, const ShapeFinder& part,
                    Finder& finder) {
  finder.compare(std::string(kKinds[found.shape.index()]), std::string(kKinds[was.shape.index()]),
                 [&] { return part("kind"); });
  if (!finder.is_open()) return;
  finder.compare(found.entity, was.entity, [&] { return part("entity"); });
  std::visit(
      [&](const auto& shape) {
        compare_shape(std::get<std::decay_t<decltype(shape)>>(found.shape), shape, part, finder);
      },
      was.shape);
  finder.compare(found.fill, was.fill, [&] { return part("colour"); });
  finder.compare(found.outline, was.outline, [&] { return part("outline's colour"); });
  finder.compare(found.outline_width, was.outline_width, [&] { return part("outline's width"); });
  finder.compare(found.anchor, was.anchor, [&] { return part("anchor"); });
}

}  // namespace

std::string difference(const AgentKind& kind, const Observation& found, const Observation& was) {
  Finder finder;
  const ObservationSpace& space = kind.observation;
  for (std::size_t i = 0; i < space.types.size() && finder.is_open(); ++i) {
    compare_rows(space.types[i], found.rows()[i], was.rows()[i], finder);
  }
  for (std::size_t i = 0; i < space.rays.size() && finder.is_open(); ++i) {
    compare_rays(space.rays[i].name, found.rays()[i], was.rays()[i], finder);
  }
  for (std::size_t i = 0; i < space.images.size() && finder.is_open(); ++i) {
    compare_image(space.images[i], found.images()[i], was.images()[i], finder);
  }
  for (std::size_t h = 0; h < kind.action.heads.size() && finder.is_open(); ++h) {
    finder.compare(found.has_head(h), was.has_head(h),
                   [&] { return "action head " + head_name(kind.action.heads[h]) + ", presence"; });
    finder.compare_all(found.masks()[h], was.masks()[h], [&](std::size_t i) {
      return fmt::format("mask of action head {}, choice {}", head_name(kind.action.heads[h]), i);
    });
  }
  return finder.found();
}

std::string difference(const Scene& found, const Scene& was, const EntityNames& name_of) {
  Finder finder;
  finder.compare(found.min, was.min, [] { return "lower left corner of the view"; });
  finder.compare(found.max, was.max, [] { return "upper right corner of the view"; });
  finder.compare(found.background, was.background, [] { return "background"; });
  finder.compare(found.shapes.size(), was.shapes.size(), [] { return "number of shapes"; });
  for (std::size_t i = 0; i < found.shapes.size() && finder.is_open(); ++i) {
    const auto part = [&](const char* what) {
      return fmt::format("{}, {}", shape_name(found.shapes[i], i, name_of), what);
    };
    compare_shapes(found.shapes[i], was.shapes[i], part, finder);
  }
  return finder.found();
}

std::string shape_name(const SceneShape& shape, std::size_t index, const EntityNames& name_of) {
  std::string name = fmt::format("shape {}, a {}", index, kKinds[shape.shape.index()]);
  if (shape.entity == kNoEntity) return name;
  const std::string kind = name_of(shape.entity);
  return fmt::format("{} of entity {}{}", name, shape.entity,
                     kind.empty() ? kind : " (" + kind + ")");
}

}  // namespace saccade

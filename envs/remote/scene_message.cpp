#include "envs/remote/scene_message.h"

#include <cmath>
#include <string>
#include <utility>

#include "envs/core/names.h"
#include "envs/core/options.h"
#include "envs/remote/byte_reader.h"

namespace saccade {
namespace {

constexpr std::size_t kLeastShape = 36;  // Bytes, of a circle.

float take_finite(ByteReader& reader, const char* what) {
  const auto number = reader.take<float>(what);
  if (!std::isfinite(number)) {
    ByteReader::refuse(what, detail::number_text(number), "a finite number");
  }
  return number;
}

Vec2 take_place(ByteReader& reader, const char* what) {
  const float x = take_finite(reader, what);
  return {x, take_finite(reader, what)};
}

float take_size(ByteReader& reader, const char* what) {
  const float size = take_finite(reader, what);
  if (size < 0) ByteReader::refuse(what, detail::number_text(size), "0 or more");
  return size;
}

Color take_color(ByteReader& reader) {
  Color color;
  for (std::uint8_t* part : {&color.r, &color.g, &color.b, &color.a}) {
    *part = reader.take<std::uint8_t>("color");
  }
  return color;
}

Polygon take_polygon(ByteReader& reader) {
  const std::uint32_t count = reader.take_count("points of a polygon", 2 * sizeof(float));
  if (count < 3) ByteReader::refuse("points of a polygon", std::to_string(count), "3 or more");
  Polygon polygon;
  for (std::uint32_t i = 0; i < count; ++i) polygon.points.push_back(take_place(reader, "point"));
  return polygon;
}

Text take_words(ByteReader& reader) {
  Text text;
  text.center = take_place(reader, "center of a text");
  text.height = take_size(reader, "height of a text");
  text.text = reader.take_text("text");
  if (!detail::is_printable_utf8(text.text)) {
    ByteReader::refuse("text", detail::escaped(text.text.substr(0, kLongestName)),
                       "printable characters, in UTF-8");
  }
  return text;
}

std::variant<Circle, Polygon, Line, Text> take_form(ByteReader& reader) {
  const auto kind = reader.take<std::uint32_t>("kind of shape");
  if (kind == 0) {
    const Vec2 center = take_place(reader, "center of a circle");
    return Circle{center, take_size(reader, "radius")};
  }
  if (kind == 1) return take_polygon(reader);
  if (kind == 2) {
    const Vec2 from = take_place(reader, "start of a line");
    const Vec2 to = take_place(reader, "end of a line");
    return Line{from, to, take_size(reader, "width of a line")};
  }
  if (kind == 3) return take_words(reader);
  ByteReader::refuse("kind of shape", std::to_string(kind), "0 to 3");
}

SceneShape take_shape(ByteReader& reader) {
  SceneShape shape;
  shape.fill = take_color(reader);
  shape.outline = take_color(reader);
  shape.outline_width = take_size(reader, "width of an outline");
  shape.entity = reader.take<std::int32_t>("entity");
  shape.anchor = reader.take_flag("anchor");
  shape.shape = take_form(reader);
  return shape;
}

}  // namespace

void read_scene(std::span<const std::byte> content, Scene& scene) {
  ByteReader reader(content);
  scene.min = take_place(reader, "lower left corner");
  scene.max = take_place(reader, "upper right corner");
  if (!(scene.min.x < scene.max.x && scene.min.y < scene.max.y)) {
    ByteReader::refuse("part of the world to be shown", "corners in the wrong order or equal",
                       "lower left below and left of upper right");
  }
  scene.background = take_color(reader);
  const std::uint32_t count = reader.take_count("shapes", kLeastShape);
  for (std::uint32_t i = 0; i < count; ++i) scene.shapes.push_back(take_shape(reader));
  reader.want_end();
}

}  // namespace saccade

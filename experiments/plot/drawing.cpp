#include "experiments/plot/drawing.h"

#include <fmt/format.h>

#include "experiments/plot/markup.h"

namespace saccade {

namespace {

std::string stroke(const Paint& paint, const LineStyle& style) {
  std::string text =
      fmt::format(R"( class="l-{}" stroke="{}")", escaped(paint.name), escaped(paint.light));
  if (style.width != 1) text += fmt::format(R"( stroke-width="{}")", coordinate(style.width));
  if (!style.pattern.empty()) {
    text += fmt::format(R"( stroke-dasharray="{}")", escaped(style.pattern));
  }
  if (style.opacity != 1) text += fmt::format(R"( opacity="{}")", coordinate(style.opacity));
  return text;
}

std::string fill(const Paint& paint, double opacity) {
  std::string text =
      fmt::format(R"( class="f-{}" fill="{}")", escaped(paint.name), escaped(paint.light));
  if (opacity != 1) text += fmt::format(R"( fill-opacity="{}")", coordinate(opacity));
  return text;
}

std::string path_data(const std::vector<DrawnPoint>& points) {
  std::string text;
  for (const DrawnPoint& point : points) {
    text +=
        fmt::format("{}{},{}", text.empty() ? "M" : " ", coordinate(point.x), coordinate(point.y));
  }
  return text;
}

const char* anchor_name(TextAnchor anchor) {
  if (anchor == TextAnchor::kStart) return "start";
  return anchor == TextAnchor::kMiddle ? "middle" : "end";
}

/// The outline of a marker of about the same area as a circle of that radius.
std::vector<DrawnPoint> outline(DrawnPoint at, MarkerShape shape, double r) {
  const double s = 0.9 * r;
  const double d = 1.3 * r;
  const double c = 0.35 * r;
  switch (shape) {
    case MarkerShape::kSquare:
      return {
          {at.x - s, at.y - s}, {at.x + s, at.y - s}, {at.x + s, at.y + s}, {at.x - s, at.y + s}};
    case MarkerShape::kTriangle:
      return {{at.x, at.y - d}, {at.x + d, at.y + s}, {at.x - d, at.y + s}};
    case MarkerShape::kNabla:
      return {{at.x, at.y + d}, {at.x + d, at.y - s}, {at.x - d, at.y - s}};
    case MarkerShape::kDiamond:
      return {{at.x, at.y - d}, {at.x + d, at.y}, {at.x, at.y + d}, {at.x - d, at.y}};
    case MarkerShape::kCross:
      return {{at.x - c, at.y - d}, {at.x + c, at.y - d}, {at.x + c, at.y - c},
              {at.x + d, at.y - c}, {at.x + d, at.y + c}, {at.x + c, at.y + c},
              {at.x + c, at.y + d}, {at.x - c, at.y + d}, {at.x - c, at.y + c},
              {at.x - d, at.y + c}, {at.x - d, at.y - c}, {at.x - c, at.y - c}};
    case MarkerShape::kCircle:
      break;
  }
  return {};
}

}  // namespace

Drawing::Drawing(double width, double height, std::string_view description)
    : width_(width), height_(height), description_(escaped(description)) {}

void Drawing::line(DrawnPoint from, DrawnPoint to, const Paint& paint, const LineStyle& style) {
  path({from, to}, paint, style);
}

void Drawing::path(const std::vector<DrawnPoint>& points, const Paint& paint,
                   const LineStyle& style) {
  if (points.size() < 2) return;
  body_ +=
      fmt::format("<path d=\"{}\" fill=\"none\"{}/>\n", path_data(points), stroke(paint, style));
}

void Drawing::area(const std::vector<DrawnPoint>& points, const Paint& paint, double opacity) {
  if (points.size() < 3) return;
  body_ += fmt::format("<path d=\"{}Z\"{}/>\n", path_data(points), fill(paint, opacity));
}

void Drawing::rectangle(DrawnPoint corner, double width, double height, const Paint& paint,
                        double opacity) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n",
                       coordinate(corner.x), coordinate(corner.y), coordinate(width),
                       coordinate(height), fill(paint, opacity));
}

void Drawing::marker(DrawnPoint at, MarkerShape shape, double radius, const Paint& paint,
                     double opacity, std::string_view hint) {
  const std::string end = hint.empty()
                              ? "/>\n"
                              : fmt::format("><title>{}</title></{}>\n", escaped(hint),
                                            shape == MarkerShape::kCircle ? "circle" : "path");
  const std::string painted = fill(paint, opacity);
  if (shape == MarkerShape::kCircle) {
    body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}", coordinate(at.x),
                         coordinate(at.y), coordinate(radius), painted, end);
  } else {
    body_ +=
        fmt::format("<path d=\"{}Z\"{}{}", path_data(outline(at, shape, radius)), painted, end);
  }
}

void Drawing::text(DrawnPoint at, std::string_view text, const Paint& paint,
                   const LabelStyle& style) {
  std::string attributes = fill(paint, 1);
  if (style.size != 12) attributes += fmt::format(" font-size=\"{}\"", coordinate(style.size));
  if (style.anchor != TextAnchor::kStart) {
    attributes += fmt::format(" text-anchor=\"{}\"", anchor_name(style.anchor));
  }
  if (style.bold) attributes += " font-weight=\"bold\"";
  body_ += fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", coordinate(at.x), coordinate(at.y),
                       attributes, escaped(text));
}

// An inner picture is cut off at its edges, and unlike a clip path it needs no name, which would
// have to differ between all drawings of a page.
void Drawing::begin_clip(DrawnPoint corner, double width, double height) {
  const std::string box = fmt::format("{} {} {} {}", coordinate(corner.x), coordinate(corner.y),
                                      coordinate(width), coordinate(height));
  body_ += fmt::format(
      "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"{}\" overflow=\"hidden\">\n",
      coordinate(corner.x), coordinate(corner.y), coordinate(width), coordinate(height), box);
}

void Drawing::end_clip() {
  body_ += "</svg>\n";
}

std::string Drawing::opening(std::string_view more) const {
  return fmt::format(
      "<svg{} width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" "
      "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" stroke-linejoin=\"round\" "
      "stroke-linecap=\"butt\">\n<title>{}</title>\n",
      more, coordinate(width_), coordinate(height_), coordinate(width_), coordinate(height_),
      description_);
}

std::string Drawing::inline_svg() const {
  return opening("") + body_ + "</svg>\n";
}

std::string Drawing::svg_file() const {
  const std::string ground = fmt::format("<rect width=\"{}\" height=\"{}\" fill=\"#FFFFFF\"/>\n",
                                         coordinate(width_), coordinate(height_));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
         opening(" xmlns=\"http://www.w3.org/2000/svg\"") + ground + body_ + "</svg>\n";
}

}  // namespace saccade

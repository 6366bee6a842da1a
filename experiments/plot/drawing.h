// A drawing: lines, areas, markers and text, which become SVG.
//
// Every element carries its colour on white as an attribute, which any program can read, and a
// class by which the style sheet of a page gives it its colour on dark ground.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/plot/palette.h"

namespace saccade {

/// A place in a drawing, pixels from its upper left corner.
struct DrawnPoint {
  double x = 0;
  double y = 0;
};

struct LineStyle {
  double width = 1;
  std::string pattern{};  ///< As series_pattern gives it.
  double opacity = 1;
};

/// Of what stands behind the figures that count.
inline LineStyle thin_line() {
  return {1.2, "", 0.65};
}

enum class TextAnchor { kStart, kMiddle, kEnd };

struct LabelStyle {
  double size = 12;
  TextAnchor anchor = TextAnchor::kStart;
  bool bold = false;
};

class Drawing {
 public:
  /// `description` is read to those who do not see the drawing.
  Drawing(double width, double height, std::string_view description);

  double width() const { return width_; }
  double height() const { return height_; }

  void line(DrawnPoint from, DrawnPoint to, const Paint& paint, const LineStyle& style = {});
  /// A line through the points; nothing for fewer than two.
  void path(const std::vector<DrawnPoint>& points, const Paint& paint, const LineStyle& style = {});
  /// The area within the points, without an outline.
  void area(const std::vector<DrawnPoint>& points, const Paint& paint, double opacity);
  void rectangle(DrawnPoint corner, double width, double height, const Paint& paint,
                 double opacity = 1);
  /// `hint` is shown where a pointer rests on the marker; "" for none.
  void marker(DrawnPoint at, MarkerShape shape, double radius, const Paint& paint,
              double opacity = 1, std::string_view hint = "");
  /// `at` is on the base line of the text.
  void text(DrawnPoint at, std::string_view text, const Paint& paint, const LabelStyle& style = {});

  /// What is drawn until end_clip() is cut off at the rectangle's edges.
  void begin_clip(DrawnPoint corner, double width, double height);
  void end_clip();

  /// An element for the inside of an HTML page, without a ground of its own.
  std::string inline_svg() const;
  /// A file of its own, on white.
  std::string svg_file() const;

 private:
  std::string opening(std::string_view more) const;

  double width_;
  double height_;
  std::string description_;
  std::string body_;
};

}  // namespace saccade

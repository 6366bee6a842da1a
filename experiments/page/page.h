// A page of text, figures and tables in one HTML file.
//
// It needs nothing else: no network, no fonts, no scripts; its Content-Security-Policy forbids
// them. It is well-formed XML as well.  All texts are escaped.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "experiments/plot/drawing.h"

namespace saccade {

/// Stands in the head of every page, by which a file is known as ours.
inline constexpr const char* kPageMark = "<meta name=\"generator\" content=\"Saccade\"/>";

/// A name and what belongs to it.
using PageFact = std::pair<std::string, std::string>;

struct PageColumn {
  std::string title;
  bool is_number = false;  ///< Set to the right.
};

struct PageTable {
  std::vector<PageColumn> columns;
  std::vector<std::vector<std::string>> rows{};  ///< A cell for each column.
};

/// Draws a figure as wide as it is asked for, pixels.
using FigureSketch = std::function<Drawing(double width)>;

/// One of a grid of small figures.
struct SmallFigure {
  std::string title;
  Drawing drawing;
};

class Page {
 public:
  Page(std::string title, std::string subtitle);

  /// A heading, also in the list of sections at the top.
  void section(const std::string& title);
  void subsection(const std::string& title);
  void paragraph(const std::string& text);
  /// Less important than a paragraph.
  void note(const std::string& text);
  /// Cannot be missed.
  void warning(const std::string& text);
  /// A few large values with their names below.
  void tiles(const std::vector<PageFact>& facts);
  void facts(const std::vector<PageFact>& facts);
  void table(const PageTable& table);
  /// Draws it twice: for a wide screen or paper, and for a narrow screen.
  void figure(const FigureSketch& sketch, const std::string& caption);
  void small_figures(const std::vector<SmallFigure>& figures);
  /// A GIF, PNG or MP4 (data_uri.h), given as its media type and bytes.
  void film(const std::string& type, const std::string& bytes, const std::string& caption);
  /// What follows is folded away until end_details().
  void begin_details(const std::string& summary);
  void end_details();
  /// At the very end.
  void footer(const std::string& text);

  /// The whole file; the same calls give the same bytes.
  std::string html() const;

 private:
  std::string contents() const;

  std::string title_;
  std::string subtitle_;
  std::vector<std::string> sections_;
  std::string body_;
  std::string footer_;
};

}  // namespace saccade

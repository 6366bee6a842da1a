#include "experiments/page/page.h"

#include <fmt/format.h>

#include "experiments/page/data_uri.h"
#include "experiments/page/page_style.h"
#include "experiments/plot/markup.h"

namespace saccade {

namespace {

// Nothing is loaded, run or sent; pictures and films are those within the file.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; "
    "base-uri 'none'; form-action 'none'";

std::string element(const char* name, const std::string& text) {
  return fmt::format("<{0}>{1}</{0}>\n", name, escaped(text));
}

std::string marked(const char* class_name, const std::string& text) {
  return fmt::format("<p class=\"{}\">{}</p>\n", class_name, escaped(text));
}

std::string row_of(const PageTable& table, const char* cell, const auto& text_of) {
  std::string row = "<tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    row += fmt::format("<{0}{1}>{2}</{0}>", cell,
                       table.columns[i].is_number ? " class=\"number\"" : "", escaped(text_of(i)));
  }
  return row + "</tr>\n";
}

}  // namespace

Page::Page(std::string title, std::string subtitle)
    : title_(std::move(title)), subtitle_(std::move(subtitle)) {}

void Page::section(const std::string& title) {
  sections_.push_back(title);
  body_ += fmt::format("<h2 id=\"s{}\">{}</h2>\n", sections_.size(), escaped(title));
}

void Page::subsection(const std::string& title) {
  body_ += element("h3", title);
}

void Page::paragraph(const std::string& text) {
  body_ += element("p", text);
}

void Page::note(const std::string& text) {
  body_ += marked("note", text);
}

void Page::warning(const std::string& text) {
  body_ += marked("warning", text);
}

void Page::tiles(const std::vector<PageFact>& facts) {
  body_ += "<div class=\"tiles\">\n";
  for (const auto& [name, value] : facts) {
    body_ += fmt::format("<div class=\"tile\"><b>{}</b><span>{}</span></div>\n", escaped(value),
                         escaped(name));
  }
  body_ += "</div>\n";
}

void Page::facts(const std::vector<PageFact>& facts) {
  if (facts.empty()) return;
  body_ += "<dl>\n";
  for (const auto& [name, value] : facts) {
    body_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value));
  }
  body_ += "</dl>\n";
}

void Page::table(const PageTable& table) {
  body_ += "<div class=\"scroll\"><table>\n<thead>";
  body_ += row_of(table, "th", [&](std::size_t i) { return table.columns[i].title; });
  body_ += "</thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    body_ +=
        row_of(table, "td", [&](std::size_t i) { return i < row.size() ? row[i] : std::string(); });
  }
  body_ += "</tbody>\n</table></div>\n";
}

void Page::figure(const FigureSketch& sketch, const std::string& caption) {
  body_ += "<figure>\n<div class=\"wide\">" + sketch(kWideFigure).inline_svg() + "</div>\n";
  body_ += "<div class=\"narrow\">" + sketch(kNarrowFigure).inline_svg() + "</div>\n";
  if (!caption.empty()) body_ += element("figcaption", caption);
  body_ += "</figure>\n";
}

void Page::small_figures(const std::vector<SmallFigure>& figures) {
  if (figures.empty()) return;
  body_ += "<div class=\"grid\">\n";
  for (const SmallFigure& figure : figures) {
    body_ += "<figure>" + element("figcaption", figure.title) + figure.drawing.inline_svg() +
             "</figure>\n";
  }
  body_ += "</div>\n";
}

void Page::film(const std::string& type, const std::string& bytes, const std::string& caption) {
  const std::string source = data_uri(type, bytes);
  body_ += "<figure class=\"film\">";
  if (type.starts_with("video/")) {
    body_ += fmt::format(
        "<video controls=\"controls\" loop=\"loop\" muted=\"muted\" playsinline=\"playsinline\" "
        "src=\"{}\"></video>",
        source);
  } else {
    body_ += fmt::format("<img alt=\"{}\" src=\"{}\"/>", escaped(caption), source);
  }
  body_ += element("figcaption", caption) + "</figure>\n";
}

void Page::begin_details(const std::string& summary) {
  body_ += fmt::format("<details><summary>{}</summary>\n", escaped(summary));
}

void Page::end_details() {
  body_ += "</details>\n";
}

void Page::footer(const std::string& text) {
  footer_ += element("p", text);
}

std::string Page::contents() const {
  if (sections_.size() < 3) return "";
  std::string text = "<nav aria-label=\"Sections\"><ul>\n";
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    text += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", i + 1, escaped(sections_[i]));
  }
  return text + "</ul></nav>\n";
}

std::string Page::html() const {
  std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n";
  text += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n", kPolicy);
  text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
  text += "<meta name=\"referrer\" content=\"no-referrer\"/>\n";
  text += std::string(kPageMark) + "\n";
  text += "<link rel=\"icon\" href=\"data:,\"/>\n";
  text += element("title", title_) + "<style>" + page_style() + "</style>\n</head>\n<body>\n";
  text += "<header>\n" + element("h1", title_);
  if (!subtitle_.empty()) text += marked("subtitle", subtitle_);
  text += "</header>\n" + contents() + "<main>\n" + body_ + "</main>\n";
  if (!footer_.empty()) text += "<footer>\n" + footer_ + "</footer>\n";
  return text + "</body>\n</html>\n";
}

}  // namespace saccade

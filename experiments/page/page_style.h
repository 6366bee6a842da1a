// The style sheet of a page.
#pragma once

#include <string>

namespace saccade {

/// Light or dark as the reader's system is set, on paper always light; one column, which becomes
/// narrow figures on a narrow screen.
std::string page_style();

/// Widths at which figures are drawn, pixels: beside a text of full width, and on a phone.
inline constexpr double kWideFigure = 760;
inline constexpr double kNarrowFigure = 360;
inline constexpr double kSmallFigure = 250;  ///< One of many in a grid.

}  // namespace saccade

// Text and numbers as they may stand in SVG and HTML.
#pragma once

#include <string>
#include <string_view>

namespace saccade {

/// The text as content or as the value of an attribute: & < > " ' are escaped; what XML cannot
/// hold (control characters, bytes that are no UTF-8) and marks that reorder writing become U+FFFD.
std::string escaped(std::string_view text);

/// The text cut to at most `most` characters, with an ellipsis as the last one where it was longer.
std::string shortened(std::string_view text, std::size_t most);

/// How many characters a UTF-8 text has; a byte that is none of it counts as one.
std::size_t character_count(std::string_view text);

/// A length in a drawing, pixels: at most two decimals, no exponent, never "-0".  `number` must be
/// finite.
std::string coordinate(double number);

/// Width of a text set in a sans-serif font, pixels: an estimate that is rather too large.
double text_width(std::string_view text, double font_size);

/// The text cut so that it is at most that wide, as far as text_width can tell.
std::string fitted(std::string_view text, double width, double font_size);

}  // namespace saccade

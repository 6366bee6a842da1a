// Texts cut to the width of a terminal at places that leave them readable.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saccade {

/// Columns that a text in UTF-8 takes in a terminal: a code point is one.
std::size_t columns_of(std::string_view text);

/// Bytes of as much of the beginning as so many columns hold.
std::size_t bytes_of(std::string_view text, std::size_t columns);

/// The text, or as much of its beginning as fits before an ellipsis.
std::string shortened(const std::string& text, std::size_t columns);

struct Folding {
  std::size_t columns;     ///< No line is longer, unless by a single word.
  std::size_t indent = 0;  ///< Spaces before each line.
};

/// Paragraphs, which blank lines separate, in lines; the last one ends with a line break, too.
std::string folded(const std::string& text, const Folding& folding);

/// A name and what is said of it: "landed", "85%".
using NamedText = std::pair<std::string, std::string>;

struct FittedText {
  std::size_t columns;        ///< So many are there.
  std::size_t least_name;     ///< Names are shortened down to so many.
  std::size_t value_columns;  ///< Of which a value that is shorter now may take so many later.
};

/// "landed 85%  crashed 10%": names are shortened, and if that is not enough items at the end are
/// left out before an ellipsis.  What is shortened does not change while values stay within their
/// columns, so that a view that is redrawn is calm.
std::string fitted(const std::vector<NamedText>& items, const FittedText& room);

}  // namespace saccade

// A text of which some lines are chosen by conditions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace saccade {

/// The lines of a text that stand outside of "//@if NAME", "//@else", "//@end" (lines of their own,
/// indented or not, which go), or inside the part for which `holds(NAME)`.  They may stand within
/// one another.
std::string chosen_text(std::string_view text, const std::function<bool(std::string_view)>& holds);

}  // namespace saccade

// Numbers and names as people read them.
#pragma once

#include <string>
#include <string_view>

namespace saccade::render {

/// "food_eaten" becomes "food eaten".
std::string readable(std::string_view name);

/// A number in at most seven characters with a true minus sign: "0.25", "−12.3", "1420", "1.2e+06".
std::string number(double value);

/// As `number`, with a plus sign in front of positive values.
std::string signed_number(double value);

/// A share as a percentage: "7%", "<1%", "0%".
std::string percent(double share);

/// How a share changed, in points: "+12", "\u22123"; "0" of less than half a point.
std::string points(double change);

/// A speed factor: "1×", "¼×", "16×".
std::string speed_label(double speed);

}  // namespace saccade::render

// Times as people type them.
#pragma once

#include <string>
#include <string_view>

namespace saccade {

/// "90s", "10m", "2h", "1h30m": seconds.  Throws Error that begins with `name` for anything else, a
/// number without a unit and a time of 0 included.
double parse_duration(std::string_view text, const std::string& name);

}  // namespace saccade

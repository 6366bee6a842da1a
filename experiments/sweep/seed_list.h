// The seeds of several runs, as a command line or a sweep names them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace saccade {

/// The most runs that one command trains.
inline constexpr std::size_t kMostRuns = 10'000;

/// "1..5" (both included), "1,4,7", or both: "1..3,9".  Throws Error that begins with `name` for
/// anything else, for a seed that stands there twice, and for more than kMostRuns.
std::vector<std::uint64_t> parse_seeds(const std::string& text, const std::string& name);

}  // namespace saccade

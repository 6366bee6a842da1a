#include "experiments/sweep/seed_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "envs/core/error.h"

namespace saccade {
namespace {

class SeedReader {
 public:
  SeedReader(const std::string& text, const std::string& name) : text_(text), name_(name) {}

  std::vector<std::uint64_t> read() {
    std::string_view rest = text_;
    while (true) {
      const std::size_t comma = rest.find(',');
      add_part(rest.substr(0, comma));
      if (comma == std::string_view::npos) return std::move(seeds_);
      rest.remove_prefix(comma + 1);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& wanted) const {
    throw Error(fmt::format("{}: found '{}', wanted {}", name_, text_, wanted));
  }

  std::uint64_t number(std::string_view text) const {
    std::uint64_t seed = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, seed);
    if (error != std::errc() || rest != end) refuse("seeds, such as 1..5 or 1,4,7");
    return seed;
  }

  void add_part(std::string_view part) {
    const std::size_t dots = part.find("..");
    const std::uint64_t first = number(part.substr(0, dots));
    const std::uint64_t last =
        dots == std::string_view::npos ? first : number(part.substr(dots + 2));
    if (last < first) refuse("a range that rises, such as 1..5");
    if (last - first >= kMostRuns) refuse(fmt::format("at most {} seeds", kMostRuns));
    for (std::uint64_t seed = first;; ++seed) {
      add(seed);
      if (seed == last) return;
    }
  }

  void add(std::uint64_t seed) {
    if (std::find(seeds_.begin(), seeds_.end(), seed) != seeds_.end()) {
      refuse(fmt::format("each seed once, not {} twice", seed));
    }
    if (seeds_.size() == kMostRuns) refuse(fmt::format("at most {} seeds", kMostRuns));
    seeds_.push_back(seed);
  }

  const std::string& text_;
  const std::string& name_;
  std::vector<std::uint64_t> seeds_;
};

}  // namespace

std::vector<std::uint64_t> parse_seeds(const std::string& text, const std::string& name) {
  return SeedReader(text, name).read();
}

}  // namespace saccade

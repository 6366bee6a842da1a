#include "render/overlay/directions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <set>
#include <string_view>

namespace saccade::render {
namespace {

struct Word {
  std::string_view word;
  unsigned directions;
};

constexpr std::array kWords{Word{"left", kLeft},
                            Word{"leftward", kLeft},
                            Word{"west", kLeft},
                            Word{"right", kRight},
                            Word{"rightward", kRight},
                            Word{"east", kRight},
                            Word{"up", kUp},
                            Word{"north", kUp},
                            Word{"main", kUp},
                            Word{"forward", kUp},
                            Word{"forwards", kUp},
                            Word{"down", kDown},
                            Word{"south", kDown},
                            Word{"back", kDown},
                            Word{"backward", kDown},
                            Word{"brake", kDown},
                            Word{"northwest", kUp | kLeft},
                            Word{"northeast", kUp | kRight},
                            Word{"southwest", kDown | kLeft},
                            Word{"southeast", kDown | kRight}};

constexpr std::array<std::string_view, 9> kStill{"none", "stay", "stop", "noop", "nothing",
                                                 "idle", "wait", "no",   "op"};

bool is_still(const std::string& label) {
  const auto words = words_of(label);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.empty() || std::find(kStill.begin(), kStill.end(), word) != kStill.end();
  });
}

bool names_only_directions(const std::string& label) {
  const auto words = words_of(label);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.empty() || directions_of(word) != 0;
  });
}

bool is_own_way(const std::vector<std::string>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](const std::string& label) {
    const auto words = words_of(label);
    return std::find(words.begin(), words.end(), "forward") != words.end();
  });
}

Vec2 turned(Vec2 way, float angle) {
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  return {c * way.x - s * way.y, s * way.x + c * way.y};
}

Vec2 way_of(unsigned directions) {
  const auto has = [directions](unsigned bit) { return (directions & bit) != 0 ? 1.0F : 0.0F; };
  const Vec2 way{has(kRight) - has(kLeft), has(kUp) - has(kDown)};
  const float length = std::max(std::hypot(way.x, way.y), 1.0F);
  return {way.x / length, way.y / length};
}

}  // namespace

std::vector<std::string> words_of(const std::string& label) {
  std::vector<std::string> words(1);
  for (const char letter : label) {
    const auto code = static_cast<unsigned char>(letter);
    if (std::isalpha(code) != 0) {
      words.back() += static_cast<char>(std::tolower(code));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

unsigned directions_of(const std::string& label) {
  unsigned directions = 0;
  for (const std::string& word : words_of(label)) {
    for (const Word& known : kWords) {
      if (known.word == word) directions |= known.directions;
    }
  }
  return directions;
}

std::vector<std::optional<Vec2>> ways_of(const std::vector<std::string>& labels, float heading) {
  const bool own = is_own_way(labels);
  if (own && !std::isfinite(heading)) return {};
  std::vector<std::optional<Vec2>> ways;
  std::set<unsigned> seen;
  for (const std::string& label : labels) {
    if (is_still(label)) {
      ways.emplace_back();
      continue;
    }
    const unsigned directions = directions_of(label);
    if (!names_only_directions(label) || !seen.insert(directions).second) return {};
    const Vec2 way = way_of(directions);
    ways.emplace_back(own ? turned(way, heading - std::numbers::pi_v<float> / 2) : way);
  }
  if (seen.size() < 2) return {};
  return ways;
}

}  // namespace saccade::render

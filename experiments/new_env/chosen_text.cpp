#include "experiments/new_env/chosen_text.h"

#include <algorithm>
#include <vector>

namespace saccade {

namespace {

/// Without the spaces before it.
std::string_view unindented(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

}  // namespace

std::string chosen_text(std::string_view text, const std::function<bool(std::string_view)>& holds) {
  constexpr std::string_view kIf = "//@if ", kElse = "//@else", kEnd = "//@end";
  std::string result;
  std::vector<bool> chosen;  // Of the conditions around a line, the outermost first.
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end), mark = unindented(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (mark.substr(0, kIf.size()) == kIf) {
      chosen.push_back(holds(mark.substr(kIf.size())));
    } else if (mark == kElse && !chosen.empty()) {
      chosen.back() = !chosen.back();
    } else if (mark == kEnd && !chosen.empty()) {
      chosen.pop_back();
    } else if (std::find(chosen.begin(), chosen.end(), false) == chosen.end()) {
      result.append(line).append("\n");
    }
  }
  return result;
}

}  // namespace saccade

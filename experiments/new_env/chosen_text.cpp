#include "experiments/new_env/chosen_text.h"

namespace saccade {

std::string chosen_text(std::string_view text, const std::function<bool(std::string_view)>& holds) {
  constexpr std::string_view kIf = "//@if ", kElse = "//@else", kEnd = "//@end";
  std::string result;
  bool chosen = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.substr(0, kIf.size()) == kIf) {
      chosen = holds(line.substr(kIf.size()));
    } else if (line == kElse) {
      chosen = !chosen;
    } else if (line == kEnd) {
      chosen = true;
    } else if (chosen) {
      result.append(line).append("\n");
    }
  }
  return result;
}

}  // namespace saccade

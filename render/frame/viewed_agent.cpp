#include "render/frame/viewed_agent.h"

#include <algorithm>

namespace saccade::render {

std::size_t agent_to_view(const Frame& frame, int chosen) {
  const auto wanted = static_cast<std::size_t>(chosen);
  if (chosen >= 0 && wanted < frame.agents.size() && frame.agents[wanted].present) return wanted;
  const auto find = [&frame](bool preferred) {
    return std::find_if(frame.agents.begin(), frame.agents.end(), [preferred](const AgentView& a) {
      return a.present && (a.preferred || !preferred);
    });
  };
  auto found = find(true);
  if (found == frame.agents.end()) found = find(false);
  if (found == frame.agents.end()) return 0;
  return static_cast<std::size_t>(found - frame.agents.begin());
}

std::size_t next_agent(const Frame& frame, int by) {
  const auto count = static_cast<int>(frame.agents.size());
  auto next = static_cast<int>(frame.viewed);
  do {
    next = (next + by + count) % count;
  } while (next != static_cast<int>(frame.viewed) &&
           !frame.agents[static_cast<std::size_t>(next)].present);
  return static_cast<std::size_t>(next);
}

}  // namespace saccade::render

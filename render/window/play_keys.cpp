#include "render/window/play_keys.h"

#include <algorithm>
#include <cstddef>

#include "render/frame/viewed_agent.h"

namespace saccade::render {

const AgentView& steered_agent(const Frame& frame) {
  return frame.agents[agent_to_view(frame, -1)];
}

bool only_chooses(const AgentView& agent) {
  return !agent.actions.empty() &&
         std::all_of(agent.actions.begin(), agent.actions.end(),
                     [](const HeadDecision& head) { return !head.candidates.empty(); });
}

bool can_choose(const AgentView& agent, EntityId entity) {
  return entity != kNoEntity &&
         std::any_of(agent.actions.begin(), agent.actions.end(), [entity](const auto& head) {
           const auto& all = head.candidates;
           const auto choice = std::find(all.begin(), all.end(), entity) - all.begin();
           const auto i = static_cast<std::size_t>(choice);
           return i < all.size() && (i >= head.allowed.size() || head.allowed[i] != 0);
         });
}

bool PlayKeys::has_choice() const {
  const auto digits = tapped_.begin() + static_cast<std::ptrdiff_t>(index(PlayKey::kDigit0));
  return has_choice_ || std::find(digits, tapped_.end(), true) != tapped_.end();
}

HeldKeys PlayKeys::take() {
  HeldKeys keys{.left = held(PlayKey::kLeft),
                .right = held(PlayKey::kRight),
                .up = held(PlayKey::kUp),
                .down = held(PlayKey::kDown),
                .chosen = chosen_,
                .stick = stick_};
  for (int digit = 0; digit <= 9 && keys.digit < 0; ++digit) {
    if (held(static_cast<PlayKey>(static_cast<int>(PlayKey::kDigit0) + digit))) keys.digit = digit;
  }
  tapped_.fill(false);
  has_choice_ = false;
  return keys;
}

}  // namespace saccade::render

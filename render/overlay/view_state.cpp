#include "render/overlay/view_state.h"

namespace saccade::render {

std::vector<KeyHelp> key_help(bool by_hand, bool can_change) {
  std::vector<KeyHelp> keys;
  if (by_hand) {
    keys = {
        {"Arrows, Space, 0\u20139", "act"}, {"P", "pause, go on"}, {"+  \u2212", "faster, slower"}};
  } else {
    keys = {{"Space", "pause, go on"},
            {"\u2192", "one step"},
            {"\u2190", "one step back"},
            {"Home  End", "first step, last step"},
            {"\u2191  \u2193", "faster, slower"},
            {"L", "play the episode again and again"}};
  }
  const std::vector<KeyHelp> rest = {{"N", "next seed"},
                                     {"R", "restart the episode"},
                                     {"Tab, Shift+Tab", "next agent, previous agent"},
                                     {"A", "attention overlay on, off"},
                                     {"E", "attention of every agent"},
                                     {"H", "heads: all, mean, one by one"},
                                     {"B", "layers one by one, rollout, memory"},
                                     {"Click", "pin an entity, view an agent"},
                                     {"U", "unpin"},
                                     {"Wheel, drag", "zoom, move; on the timeline: go there"},
                                     {"F  W", "follow the agent, whole world"},
                                     {"T", "theme: dark, light"},
                                     {"S", "screenshot"},
                                     {"?", "this help"},
                                     {"Esc", "quit"}};
  if (can_change) {
    keys.insert(keys.end(), {{"Drag, X, I (paused)", "what if: move, remove, add"},
                             {"Wheel on a feature", "what if it were more, less"},
                             {"Z", "put back what was changed"}});
  }
  keys.insert(keys.end(), rest.begin(), rest.end());
  return keys;
}

}  // namespace saccade::render

#include "render/overlay/view_state.h"

#include <algorithm>

namespace saccade::render {
namespace {

using Keys = std::vector<KeyHelp>;

void add(Keys& keys, const Keys& more) {
  keys.insert(keys.end(), more.begin(), more.end());
}

// What a person who plays can do.
Keys play_help(const AgentView& agent) {
  const auto any = [&agent](const auto& is) {
    return std::any_of(agent.actions.begin(), agent.actions.end(), is);
  };
  const bool selects = any([](const HeadDecision& head) { return !head.candidates.empty(); });
  const bool chooses = any([](const HeadDecision& head) { return !head.allowed.empty(); });
  const bool steers = any([](const HeadDecision& head) { return head.candidates.empty(); });
  Keys keys;
  if (steers) keys.push_back({"Arrows, gamepad", "act"});
  if (chooses) keys.push_back({"0\u20139", "take the choice of that number"});
  if (selects) keys.push_back({"Click an entity", "choose it"});
  add(keys, {{"Space, P", "pause, go on"}, {"+  \u2212", "faster, slower"}});
  return keys;
}

Keys time_help() {
  return {{"Space", "pause, go on"},
          {"\u2192", "one step"},
          {"\u2190", "one step back"},
          {"Home  End", "first step, last step"},
          {"\u2191  \u2193", "faster, slower"},
          {"L", "play the episode again and again"}};
}

}  // namespace

Keys key_help(const ViewState& state, const Frame& frame) {
  const AttentionWeights& attention = frame.mind().attention;
  const bool attends = attention.blocks > 0 || attention.memory.heads > 0;
  Keys keys = state.by_hand ? play_help(frame.mind()) : time_help();
  if (state.can_change) {
    add(keys, {{"Drag, X, I (paused)", "what if: move, remove, add"},
               {"Wheel on a feature", "what if it were more, less"},
               {"Z", "put back what was changed"}});
  }
  add(keys, {{"N", "next episode"}, {"R", "restart the episode"}});
  if (frame.agents.size() > 1) {
    add(keys,
        {{"Tab, Shift+Tab", "next agent, previous agent"}, {"E", "attention of every agent"}});
  }
  if (attends) {
    add(keys, {{"A", "attention overlay on, off"},
               {"H", "heads: all, mean, one by one"},
               {"B", "layers one by one, rollout, memory"}});
  }
  add(keys, {{"Click", "pin an entity, view an agent"},
             {"U", "unpin"},
             {"Wheel, drag", "zoom, move; on the timeline: go there"},
             {"F  W", "follow the agent, whole world"},
             {"T", "theme: dark, light"},
             {"S  K", "save a picture, save the episode"},
             {"?", "this help"},
             {"Esc", "quit"}});
  return keys;
}

}  // namespace saccade::render

#include "render/window/view_choice.h"

#include "render/draw/labels.h"

namespace saccade::render {

std::string choose_view(Command command, const Frame& frame, ViewState& state) {
  const AttentionWeights& attention = frame.mind().attention;
  const bool attends = attention.blocks > 0 || attention.memory.heads > 0;
  switch (command) {
    case Command::kHeads:
      if (!attends) return "this policy does not attend: there are no heads";
      state.attention = next_heads(state.attention, shown_heads(attention, state.attention));
      break;
    case Command::kBlock:
      if (!attends) return "this policy does not attend: there are no layers";
      state.attention = next_block(state.attention, attention.blocks, attention.memory.heads > 0);
      break;
    case Command::kTheme:
      state.theme = state.theme == Theme::kDark ? Theme::kLight : Theme::kDark;
      break;
    case Command::kOverlay:
      state.overlay = !state.overlay;
      break;
    case Command::kEveryone:
      if (frame.agents.size() == 1) return "there is one agent only";
      state.everyone = !state.everyone;
      break;
    case Command::kFollow:
      state.camera.follow = !state.camera.follow;
      if (state.camera.follow && state.camera.zoom == 1) state.camera.zoom = 2;
      break;
    case Command::kWholeWorld:
      state.camera = {};
      break;
    case Command::kUnpin:
      if (state.pinned == kNoEntity) return "nothing is pinned: click an entity";
      state.pinned = kNoEntity;
      break;
    default:
      break;
  }
  return "";
}

std::string title_of(const Frame& frame, const ViewState& state, bool changed) {
  std::string title = frame.environment + ", seed " + std::to_string(frame.seed) + ", step " +
                      std::to_string(frame.step);
  if (frame.agents.size() > 1) title += ", " + agent_name(frame.mind());
  if (state.paused) title += ", paused";
  if (state.speed != 1) title += ", " + speed_label(state.speed);
  if (state.loop) title += ", loop";
  if (state.pinned != kNoEntity) title += ", pinned " + std::to_string(state.pinned);
  if (changed) title += ", what if";
  return title;
}

}  // namespace saccade::render

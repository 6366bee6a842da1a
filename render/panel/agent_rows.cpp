#include "render/panel/agent_rows.h"

#include <algorithm>

#include "render/draw/labels.h"
#include "render/overlay/attention.h"
#include "render/overlay/world.h"

namespace saccade::render {
namespace {

constexpr int kMostAgents = 8;

}  // namespace

int AgentRows::wanted_rows() const {
  const auto agents = static_cast<int>(frame_.agents.size());
  return agents > 1 ? std::min(agents, kMostAgents) : 0;
}

void AgentRows::write(int rows) {
  const float y = rows_.heading("Agents");
  rows_.note(y, frame_.has_value ? "return     value" : "return");
  const auto agents = static_cast<int>(frame_.agents.size());
  const int first =
      std::clamp(static_cast<int>(frame_.viewed) - rows / 2, 0, std::max(agents - rows, 0));
  for (int i = first; i < std::min(first + rows, agents); ++i) {
    const auto number = static_cast<std::size_t>(i);
    write_agent(frame_.agents[number], number == frame_.viewed);
  }
}

void AgentRows::write_agent(const AgentView& agent, bool viewed) {
  const Rect& column = rows_.column();
  const float unit = rows_.unit();
  const Rect row{column.x - 0.4F * unit, rows_.y(), column.width + 0.8F * unit, rows_.row_height()};
  if (viewed) rows_.drawing().push_back(rounded(row, 0.4F * unit, kTrackColor));
  hits_.push_back({row, agent.id});
  const float y = rows_.y() + rows_.row_height() / 2;
  icon(agent, y);
  const Color color = agent.present ? kTextColor : kMutedColor;
  const TextStyle left{.size = rows_.text_size(),
                       .color = color,
                       .bold = viewed,
                       .max_width = column.width - 12 * unit};
  rows_.text(column.x + 1.7F * unit, y, agent_name(agent), left);
  const TextStyle right{.size = rows_.text_size(), .color = color, .align = Align::kRight};
  const std::string earned = signed_number(agent.return_so_far);
  if (!agent.present) {
    rows_.text(column.right(), y, earned + "     absent", right);
  } else if (frame_.has_value) {
    rows_.text(column.right() - 4.6F * unit, y, earned, right);
    rows_.text(column.right(), y, signed_number(static_cast<double>(agent.value)), right);
  } else {
    rows_.text(column.right(), y, earned, right);
  }
  rows_.skip(rows_.row_height());
}

void AgentRows::icon(const AgentView& agent, float y) {
  const float unit = rows_.unit();
  const Vec2 center{rows_.column().x + 0.6F * unit, y};
  const auto found = anchors_.find(agent.id);
  if (found == anchors_.end()) {
    rows_.drawing().push_back(Disc{center, 0.35F * unit, kTrackColor});
  } else {
    draw_icon(rows_.drawing(), frame_.scene, agent.id, found->second, center, 0.6F * unit);
  }
}

}  // namespace saccade::render

// Whose mind is shown, chosen as a session does.
#pragma once

#include "render/frame/viewed_agent.h"

namespace saccade::testing {

class ChosenAgent {
 public:
  explicit ChosenAgent(const render::Frame& frame) : frame_(frame) {}

  void choose(int by) {
    render::Frame shown = frame_;
    shown.viewed = render::agent_to_view(frame_, chosen_);
    chosen_ = static_cast<int>(render::next_agent(shown, by));
  }
  const render::AgentView& mind() const {
    return frame_.agents[render::agent_to_view(frame_, chosen_)];
  }

 private:
  const render::Frame& frame_;
  int chosen_ = -1;
};

}  // namespace saccade::testing

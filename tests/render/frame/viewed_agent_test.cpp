#include "render/frame/viewed_agent.h"

#include <catch2/catch.hpp>

namespace saccade::render {
namespace {

Frame team() {
  Frame frame;
  frame.agents.resize(4);
  frame.agents[0].present = false;
  frame.agents[1].preferred = false;
  return frame;
}

TEST_CASE("who was chosen is viewed while present, else the first that is preferred") {
  Frame frame = team();
  CHECK(agent_to_view(frame, 3) == 3);
  CHECK(agent_to_view(frame, 0) == 2);
  CHECK(agent_to_view(frame, -1) == 2);
  CHECK(agent_to_view(frame, 17) == 2);
  frame.agents[2].present = frame.agents[3].present = false;
  CHECK(agent_to_view(frame, -1) == 1);
  frame.agents[1].present = false;
  CHECK(agent_to_view(frame, -1) == 0);
}

TEST_CASE("the next agent is one that is present, round and round") {
  Frame frame = team();
  frame.viewed = 3;
  CHECK(next_agent(frame, 1) == 1);
  CHECK(next_agent(frame, -1) == 2);
  frame.agents[1].present = frame.agents[2].present = false;
  CHECK(next_agent(frame, 1) == 3);
}

}  // namespace
}  // namespace saccade::render

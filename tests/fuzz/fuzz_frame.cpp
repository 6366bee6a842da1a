// Frames from a program that nobody knows, in pieces of any size: each is understood or refused,
// and what was read as a frame is written as the same bytes.
#include <algorithm>
#include <cstring>
#include <optional>

#include "envs/core/error.h"
#include "envs/remote/frame.h"
#include "envs/remote/hello.h"
#include "envs/remote/scene_message.h"
#include "envs/remote/state_message.h"
#include "fuzz_input.h"

namespace saccade {
namespace {

/// With a part of every sort.
EnvironmentSpec full_spec() {
  EnvironmentSpec spec{.id = "full", .max_steps = 10, .outcomes = {"won"}, .counts = {"eaten"}};
  AgentKind& kind = spec.kinds[0];
  kind.agents = 2;
  kind.observation.types = {{"self", {"x"}, 1}, {"food", {"x", "y"}}, {"wall", {}}};
  kind.observation.rays = {
      {.name = "eye", .count = 2, .range = 1, .hits = {"wall"}, .optional = true}};
  kind.observation.images = {
      {.name = "view", .height = 1, .width = 2, .channels = {"r"}, .optional = true}};
  kind.action.heads = {
      CategoricalHead{.name = "move", .labels = {"a", "b"}, .masked = true, .optional = true},
      SelectEntityHead{.name = "pick", .types = {1}, .masked = true, .optional = true}};
  return spec;
}

/// Of one client: what it says of itself decides how its states are read.
class Client {
 public:
  void take(const ReceivedFrame& frame) {
    try {
      if (frame.kind == FrameKind::kHello) meet(frame.content);
      if (frame.kind == FrameKind::kState) read_state(frame.content);
      if (frame.kind == FrameKind::kScene) {
        Scene scene;
        read_scene(frame.content, scene);
      }
    } catch (const Error&) {
      return;
    }
  }

 private:
  void meet(std::span<const std::byte> content) {
    constexpr int kMostAgents = 8;  // More take time and show nothing new.
    const EnvironmentSpec found = read_hello(content).remote.spec;
    if (found.agent_count() > kMostAgents) return;
    state_.reset();
    spec_ = found;
    state_.emplace(spec_);
  }

  void read_state(std::span<const std::byte> content) {
    try {
      state_->read_start(content);
    } catch (const Error&) {
      state_->read_step(content, 3);
    }
  }

  EnvironmentSpec spec_ = full_spec();
  std::optional<StateMessage> state_{spec_};
};

}  // namespace
}  // namespace saccade

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  if (size == 0) return 0;
  const std::size_t piece = data[0] + std::size_t{1};
  const std::span<const std::uint8_t> sent(data + 1, size - 1);
  FrameReader reader(1 << 16);
  Client client;
  std::vector<std::byte> again;
  try {
    for (std::size_t at = 0; at < sent.size();) {
      const std::span<std::byte> room = reader.room();
      const std::size_t count = std::min({piece, room.size(), sent.size() - at});
      std::memcpy(room.data(), sent.data() + at, count);
      reader.received(count);
      at += count;
      while (const auto frame = reader.next()) {
        append_frame(frame->kind, frame->number, frame->content, again);
        client.take(*frame);
      }
    }
  } catch (const Error&) {
  }
  testing::promise(again.size() <= sent.size() &&
                       std::equal(again.begin(), again.end(), std::as_bytes(sent).begin()),
                   "frames are the bytes that were sent");
  return 0;
}

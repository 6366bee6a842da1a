#include "envs/remote/remote_environment.h"

#include <algorithm>
#include <string>
#include <utility>

#include "envs/remote/scene_message.h"

namespace saccade {

RemoteEnvironment::RemoteEnvironment(std::unique_ptr<Channel> channel, RemoteSpec remote)
    : channel_(std::move(channel)), remote_(std::move(remote)), state_(remote_.spec) {}

template <class Read>
void RemoteEnvironment::ask(FrameKind request, FrameKind wanted, const ByteWriter& content,
                            const Read& read) const {
  const std::span<const std::byte> answer = channel_->exchange(request, content.bytes(), wanted);
  try {
    read(answer);
  } catch (const Error& error) {
    const std::string what = "answer to " + frame_label(request) + ": " + error.what();
    channel_->give_up(what);
    detail::refuse(channel_->label() + ": " + what);
  }
}

void RemoteEnvironment::reset(std::uint64_t seed) {
  step_ = 0;
  request_.clear();
  request_.put(seed);
  request_.put(progress_);
  ask(FrameKind::kReset, FrameKind::kState, request_,
      [this](std::span<const std::byte> answer) { state_.read_start(answer); });
  placed_.begin();
  if (!remote_.draws) placed_.look(state_.all_seen());
}

StepResult RemoteEnvironment::step(std::span<const float> actions, std::span<float> rewards) {
  ++step_;
  request_.clear();
  request_.put_all(actions);
  ask(FrameKind::kStep, FrameKind::kState, request_,
      [this](std::span<const std::byte> answer) { state_.read_step(answer, step_); });
  if (!remote_.draws) placed_.look(state_.all_seen());
  std::copy(state_.rewards().begin(), state_.rewards().end(), rewards.begin());
  return state_.result();
}

void RemoteEnvironment::observe(int agent, Observation& observation) const {
  observation = state_.seen(agent);
}

void RemoteEnvironment::draw(Scene& scene) const {
  if (!remote_.draws) return placed_.draw(remote_.spec, state_.all_seen(), scene);
  ask(FrameKind::kDraw, FrameKind::kScene, {},
      [&scene](std::span<const std::byte> answer) { read_scene(answer, scene); });
}

void RemoteEnvironment::counts(std::span<float> values) const {
  std::copy(state_.counts().begin(), state_.counts().end(), values.begin());
}

}  // namespace saccade

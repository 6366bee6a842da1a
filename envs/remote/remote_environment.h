// An environment in another process, whatever carries the frames.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "envs/remote/byte_writer.h"
#include "envs/remote/channel.h"
#include "envs/remote/placed_scene.h"
#include "envs/remote/remote_spec.h"
#include "envs/remote/state_message.h"

namespace saccade {

/// Passes every call on, and checks what comes back: what is wrong is told with the label of the
/// channel (Error of kind kFailure), and nothing more is asked then.
class RemoteEnvironment final : public Environment {
 public:
  RemoteEnvironment(std::unique_ptr<Channel> channel, RemoteSpec remote);

  const EnvironmentSpec& spec() const override { return remote_.spec; }
  void set_progress(double done) override { progress_ = done; }
  void reset(std::uint64_t seed) override;
  StepResult step(std::span<const float> actions, std::span<float> rewards) override;
  bool is_present(int agent) const override { return state_.is_present(agent); }
  void observe(int agent, Observation& observation) const override;
  void draw(Scene& scene) const override;
  void counts(std::span<float> values) const override;

 private:
  template <class Read>
  void ask(FrameKind request, FrameKind wanted, const ByteWriter& content, const Read& read) const;

  std::unique_ptr<Channel> channel_;
  RemoteSpec remote_;
  StateMessage state_;
  PlacedScene placed_;
  double progress_ = 1;
  int step_ = 0;        // Of the episode.
  ByteWriter request_;  // Reused.
};

}  // namespace saccade

// What an agent sees, in its own frame: policy.frame = position or pose.
#pragma once

#include "agents/frame/agent_frame.h"
#include "envs/core/observation_space.h"
#include "experiments/onnx/operations.h"

namespace saccade::onnx {

/// Where the agents of B samples are and which way they face, in double precision.
class MovingFrame {
 public:
  /// `self` are the features of the agents [B x 1 x n] as the environment gives them.
  MovingFrame(const EntityType& type, ObservationFrame frame, const Value& self);

  bool moves() const { return frame_ != ObservationFrame::kWorld; }
  bool rotates() const { return frame_ == ObservationFrame::kPose; }

  /// The features of a type [B x n x width] in the frame.
  Value to_agent(const EntityType& type, const Value& features) const;
  /// Rotates motions [B x n x 4] that are seen from the agent.
  Value rotate_motions(const Value& motion) const;
  /// cos a, sin a, cos 2a, sin 2a, cos 4a, sin 4a [n x 6] become those of a + heading of the sensor
  /// [B x 1] - heading of the agent: [B x n x 6].
  Value rotate_waves(const Value& waves, const Value& heading) const;

 private:
  /// Both [B x n x 1], by minus the heading.
  struct Pair {
    Value x, y;
  };
  Pair rotate(const Pair& v) const;
  Value heading() const;
  Pair move(const Geometry& group, const Pair& features) const;

  ObservationFrame frame_;
  Value x_{}, y_{}, cosine_{}, sine_{};  // [B x 1 x 1]
};

}  // namespace saccade::onnx

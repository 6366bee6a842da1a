// The inputs that tell what sensors measured, and the tokens of rays and image patches.
#pragma once

#include "experiments/onnx/position.h"
#include "experiments/onnx_policy/frame.h"
#include "experiments/onnx_policy/ports.h"

namespace saccade::onnx {

/// What the tokens of a sensor depend on besides its reading.
struct SensorContext {
  const Ports& ports;
  const MovingFrame& frame;
  bool with_motion;
  Value agent;  ///< [B x 1 x 2] where the agent is: motions are seen from there.
  Value batch;  ///< [1] B
};

TypeTokens read_rays(const SensorContext& context, const RayModality& rays);
/// With patches of so many pixels a side.
TypeTokens read_image(const SensorContext& context, const ImageModality& image, int patch);

}  // namespace saccade::onnx

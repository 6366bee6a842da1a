// What stands between two linear layers.
#pragma once

//@if tanh
#include "experiments/header/code/functions/hyperbolic.h"
//@end

namespace saccade::header_code {

//@if relu
inline float relu(float x) {
  return x > 0 ? x : 0;
}
//@end

//@if gelu
inline float gelu(float x) {
  constexpr float kRoot = 0.797884561F;  // sqrt(2 / pi)
  return 0.5F * x * (1 + hyperbolic_tangent(kRoot * (x + 0.044715F * x * x * x)));
}
//@end

}  // namespace saccade::header_code

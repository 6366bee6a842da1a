// The hyperbolic tangent.
#pragma once

#include "experiments/header/code/functions/bits.h"
#include "experiments/header/code/functions/exponential.h"

namespace saccade::header_code {

/// tanh x, within 3 units in the last place: by Lambert's continued fraction near 0, elsewhere by
/// the exponential function.
inline float hyperbolic_tangent(float x) {
  const float square = x * x;
  const float z = choose_number(square < 1.0F, square, 1.0F);
  const float above = 135135.0F + z * (17325.0F + z * (378.0F + z));
  const float below = 135135.0F + z * (62370.0F + z * (3150.0F + z * 28.0F));
  const float size = choose_number(x < 0, -x, x);
  const float outer = 1.0F - 2.0F / (exponential(2.0F * size) + 1.0F);
  const float signed_outer = choose_number(x < 0, -outer, outer);
  return choose_number(size < 0.75F, x * (above / below), signed_outer);
}

}  // namespace saccade::header_code

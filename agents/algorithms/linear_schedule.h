// Coefficients that move linearly from their first to their last value as training goes on.
#pragma once

#include <string>

#include "envs/core/options.h"

namespace saccade {

/// A number among an algorithm's options.
inline float number(const Options& options, const std::string& name) {
  return static_cast<float>(options.get<double>(name));
}

class LinearSchedule {
 public:
  LinearSchedule(float from, float to) : from_(from), to_(to), now_(from) {}
  /// The options `name` and `name`_final.
  LinearSchedule(const Options& options, const std::string& name)
      : LinearSchedule(number(options, name), number(options, name + "_final")) {}

  /// `progress` in [0, 1].
  void set_progress(float progress) { now_ = from_ + progress * (to_ - from_); }
  float now() const { return now_; }

 private:
  float from_, to_, now_;
};

}  // namespace saccade

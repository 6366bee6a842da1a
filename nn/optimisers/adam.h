// Adam (Kingma & Ba 2015), in pieces that threads can share without changing the result.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace saccade::nn {

/// Parameters are handled in chunks of this many numbers: whoever works on a chunk, its arithmetic
/// is the same.
inline constexpr std::size_t kChunk = 4096;

inline int chunk_count(std::size_t size) {
  return static_cast<int>((size + kChunk - 1) / kChunk);
}

/// Sum of squares, in double precision.
double squared_norm(const float* values, std::size_t size);

/// By what a gradient of this norm is multiplied so that its norm is at most `max_norm`.
inline double clip_scale(double norm, double max_norm) {
  return norm > max_norm ? max_norm / norm : 1.0;
}

class Adam {
 public:
  /// `epsilon` is added to the root of the second moment.
  Adam(std::size_t size, float epsilon) : epsilon_(epsilon), first_(size), second_(size) {}

  /// Begins the next step: bias corrections change.
  void advance() { ++steps_; }

  /// Moves one chunk of `parameters` against `scale` * gradient.
  void update(int chunk, float learning_rate, float scale, const float* gradient,
              float* parameters);

  std::int64_t steps() const { return steps_; }
  const std::vector<float>& first_moment() const { return first_; }
  const std::vector<float>& second_moment() const { return second_; }
  /// Both moments must have the size of the parameters.
  void restore(std::int64_t steps, std::vector<float> first, std::vector<float> second);

 private:
  static constexpr float kBeta1 = 0.9F;
  static constexpr float kBeta2 = 0.999F;

  float epsilon_;
  std::int64_t steps_ = 0;
  std::vector<float> first_;
  std::vector<float> second_;
};

}  // namespace saccade::nn

#include "nn/optimisers/adam.h"

#include <array>
#include <cassert>

#include "nn/kernels/lanes.h"

namespace saccade::nn {

double squared_norm(const float* values, std::size_t size) {
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const double value = static_cast<double>(values[i + k]);
      lanes[k] += value * value;
    }
  }
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  for (; i < size; ++i) sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return sum;
}

void Adam::update(int chunk, float learning_rate, float scale, const float* gradient,
                  float* parameters) {
  const auto t = static_cast<double>(steps_);
  const double correction1 = 1 - std::pow(static_cast<double>(kBeta1), t);
  const double correction2 = 1 - std::pow(static_cast<double>(kBeta2), t);
  // lr * (m / c1) / (sqrt(v / c2) + eps)
  const float rate = static_cast<float>(static_cast<double>(learning_rate) / correction1);
  const float root = static_cast<float>(1 / std::sqrt(correction2));
  const std::size_t begin = static_cast<std::size_t>(chunk) * kChunk;
  const std::size_t end = std::min(begin + kChunk, first_.size());
  float* first = first_.data() + begin;
  float* second = second_.data() + begin;
  gradient += begin;
  parameters += begin;
  for_groups<float>(static_cast<int>(end - begin), [&](auto group) {
    using V = Lanes<float>;
    const V g = V(scale) * group.load(gradient);
    const V m = multiply_add(V(kBeta1), group.load(first), V(1 - kBeta1) * g);
    const V v = multiply_add(V(kBeta2), group.load(second), V(1 - kBeta2) * g * g);
    const V change = V(rate) * m / multiply_add(xsimd::sqrt(v), V(root), V(epsilon_));
    group.store(m, first);
    group.store(v, second);
    group.store(group.load(parameters) - change, parameters);
  });
}

void Adam::restore(std::int64_t steps, std::vector<float> first, std::vector<float> second) {
  assert(first.size() == first_.size() && second.size() == second_.size());
  steps_ = steps;
  first_ = std::move(first);
  second_ = std::move(second);
}

}  // namespace saccade::nn

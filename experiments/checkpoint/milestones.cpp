#include "experiments/checkpoint/milestones.h"

#include <algorithm>
#include <utility>

#include "agents/state/tensor_checks.h"

namespace saccade {
namespace {

constexpr const char* kTensor = "run.milestones";

}  // namespace

Milestones::Milestones(int count, std::int64_t total_steps, std::int64_t update_steps) {
  if (count == 0) return;
  const std::int64_t updates = total_steps / update_steps;
  for (std::int64_t i = 0; i <= count; ++i) {
    const std::int64_t step = (2 * updates * i + count) / (2 * std::int64_t{count}) * update_steps;
    if (planned_.empty() || planned_.back() != step) planned_.push_back(step);
  }
}

bool Milestones::reach(std::int64_t step) {
  if (!std::binary_search(planned_.begin(), planned_.end(), step)) return false;
  if (kept_.empty() || kept_.back() != step) kept_.push_back(step);
  return true;
}

void Milestones::save(TensorMap& tensors) const {
  if (!kept_.empty()) tensors[kTensor].assign(kept_);
}

void Milestones::restore(const TensorMap& tensors, std::int64_t newest) {
  kept_.clear();
  if (!tensors.contains(kTensor)) return;
  std::vector<std::int64_t> steps = read_tensor<std::int64_t>(tensors, kTensor);
  std::int64_t before = -1;
  const auto rises = [&before, newest](std::int64_t step) {
    return step > std::exchange(before, step) && step <= newest;
  };
  check_values(kTensor, steps, rises, "steps that rise, up to that of the checkpoint");
  kept_ = std::move(steps);
}

}  // namespace saccade

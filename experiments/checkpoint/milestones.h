// Checkpoints that stay for good, so that one can see how a policy came about: the first, and some
// that are spread evenly over the run.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/state/tensors.h"

namespace saccade {

class Milestones {
 public:
  /// Of a run of so many steps, in updates of `update_steps`: step 0, and for i = 1 to `count` the
  /// end of the update that is nearest to i / count of the run (the later of two).  None when
  /// `count` is 0.
  Milestones(int count, std::int64_t total_steps, std::int64_t update_steps);

  /// Whether the checkpoint of this step is a milestone; then it is among those kept.
  bool reach(std::int64_t step);

  /// Steps of those so far, ascending; also of those that the run had while it was to be of another
  /// length.
  const std::vector<std::int64_t>& kept() const { return kept_; }

  /// Adds the tensor "run.milestones" with their steps, if there are any.
  void save(TensorMap& tensors) const;
  /// None when the tensor is missing.  Throws Error when it holds no steps up to `newest`.
  void restore(const TensorMap& tensors, std::int64_t newest);

 private:
  std::vector<std::int64_t> planned_;  // Ascending.
  std::vector<std::int64_t> kept_;     // Ascending.
};

}  // namespace saccade

#include "agents/algorithms/algorithm.h"

#include "agents/algorithms/gae.h"

namespace saccade {

void Algorithm::estimate(const Trajectories& trajectories, const Discount& discount,
                         Targets& targets) const {
  generalised_advantages(trajectories, discount, targets);
}

}  // namespace saccade

// Advantage actor-critic, synchronous (Mnih et al. 2016).
#include "agents/algorithms/algorithms.h"
#include "agents/algorithms/policy_gradient.h"

namespace saccade {

AlgorithmEntry a2c_entry() {
  return {.name = "a2c",
          .summary =
              "Advantage actor-critic (Mnih et al. 2016): one pass over each rollout, one step "
              "of the optimiser.",
          .options = policy_gradient_options(),
          .make = make_from<PolicyGradient>};
}

}  // namespace saccade

// Beginning with what other policies learned: their tensors, where they fit by name and shape.
#pragma once

#include <string>
#include <vector>

#include "agents/policy/policy_set.h"
#include "agents/state/tensors.h"

namespace saccade {

/// What became of the tensors of a transfer; names are those of PolicySet::tensors.
struct Transfer {
  struct Misfit {
    std::string name;
    std::string why;  ///< "shape [16, 4], wanted [16, 5]"
  };
  std::vector<std::string> taken;    ///< Parameters and observation statistics.
  std::vector<Misfit> misfits;       ///< Of the same name, but they do not fit: not taken.
  std::vector<std::string> missing;  ///< The source has none of that name.
  std::vector<std::string> unused;   ///< Of the source; the policies have none of that name.

  bool is_complete() const { return misfits.empty() && missing.empty() && unused.empty(); }
};

/// Replaces the policies' parameters and observation statistics by those of `source`, the tensors
/// of policies, that have the same name, type and shape; the others stay.  Statistics of a type of
/// token are taken whole or not at all.  Throws Error, with nothing changed, when no matrix of
/// weights fits, and when a tensor that fits holds numbers that no policy has.
Transfer transfer_policies(const TensorMap& source, PolicySet& policies);

/// Of the tensors that a learner saves, those of the policies of these kinds (a name each, perhaps
/// empty): parameters and observation statistics.
TensorMap policy_tensors(const TensorMap& tensors, const std::vector<std::string>& kinds);

}  // namespace saccade

// What a run begins with when it does not begin from weights that are drawn (init.from).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/learner.h"
#include "agents/transfer.h"
#include "experiments/checkpoint/checkpoint.h"

namespace saccade {

/// The file of this name in a run directory is what its run began with.
inline constexpr const char* kInitialWeights = "init.safetensors";

/// Policies of another run.
struct InitialWeights {
  std::string source;     ///< The file it was read from.
  Checkpoint checkpoint;  ///< With the tensors of policies alone.
  std::string digest;     ///< policies_digest of it.
  Transfer transfer;      ///< What became of them.
};

/// The digest of a checkpoint's policies: of the names, types, shapes and bytes of their tensors,
/// 16 hexadecimal digits.
std::string policies_digest(const Checkpoint& checkpoint);

/// Reads init.from.  Throws Error naming the key when the file cannot be read or its digest is not
/// init.digest, where that is given.
InitialWeights read_initial_weights(const InitConfig& init);

/// Gives the learner the weights that init.from names, if it names any.  From now on `init` names
/// the run's own copy of them.  Throws Error when none fits.
std::optional<InitialWeights> begin_with_weights(Learner& learner, InitConfig& init);

/// The transfer for a person, in lines: how much was taken; what did not fit and why, a line each;
/// what was missing; what was not used.
std::vector<std::string> describe_transfer(const InitialWeights& weights);

}  // namespace saccade

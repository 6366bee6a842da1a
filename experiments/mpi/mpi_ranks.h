// The ranks that `mpirun` starts.
#pragma once

#include <memory>

#include "agents/ranks/ranks.h"

namespace saccade {

/// Processes that were started together by mpirun or a batch system, as the environment variables
/// of Open MPI, PMIx, MPICH and Slurm tell; 1: this one alone.
int launched_ranks();

/// Whether this program can join them.
bool has_mpi();

/// Ranks that end with this object.  If the work is given up in the middle of a step, where others
/// may wait for this one for ever, the whole job is ended.
class JoinedRanks : public Ranks {
 public:
  virtual void give_up() = 0;
};

/// Joins the others; null when there are none.  Call it once.  Throws Error when there are some and
/// this program was built without MPI, or with another MPI than started them.
std::unique_ptr<JoinedRanks> join_ranks();

}  // namespace saccade

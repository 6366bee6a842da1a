// saccade train, where mpirun has started several processes.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"
#include "experiments/mpi/mpi_ranks.h"

namespace saccade {

/// On rank 0: the run that the others are to follow, from here on until it goes.
class LeadingRank {
 public:
  /// `ranks` may be null: nobody follows.
  explicit LeadingRank(JoinedRanks* ranks) : ranks_(ranks) {}
  ~LeadingRank();
  LeadingRank(const LeadingRank&) = delete;
  LeadingRank& operator=(const LeadingRank&) = delete;

  Ranks* ranks() { return ranks_; }
  /// Before the learner is made.  The others want environments of the same `spec`.
  void begin(const ExperimentConfig& config, const EnvironmentSpec& spec);
  /// Does work in which the others take part.  An Error all ranks have met, or they wait for the
  /// next order; of anything else they do not know: it ends the job.
  template <class Work>
  auto attempt(const Work& work);
  /// After a failure in the middle of a step: the others are not told, the job is ended when the
  /// ranks go.  So that what is wrong does not go with it, it is said here.
  void give_up(const std::string& what);

 private:
  JoinedRanks* ranks_;
  bool has_given_up_ = false;
};

template <class Work>
auto LeadingRank::attempt(const Work& work) {
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    give_up(error.what());
    throw;
  } catch (...) {
    give_up("something that is not a std::exception was thrown");
    throw;
  }
}

/// On the other ranks, which load the same plug-ins: follows until rank 0 ends.  Returns the exit
/// status; what goes wrong, rank 0 tells, unless it is no Error: that ends the job.
int follow_as_rank(JoinedRanks& ranks, const std::vector<std::string>& plugins,
                   RegisteredEnvironments& environments);

}  // namespace saccade

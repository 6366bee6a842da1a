// A training run that Python goes through update by update.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "experiments/run/training.h"

namespace saccade::python {

class PythonTraining {
 public:
  /// Begins a run, as `saccade train` does: `config` names a file, a preset or an environment.
  PythonTraining(const std::string& config, const std::vector<std::string>& sets,
                 const std::string& out, const std::string& init,
                 RegisteredEnvironments environments);
  /// Continues a run; `sets` as of `saccade train --resume`.
  PythonTraining(const std::string& run, const std::vector<std::string>& sets,
                 RegisteredEnvironments environments);

  /// One update, with what is due after it; false when there is none left.  Called by Python, whose
  /// other threads go on; Ctrl-C ends it early.
  bool advance();
  /// What the last update reports, names and numbers; those that are not known yet are left out.
  std::vector<std::pair<std::string, double>> metrics() const;
  /// Writes a checkpoint of the last finished update, unless it is there.
  void save();

  const Training& training() const { return *training_; }

 private:
  RegisteredEnvironments environments_;  // Its own: others may load more meanwhile.
  std::unique_ptr<Training> training_;
};

}  // namespace saccade::python

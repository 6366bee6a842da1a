#include "experiments/sweep/halving.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace saccade {
namespace {

class Halving {
 public:
  Halving(SweepPlan& plan, const HalvingConfig& halving, const TrainSome& train)
      : plan_(plan),
        halving_(halving),
        train_(train),
        trials_(plan.trials.size()),
        states_(plan.runs.size()) {
    std::iota(trials_.begin(), trials_.end(), std::size_t{0});
  }

  std::vector<RunStatus> climb() {
    for (int rung = 0; rung < halving_.rungs; ++rung) {
      train_rung(rung);
      const bool is_last = rung + 1 == halving_.rungs;
      if (is_last || !is_finished()) break;
      trials_ = survivors(trials_, scores(rung), halving_.reduction);
    }
    return std::move(states_);
  }

 private:
  /// The places in the plan of the runs of the trials that are left.
  std::vector<std::size_t> places() const {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
      if (std::binary_search(trials_.begin(), trials_.end(), plan_.runs[i].trial)) {
        places.push_back(i);
      }
    }
    return places;
  }

  std::int64_t step_of(int rung, const PlannedRun& run) const {
    return rung_steps(halving_, run.steps)[static_cast<std::size_t>(rung)];
  }

  void train_rung(int rung) {
    const std::vector<std::size_t> places = this->places();
    std::vector<PlannedRun> runs;
    for (const std::size_t i : places) {
      PlannedRun& run = plan_.runs[i];
      run.until = rung + 1 == halving_.rungs ? 0 : step_of(rung, run);
      runs.push_back(run);
    }
    std::vector<RunStatus> states = train_(runs);
    for (std::size_t k = 0; k < places.size(); ++k) states_[places[k]] = std::move(states[k]);
  }

  bool is_finished() const {
    return std::all_of(states_.begin(), states_.end(), [](const RunStatus& status) {
      return status.state == RunState::kDone || status.state == RunState::kFailed;
    });
  }

  /// Of the trials that are left.  A sweep that was begun again finds runs that have gone on since.
  std::vector<double> scores(int rung) const {
    std::vector<double> scores(trials_.size(), 0);
    for (const std::size_t i : places()) {
      const PlannedRun& run = plan_.runs[i];
      const auto place = std::lower_bound(trials_.begin(), trials_.end(), run.trial);
      const bool failed = states_[i].state == RunState::kFailed;
      scores[static_cast<std::size_t>(place - trials_.begin())] +=
          failed ? std::nan("") : evaluation_at(run.folder, step_of(rung, run));
    }
    return scores;  // Every trial has as many seeds: the sum orders as the mean.
  }

  SweepPlan& plan_;
  const HalvingConfig& halving_;
  const TrainSome& train_;
  std::vector<std::size_t> trials_;  // Those that are left, rising.
  std::vector<RunStatus> states_;
};

}  // namespace

std::vector<RunStatus> train_by_halving(SweepPlan& plan, const HalvingConfig& halving,
                                        const TrainSome& train) {
  return Halving(plan, halving, train).climb();
}

}  // namespace saccade

// How training goes: the latest training episodes, and the evaluations that count.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/state/tensors.h"
#include "envs/episode/episode_runner.h"
#include "experiments/config/experiment_config.h"
#include "experiments/run/evaluation_report.h"

namespace saccade {

/// Means over the last 100 training episodes; NaN before the first has ended.
class RecentEpisodes {
 public:
  /// Of environments like this.
  explicit RecentEpisodes(const EnvironmentSpec& spec) : spec_(spec) {}

  void add(const EpisodeSummary& episode);

  std::int64_t episodes() const { return episodes_; }  ///< Ever.
  double return_mean() const;
  double length_mean() const;  ///< Steps.
  /// The name and mean return of each kind of agents, over the episodes in which it had some; none
  /// unless there are several kinds.
  std::vector<std::pair<std::string, double>> kind_returns() const;

  /// Adds tensors "run.episodes", "run.returns" and "run.lengths", and with several kinds
  /// "run.kind_returns" [episodes x kinds], NaN where there was no agent of a kind.
  void save(TensorMap& tensors) const;
  /// Throws Error when they are missing or hold what no episodes give.
  void restore(const TensorMap& tensors);

 private:
  struct Entry {
    double episode_return;
    double length;
    std::vector<double> of_kinds{};  // [kinds], or none of a single kind.
  };
  std::size_t kinds() const { return spec_.kinds.size() == 1 ? 0 : spec_.kinds.size(); }

  EnvironmentSpec spec_;

  std::int64_t episodes_ = 0;
  std::deque<Entry> window_;
};

/// An evaluation during training.
struct EvaluationPoint {
  std::int64_t step = 0;
  double return_mean = 0;  ///< Of several agents the mean over them.
  double return_std = 0;
  int episodes = 0;  ///< 0: not known, of a checkpoint of an older version; nor is what follows.
  std::vector<std::pair<std::string, double>> outcomes{};  ///< Episodes that ended so; all names.
  std::vector<std::pair<std::string, double>> counts{};    ///< Means per episode.
};

EvaluationPoint point_of(std::int64_t step, const EvaluationReport& report);

/// Which evaluation was the best and which the last, and whether they end the run.  The best is the
/// one with the greatest mean return, of several equal ones the latest.
class EvaluationHistory {
 public:
  /// Throws Error for a stop_return where there are no evaluations before the end.
  EvaluationHistory(const EvaluationConfig& config, const EnvironmentSpec& spec);

  /// Returns whether it is the best so far.
  bool add(EvaluationPoint point);

  const std::optional<EvaluationPoint>& best() const { return best_; }
  const std::optional<EvaluationPoint>& last() const { return last_; }
  /// Whether each of the latest `stop_count` evaluations has reached `stop_return`.
  bool has_held() const { return held_ >= config_.stop_count; }
  /// From now on the evaluations do not end the run.
  void never_stop();

  /// Adds "run.best" and "run.last" (step, mean, deviation) and "run.best_outcomes",
  /// "run.last_outcomes" (episodes, outcomes, counts), if there is an evaluation; with a
  /// `stop_return` also "run.held": how many of the latest evaluations in a row have reached it,
  /// and what it is.
  void save(TensorMap& tensors) const;
  /// Throws Error when they hold what no evaluations up to step `newest` give.  Of "run.held"
  /// another `stop_return` is left out: its evaluations count anew.
  void restore(const TensorMap& tensors, std::int64_t newest);
  /// Throws Error when only one of best and last was in the checkpoint.
  void check_complete(const std::filesystem::path& checkpoint) const;

 private:
  bool reaches(double return_mean) const;

  EvaluationConfig config_;
  EnvironmentSpec spec_;
  std::optional<EvaluationPoint> best_, last_;
  std::int64_t held_ = 0;
};

/// The step of the evaluation "run.last" in a checkpoint of step `newest`, if there is one.
std::optional<std::int64_t> last_evaluation(const TensorMap& tensors, std::int64_t newest);

}  // namespace saccade

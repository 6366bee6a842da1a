// What a run writes down while it trains: metrics.csv, evals.csv and TensorBoard's event file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "agents/learner.h"
#include "envs/core/environment.h"
#include "experiments/files/csv_log.h"
#include "experiments/files/event_file.h"
#include "experiments/run/evaluation_report.h"
#include "experiments/run/recent_episodes.h"

namespace saccade {

/// The checkpoint from which a run continues, as far as its logs are concerned.
struct LogResume {
  std::int64_t step = 0;
  std::optional<std::int64_t> last_evaluation;  ///< Step of the last one up to then, if any.
  std::int64_t update_steps = 0;                ///< Of each update.
};

class RunLog {
 public:
  /// Of a new run whose updates report `metrics`, and whose evaluations `more` beside what all do;
  /// or with `resume` of one that continues, whose files are read.  Touches nothing.  Throws Error
  /// when they are those of another run.
  RunLog(const std::filesystem::path& folder, const EnvironmentSpec& spec,
         const std::vector<std::string>& metrics, const std::vector<std::string>& more,
         const std::optional<LogResume>& resume);

  /// Begins the CSV files, or drops from them what is to be repeated and what is damaged.  Returns
  /// what was damaged, a line each.  To be called before what follows.
  std::vector<std::string> open();

  /// One row per update.  `steps_per_second` is that of this update alone.
  void add_update(std::int64_t step, double wall_seconds, double steps_per_second,
                  const RecentEpisodes& recent, const UpdateMetrics& metrics);

  /// One row per evaluation; `more` [more], NaN for what was not measured.
  void add_evaluation(std::int64_t step, double wall_seconds, const EvaluationReport& report,
                      const std::vector<double>& more = {});

  /// Returns once all files are on the disk: a checkpoint must not be newer than its rows.
  /// Throws Error (kind kFailure).
  void sync();

  /// Seconds that were logged before a resumed run continues; 0 for a new one.
  double logged_seconds() const {
    return std::max(metrics_.last("wall_seconds").value_or(0),
                    evaluations_.last("wall_seconds").value_or(0));
  }

 private:
  /// Both the CSV row and, for the numbers there are, TensorBoard's scalars "<group>/<column>".
  void add(CsvLog& csv, const std::string& group, const std::vector<std::string>& columns,
           std::int64_t step, const std::vector<double>& values);

  std::vector<std::string> metrics_columns_;
  std::vector<std::string> evaluation_columns_;
  CsvLog metrics_;
  CsvLog evaluations_;
  EventFile events_;
};

}  // namespace saccade

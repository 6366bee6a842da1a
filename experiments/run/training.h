// A training run: the learner, what it leaves on disk, and when it is evaluated and saved.
//
// Evaluations and checkpoints draw from no stream of the learner, so that neither changes what is
// learned; a run continued from any checkpoint equals the uninterrupted one bit for bit, as long as
// `steps` (where schedules end) stays the same.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/learner.h"
#include "envs/call_board.h"
#include "experiments/checkpoint/checkpoint_store.h"
#include "experiments/checkpoint/initial_weights.h"
#include "experiments/checkpoint/milestones.h"
#include "experiments/config/experiment_config.h"
#include "experiments/run/recent_episodes.h"
#include "experiments/run/resumed_run.h"
#include "experiments/run/run_folder.h"
#include "experiments/run/run_log.h"
#include "experiments/run/run_summary.h"

namespace saccade {

/// How far a run is, for whoever watches it.
struct Progress {
  std::string env_id;
  std::uint64_t seed = 0;
  std::int64_t step = 0;
  std::int64_t total_steps = 0;  ///< What was asked for, rounded up to whole rollouts.
  double wall_seconds = 0;       ///< Since the run began, pauses excluded.
  /// How large wall_seconds may become; infinity: as large as it takes.
  double seconds_allowed = std::numeric_limits<double>::infinity();
  double seconds_left = 0;      ///< Estimate; no more than is left of those.
  double steps_per_second = 0;  ///< Since this process began, evaluations excluded.
  std::int64_t episodes = 0;
  double return_mean = 0;  ///< Of the last 100 training episodes; NaN before the first ended.
  double length_mean = 0;
  /// The same of each kind of agents, by its name; none unless there are several kinds.
  std::vector<std::pair<std::string, double>> kind_returns{};
  UpdateMetrics metrics;
  std::optional<EvaluationPoint> best, last;
};

class Training {
 public:
  /// Begins a run in a new directory: `out`, or with "" one that is named after environment and
  /// seed. `environments` must outlive it.  Throws Error with nothing made when the configuration
  /// does not fit the environment.  Calls into environments stand on the board, if there is one,
  /// which must outlive it; so must the ranks that train it together (null: this process alone), of
  /// which this is rank 0.
  Training(const ExperimentConfig& config, const RegisteredEnvironments& environments,
           const std::string& out, CallBoard* board = nullptr, Ranks* ranks = nullptr);

  /// Continues a run, after repairing what a kill may have left half done; what it logged after the
  /// checkpoint is dropped.  A run that has trained for `steps` already, or was ended by its
  /// evaluations, is `done`; one that these ended trains on when it is given `steps` anew, and they
  /// no longer end it.
  Training(ResumedRun run, const RegisteredEnvironments& environments, CallBoard* board = nullptr,
           Ranks* ranks = nullptr);

  const std::filesystem::path& folder() const { return folder_.path(); }
  /// What whoever trains the run should know, a line each: what was damaged and is mended, and
  /// whether its plug-ins could not be remembered.
  const std::vector<std::string>& notes() const { return notes_; }
  /// What became of the weights that the run began with, a line each; none unless it has just begun
  /// with those of another run.
  const std::vector<std::string>& transfer() const { return transfer_; }
  const ExperimentConfig& config() const { return config_; }
  const Progress& progress() const { return progress_; }
  /// Of the latest checkpoint.
  std::int64_t stored_step() const {
    const std::lock_guard lock(files_);
    return stored_step_;
  }
  /// Numbers that are learned.
  std::int64_t parameter_count() const {
    return static_cast<std::int64_t>(learner_->policies().parameter_count());
  }
  /// Ends the run after the update or the evaluation with which the seconds that it has trained,
  /// those of earlier processes included, reach so many.  To be called before `advance`.
  void limit_time(double seconds);
  /// Ends it with the update that reaches this step, which is before its end; 0: it does not pause.
  /// Schedules do not change.  To be called before `advance`.
  void pause_at(std::int64_t step);

  /// Why no update is left to do; nothing while there is one.
  std::optional<RunEnd> end() const;
  /// Whether the run has what its configuration asks for.
  bool done() const { return end() == RunEnd::kSteps || end() == RunEnd::kThreshold; }

  /// One update, then the evaluation and the checkpoint that are due after it.  The last update of
  /// a run is always followed by both.  When it throws, what was learned before is saved.
  /// Once `stop` is true an evaluation is given up: the run is then as before the update, which is
  /// repeated when it is continued.
  void advance(const std::atomic<bool>* stop = nullptr);

  /// Writes a checkpoint and the summary.json of the last finished update, unless they are there,
  /// and returns its step.  May be called from another thread while `advance` runs.
  std::int64_t save();

 private:
  /// From which the run continues if what comes next fails.
  struct Learned {
    std::int64_t step = 0;
    std::optional<RunEnd> end{};
    std::optional<EvaluationPoint> best{}, last{};
    std::vector<std::int64_t> milestones{};
    TensorMap tensors{};
  };

  bool is_due(std::int64_t every, std::int64_t previous_step) const;
  std::optional<bool> evaluate_policy(const std::atomic<bool>* stop);
  void update();
  std::optional<bool> log_and_evaluate(std::int64_t before, const std::atomic<bool>* stop);
  void remember();
  void keep_learned() noexcept;
  void go_back();
  void store();
  void store_initial();
  void resume(const ResumedRun& run);
  void repair(const ExperimentConfig& stored);
  KeptCheckpoints kept() const;
  void renew_config(const ExperimentConfig& stored) const;
  void remember_own_plugins();
  void refresh_progress();
  double elapsed() const;
  void summarise(RunEnd unless_ended) const;

  // In this order: whatever can be refused comes before anything is touched.
  Ranks* ranks_;
  ExperimentConfig config_;
  EnvironmentFactory factory_;
  EnvironmentSpec spec_;
  std::unique_ptr<Learner> learner_;
  EvaluationHistory evaluations_;
  Milestones milestones_;
  std::optional<InitialWeights> initial_;  // Until they are in the folder.
  RunFolder folder_;
  RunLog log_;
  RecentEpisodes recent_{spec_};
  Progress progress_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double seconds_before_ = 0;    // Of earlier processes of this run.
  double training_seconds_ = 0;  // Of this process, evaluations excluded.
  std::int64_t first_step_ = 0;  // Of this process.
  bool is_time_up_ = false;
  std::int64_t pause_step_ = 0;  // 0: none.
  std::int64_t stored_step_ = -1;
  mutable std::mutex
      files_;  // Whoever writes or changes what follows, and the files of the run, holds it.
  Learned learned_;
  TensorMap next_tensors_;  // Of the update before: their memory takes the next ones.
  std::vector<std::string> notes_, transfer_;
  // Given back when training fails: what saves the run must not lack memory for small things.
  static constexpr std::size_t kReserve = std::size_t{4} << 20;
  std::unique_ptr<std::byte[]> reserve_ = std::make_unique<std::byte[]>(kReserve);
};

}  // namespace saccade

#include "experiments/run/training.h"

#include <fmt/format.h>

#include <limits>

#include "agents/evaluate.h"
#include "experiments/config/config_text.h"
#include "experiments/config/config_toml.h"
#include "experiments/explain/explain_scores.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/plugin_trust.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

Milestones plan_milestones(const ExperimentConfig& config) {
  return {config.checkpoint.milestones, total_steps(config), update_steps(config)};
}

}  // namespace

Training::Training(const ExperimentConfig& config, const RegisteredEnvironments& environments,
                   const std::string& out, CallBoard* board, Ranks* ranks)
    : ranks_(ranks),
      config_(config),
      factory_(watched_factory(config_, environments, board)),
      spec_(spec_of(factory_)),
      learner_(make_learner(config_, factory_, ranks_)),
      evaluations_(config_.evaluation, spec_),
      milestones_(plan_milestones(config_)),
      initial_(begin_with_weights(*learner_, config_.init)),
      folder_(RunFolder::begin(out, config_)),
      log_(folder_.path(), spec_, learner_->metric_names(), score_names(config_.explain),
           std::nullopt) {
  refresh_progress();
  milestones_.reach(0);
  remember();
  log_.open();
  store();
  store_initial();
  remember_own_plugins();  // Before it is a run: a kill must not leave one that is a stranger's.
  folder_.finish_start();
}

Training::Training(ResumedRun run, const RegisteredEnvironments& environments, CallBoard* board,
                   Ranks* ranks)
    : ranks_(ranks),
      config_(std::move(run.config)),
      factory_(watched_factory(config_, environments, board)),
      spec_(spec_of(factory_)),
      learner_(restored_learner(run, config_, factory_, ranks_)),
      evaluations_(config_.evaluation, spec_),
      milestones_(plan_milestones(config_)),
      folder_(std::move(run.folder)),
      log_(folder_.path(), spec_, learner_->metric_names(), score_names(config_.explain),
           LogResume{run.checkpoint.step,
                     last_evaluation(run.checkpoint.tensors, run.checkpoint.step),
                     update_steps(config_)}) {
  resume(run);
  refresh_progress();
  remember();
  repair(run.stored);
}

// Reads what the checkpoint and the logs tell of the run so far.
void Training::resume(const ResumedRun& run) {
  const TensorMap& tensors = run.checkpoint.tensors;
  const std::int64_t step = run.checkpoint.step;
  recent_.restore(tensors);
  evaluations_.restore(tensors, step);
  evaluations_.check_complete(run.checkpoint_file);
  milestones_.restore(tensors, step);
  stored_step_ = first_step_ = step;
  seconds_before_ = log_.logged_seconds();
  if (!run.is_given_steps || !evaluations_.has_held() || config_.steps <= step) return;
  config_.evaluation.stop_return = kNeverStop;
  evaluations_.never_stop();
}

// What a kill may have left: temporary files, links that are behind, checkpoints that should be
// gone, rows of updates that are repeated.
void Training::repair(const ExperimentConfig& stored) {
  remove_dead_temporaries(folder_.path());
  remove_dead_temporaries(folder_.path() / "checkpoints");
  settle_checkpoints(folder_.path(), kept());
  notes_ = log_.open();
  remember_own_plugins();
  renew_config(stored);
}

// Of a finished run nothing changes but the plug-ins, so that it names those that are remembered.
void Training::renew_config(const ExperimentConfig& stored) const {
  const fs::path file = folder_.path() / "config.toml";
  const bool is_finished = stored_step_ >= config_.steps || evaluations_.has_held();
  const std::string old = contents_of(file).value_or("");
  if (is_finished && parse_toml(old, file.string()).plugins == config_.plugins) return;
  const std::string text = write_config(is_finished ? stored : config_);
  if (old != text) write_atomically(file, text);
}

void Training::remember_own_plugins() {
  if (remember_plugins(folder_.path(), config_.plugins)) return;
  notes_.emplace_back(
      "The plug-ins of this run cannot be remembered, since there is no state folder "
      "(XDG_STATE_HOME, or .local/state in HOME): to resume, evaluate or watch it, give --plugin "
      "again.");
}

void Training::advance(const std::atomic<bool>* stop) {
  try {
    const std::int64_t before = learned_.step;
    update();
    const std::optional<bool> is_best = log_and_evaluate(before, stop);
    if (!is_best) return go_back();
    const std::lock_guard lock(files_);
    const bool is_milestone = milestones_.reach(progress_.step);
    remember();
    if (*is_best || is_milestone || is_due(config_.checkpoint.every, before)) store();
    if (end()) summarise(*end());
  } catch (...) {
    keep_learned();
    throw;
  }
}

void Training::update() {
  progress_.metrics = learner_->update();
  for (const EpisodeSummary& episode : learner_->take_episodes()) recent_.add(episode);
  training_seconds_ += progress_.metrics.rollout_seconds + progress_.metrics.update_seconds;
  refresh_progress();
  is_time_up_ = progress_.wall_seconds >= progress_.seconds_allowed;
}

/// Returns whether an evaluation was due and none was better so far; nothing when it was given up.
std::optional<bool> Training::log_and_evaluate(std::int64_t before, const std::atomic<bool>* stop) {
  const double seconds = progress_.metrics.rollout_seconds + progress_.metrics.update_seconds;
  const double speed = static_cast<double>(progress_.step - before) / std::max(seconds, 1e-9);
  {
    const std::lock_guard lock(files_);
    log_.add_update(progress_.step, progress_.wall_seconds, speed, recent_, progress_.metrics);
  }
  return is_due(config_.evaluation.every, before) ? evaluate_policy(stop) : false;
}

// Everything from which the run continues exactly, once all that belongs to the step is logged.
void Training::remember() {
  learner_->save(next_tensors_);
  recent_.save(next_tensors_);
  evaluations_.save(next_tensors_);
  milestones_.save(next_tensors_);
  // Whatever may lack memory comes before the first of these is changed.
  std::optional<EvaluationPoint> best = evaluations_.best(), last = evaluations_.last();
  std::vector<std::int64_t> milestones = milestones_.kept();
  std::swap(learned_.tensors, next_tensors_);
  learned_.step = progress_.step;
  learned_.end = end();
  learned_.best = std::move(best);
  learned_.last = std::move(last);
  learned_.milestones = std::move(milestones);
}

// After a failure (an environment throws, a loss is not finite, a row cannot be written, an
// evaluation cannot be finished): saves what was learned and logged before it.  The failure is what
// must be reported, also if this fails too.
void Training::keep_learned() noexcept {
  reserve_.reset();
  try {
    const std::lock_guard lock(files_);
    go_back();
    if (stored_step_ != learned_.step) store();
    summarise(RunEnd::kFailed);
  } catch (...) {
  }
}

// To the last update that is finished.
void Training::go_back() {
  progress_.step = learned_.step;
  is_time_up_ = learned_.end == RunEnd::kTime;
}

std::int64_t Training::save() {
  const std::lock_guard lock(files_);
  if (stored_step_ != learned_.step) store();
  const auto summary = read_summary(folder_.path());
  if (!summary || summary->steps != learned_.step) summarise(RunEnd::kInterrupted);
  return learned_.step;
}

void Training::limit_time(double seconds) {
  progress_.seconds_allowed = seconds;
  is_time_up_ = seconds_before_ >= seconds;
  learned_.end = end();
}

void Training::pause_at(std::int64_t step) {
  pause_step_ = step;
  learned_.end = end();
}

std::optional<RunEnd> Training::end() const {
  if (evaluations_.has_held()) return RunEnd::kThreshold;
  if (progress_.step >= progress_.total_steps) return RunEnd::kSteps;
  if (pause_step_ > 0 && progress_.step >= pause_step_) return RunEnd::kPause;
  return is_time_up_ ? std::optional(RunEnd::kTime) : std::nullopt;
}

/// Whether a multiple of `every` was reached since `previous_step`, or the end.
bool Training::is_due(std::int64_t every, std::int64_t previous_step) const {
  return end() || (every > 0 && progress_.step / every > previous_step / every);
}

/// Returns whether no evaluation was better so far; nothing when it was given up.
std::optional<bool> Training::evaluate_policy(const std::atomic<bool>* stop) {
  const EvaluationConfig& config = config_.evaluation;
  if (config.episodes == 0) return false;
  const Evaluation evaluation = evaluate(&learner_->policies(), factory_, learner_->spec(),
                                         {.episodes = config.episodes,
                                          .seed = config.seed,
                                          .max_steps = config.max_steps,
                                          .threads = thread_count(config_),
                                          .stop = stop,
                                          .ranks = ranks_});
  if (evaluation.stopped) return std::nullopt;
  const bool explains = is_due(config_.explain.every, progress_.last ? progress_.last->step : 0);
  const auto scores = explain_scores(explains, learner_->policies(), factory_, config_);
  const std::lock_guard lock(files_);
  const EvaluationReport report = make_report(spec_, evaluation, config.seed);
  log_.add_evaluation(progress_.step, elapsed(), report, scores);
  const bool is_best = evaluations_.add(point_of(progress_.step, report));
  progress_.best = evaluations_.best();
  progress_.last = evaluations_.last();
  is_time_up_ = elapsed() >= progress_.seconds_allowed;
  return is_best;
}

void Training::store() {
  log_.sync();  // A checkpoint must not outlive the rows before it.
  store_checkpoint(folder_.path(), make_checkpoint(config_, spec_, learned_.step, learned_.tensors),
                   kept());
  stored_step_ = learned_.step;
}

KeptCheckpoints Training::kept() const {
  const auto best = learned_.best ? std::optional(learned_.best->step) : std::nullopt;
  const CheckpointConfig& config = config_.checkpoint;
  return {best, config.keep, learned_.milestones, config.every, update_steps(config_)};
}

void Training::store_initial() {
  if (!initial_) return;
  write_checkpoint(folder_.path() / kInitialWeights, initial_->checkpoint);
  transfer_ = describe_transfer(*initial_);
  initial_.reset();
}

void Training::refresh_progress() {
  progress_.env_id = config_.env_id;
  progress_.seed = config_.seed;
  progress_.step = learner_->steps();
  progress_.total_steps = total_steps(config_);
  progress_.wall_seconds = elapsed();
  progress_.episodes = recent_.episodes();
  progress_.return_mean = recent_.return_mean();
  progress_.length_mean = recent_.length_mean();
  progress_.kind_returns = recent_.kind_returns();
  progress_.best = evaluations_.best();
  progress_.last = evaluations_.last();
  const auto steps = static_cast<double>(progress_.step - first_step_);
  const auto left = static_cast<double>(std::max<std::int64_t>(0, config_.steps - progress_.step));
  if (steps <= 0) return;
  progress_.steps_per_second = steps / std::max(training_seconds_, 1e-9);
  progress_.seconds_left =
      std::min((progress_.wall_seconds - seconds_before_) / steps * left,
               std::max(0.0, progress_.seconds_allowed - progress_.wall_seconds));
}

double Training::elapsed() const {
  const std::chrono::duration<double> here = std::chrono::steady_clock::now() - start_;
  return seconds_before_ + here.count();
}

void Training::summarise(RunEnd unless_ended) const {
  write_summary(folder_.path(), {.env_id = config_.env_id,
                                 .seed = config_.seed,
                                 .steps = learned_.step,
                                 .steps_asked = config_.steps,
                                 .ended = learned_.end.value_or(unless_ended),
                                 .wall_seconds = elapsed(),
                                 .best = learned_.best,
                                 .last = learned_.last,
                                 .threads = thread_count(config_)});
}

}  // namespace saccade

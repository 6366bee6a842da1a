#include "experiments/run/training.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "agents/evaluate.h"
#include "experiments/config/config_text.h"
#include "experiments/config/config_toml.h"
#include "experiments/files/atomic_file.h"
#include "experiments/run/plugin_trust.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The weights that the run begins with; from now on it names its own copy of them.
std::optional<InitialWeights> begin_with_weights(Learner& learner, InitConfig& init) {
  if (init.from.empty()) return std::nullopt;
  InitialWeights weights = read_initial_weights(init);
  try {
    weights.transfer = learner.begin_with(weights.checkpoint.tensors);
  } catch (const Error& error) {
    throw Error(fmt::format("init.from: '{}': {}", init.from, error.what()));
  }
  init = {kInitialWeights, weights.digest};
  return weights;
}

Json to_json(const std::optional<EvaluationPoint>& point) {
  if (!point) return nullptr;
  return {{"step", point->step},
          {"return_mean", point->return_mean},
          {"return_std", point->return_std}};
}

std::unique_ptr<Learner> make_learner(const ExperimentConfig& config,
                                      const EnvironmentFactory& factory) {
  return std::make_unique<Learner>(factory, config.learner, config.steps, config.seed,
                                   thread_count(config));
}

std::unique_ptr<Learner> restored_learner(const ResumedRun& run, const ExperimentConfig& config,
                                          const EnvironmentFactory& factory) {
  std::unique_ptr<Learner> learner = make_learner(config, factory);
  try {
    learner->restore(run.checkpoint.tensors);
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kFailure) throw;  // It is the environment that failed.
    throw Error(fmt::format("checkpoint '{}' does not fit config.toml: {}",
                            run.checkpoint_file.string(), error.what()));
  }
  return learner;
}

std::optional<std::int64_t> step_of(const std::optional<EvaluationPoint>& point) {
  return point ? std::optional(point->step) : std::nullopt;
}

LogResume log_resume(const Checkpoint& checkpoint, const ExperimentConfig& config) {
  return {checkpoint.step, step_of(restore_point("run.last", checkpoint.tensors, checkpoint.step)),
          steps_per_update(config)};
}

void check_points(const Progress& progress, const fs::path& checkpoint) {
  if (progress.best.has_value() == progress.last.has_value()) return;
  throw Error(fmt::format(
      "checkpoint '{}': found only the tensor '{}', wanted both 'run.best' and 'run.last' or none",
      checkpoint.string(), progress.best ? "run.best" : "run.last"));
}

}  // namespace

Training::Training(const ExperimentConfig& config, const RegisteredEnvironments& environments,
                   const std::string& out, CallBoard* board)
    : config_(config),
      factory_(watched_factory(config_, environments, board)),
      spec_(spec_of(factory_)),
      learner_(make_learner(config_, factory_)),
      initial_(begin_with_weights(*learner_, config_.init)),
      folder_(RunFolder::begin(out, config_)),
      log_(folder_.path(), spec_, learner_->metric_names(), std::nullopt) {
  refresh_progress();
  remember();
  log_.open();
  store();
  store_initial();
  remember_own_plugins();  // Before it is a run: a kill must not leave one that is a stranger's.
  folder_.finish_start();
}

Training::Training(ResumedRun run, const RegisteredEnvironments& environments, CallBoard* board)
    : config_(std::move(run.config)),
      factory_(watched_factory(config_, environments, board)),
      spec_(spec_of(factory_)),
      learner_(restored_learner(run, config_, factory_)),
      folder_(std::move(run.folder)),
      log_(folder_.path(), spec_, learner_->metric_names(), log_resume(run.checkpoint, config_)) {
  const TensorMap& tensors = run.checkpoint.tensors;
  recent_.restore(tensors);
  progress_.best = restore_point("run.best", tensors, run.checkpoint.step);
  progress_.last = restore_point("run.last", tensors, run.checkpoint.step);
  check_points(progress_, run.checkpoint_file);
  stored_step_ = first_step_ = run.checkpoint.step;
  repair(run.stored);
  seconds_before_ = log_.logged_seconds();
  refresh_progress();
  remember();
}

// What a kill may have left: temporary files, links that are behind, checkpoints that should be
// gone, rows of updates that are repeated.
void Training::repair(const ExperimentConfig& stored) {
  remove_dead_temporaries(folder_.path());
  remove_dead_temporaries(folder_.path() / "checkpoints");
  settle_checkpoints(folder_.path(), step_of(progress_.best), config_.checkpoint.keep);
  notes_ = log_.open();
  remember_own_plugins();
  renew_config(stored);
}

// Of a finished run nothing changes but the plug-ins, so that it names those that are remembered.
void Training::renew_config(const ExperimentConfig& stored) const {
  const fs::path file = folder_.path() / "config.toml";
  const bool is_finished = stored_step_ >= config_.steps;
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
    if (!is_best) {
      progress_.step = learned_.step;
      return;
    }
    const std::lock_guard lock(files_);
    remember();
    if (*is_best || is_due(config_.checkpoint.every, before)) store();
    if (done()) write_summary();
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
  save_point(progress_.best, "run.best", next_tensors_);
  save_point(progress_.last, "run.last", next_tensors_);
  std::swap(learned_.tensors, next_tensors_);
  learned_.step = progress_.step;
  learned_.best = progress_.best;
  learned_.last = progress_.last;
}

// After a failure (an environment throws, a loss is not finite, a row cannot be written, an
// evaluation cannot be finished): saves what was learned and logged before it.  The failure is what
// must be reported, also if this fails too.
void Training::keep_learned() noexcept {
  reserve_.reset();
  try {
    const std::lock_guard lock(files_);
    progress_.step = learned_.step;
    if (stored_step_ != learned_.step) store();
    write_summary();
  } catch (...) {
  }
}

std::int64_t Training::save() {
  const std::lock_guard lock(files_);
  if (stored_step_ != learned_.step) store();
  if (summary_step(folder_.path()) != learned_.step) write_summary();
  return learned_.step;
}

/// Whether a multiple of `every` was reached since `previous_step`, or the end.
bool Training::is_due(std::int64_t every, std::int64_t previous_step) const {
  return done() || (every > 0 && progress_.step / every > previous_step / every);
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
                                          .stop = stop});
  if (evaluation.stopped) return std::nullopt;
  const std::lock_guard lock(files_);
  const EvaluationReport report = make_report(spec_, evaluation, config.seed);
  log_.add_evaluation(progress_.step, elapsed(), report);
  progress_.last = {progress_.step, report.return_mean, report.return_std};
  const bool is_best = !progress_.best || report.return_mean >= progress_.best->return_mean;
  if (is_best) progress_.best = progress_.last;
  return is_best;
}

void Training::store() {
  log_.sync();  // A checkpoint must not outlive the rows before it.
  store_checkpoint(folder_.path(), make_checkpoint(config_, spec_, learned_.step, learned_.tensors),
                   step_of(learned_.best), config_.checkpoint.keep);
  stored_step_ = learned_.step;
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
  const auto steps = static_cast<double>(progress_.step - first_step_);
  const auto left = static_cast<double>(std::max<std::int64_t>(0, config_.steps - progress_.step));
  if (steps <= 0) return;
  progress_.steps_per_second = steps / std::max(training_seconds_, 1e-9);
  progress_.seconds_left = (progress_.wall_seconds - seconds_before_) / steps * left;
}

double Training::elapsed() const {
  const std::chrono::duration<double> here = std::chrono::steady_clock::now() - start_;
  return seconds_before_ + here.count();
}

void Training::write_summary() const {
  const Json summary = {{"env", config_.env_id},
                        {"seed", config_.seed},
                        {"steps", learned_.step},
                        {"steps_asked", config_.steps},
                        {"wall_seconds", elapsed()},
                        {"env_steps_per_second", static_cast<double>(learned_.step) / elapsed()},
                        {"best_evaluation", to_json(learned_.best)},
                        {"last_evaluation", to_json(learned_.last)},
                        {"version", SACCADE_VERSION}};
  write_atomically(folder_.path() / "summary.json", summary.dump(2) + "\n");
}

}  // namespace saccade

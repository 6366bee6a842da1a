#include "experiments/run/training.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "agents/evaluate.h"
#include "experiments/run/atomic_file.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kRunPrefix = "run.";

/// The learner's own tensors, without those of the run around it.
TensorMap learner_tensors(const TensorMap& tensors) {
  TensorMap result;
  for (const auto& [name, tensor] : tensors) {
    if (!name.starts_with(kRunPrefix)) result.emplace(name, tensor);
  }
  return result;
}

Json to_json(const std::optional<EvaluationPoint>& point) {
  if (!point) return nullptr;
  return {{"step", point->step},
          {"return_mean", point->return_mean},
          {"return_std", point->return_std}};
}

std::unique_ptr<Learner> make_learner(const ExperimentConfig& config,
                                      const EnvironmentFactory& factory) {
  return std::make_unique<Learner>(factory, config.policy, config.ppo, config.steps, config.seed,
                                   thread_count(config));
}

std::unique_ptr<Learner> restored_learner(const ResumedRun& run,
                                          const EnvironmentFactory& factory) {
  std::unique_ptr<Learner> learner = make_learner(run.config, factory);
  try {
    learner->restore(learner_tensors(run.checkpoint.tensors));
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::kFailure) throw;  // It is the environment that failed.
    throw Error(fmt::format("checkpoint '{}' does not fit config.toml: {}",
                            run.checkpoint_file.string(), error.what()));
  }
  return learner;
}

}  // namespace

Training::Training(const ExperimentConfig& config, const Catalogue& catalogue,
                   const std::string& out)
    : config_(config),
      factory_(environment_factory(config_, catalogue)),
      spec_(spec_of(factory_)),
      learner_(make_learner(config_, factory_)),
      folder_(create_run_directory(out, config_)),
      lock_(folder_),
      log_(folder_, spec_, std::nullopt) {
  refresh_progress();
  write_atomically(folder_ / "config.toml", write_config(config_));
  store(snapshot(), false);
  remember();
}

Training::Training(const ResumedRun& run, const Catalogue& catalogue)
    : config_(run.config),
      factory_(environment_factory(config_, catalogue)),
      spec_(spec_of(factory_)),
      learner_(restored_learner(run, factory_)),
      folder_(run.folder),
      lock_(folder_),
      log_(folder_, spec_, run.checkpoint.step) {
  const TensorMap& tensors = run.checkpoint.tensors;
  recent_.restore(tensors);
  progress_.best = restore_point("run.best", tensors);
  progress_.last = restore_point("run.last", tensors);
  seconds_before_ = log_.logged_seconds();
  stored_step_ = first_step_ = run.checkpoint.step;
  refresh_progress();
  write_atomically(folder_ / "config.toml", write_config(config_));
  remember();
}

void Training::advance() {
  try {
    update();
    log_and_store();
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

void Training::log_and_store() {
  const std::int64_t before = learned_step_;
  remember();
  const double seconds = progress_.metrics.rollout_seconds + progress_.metrics.update_seconds;
  const double speed = static_cast<double>(progress_.step - before) / std::max(seconds, 1e-9);
  log_.add_update(progress_.step, progress_.wall_seconds, speed, recent_, progress_.metrics);
  const bool is_best = is_due(config_.evaluation.every, before) && evaluate_policy();
  if (is_best || is_due(config_.checkpoint.every, before)) store(snapshot(), is_best);
  if (done()) write_summary();
}

void Training::remember() {
  learned_ = snapshot();
  learned_step_ = progress_.step;
}

// After a failure (an environment throws, a loss is not finite, an evaluation cannot be finished):
// saves what was learned before it.  The failure is what must be reported, also if this fails too.
void Training::keep_learned() noexcept {
  try {
    progress_.step = learned_step_;
    if (stored_step_ != learned_step_) store(std::move(learned_), false);
    write_summary();
  } catch (...) {
  }
}

void Training::save() {
  if (stored_step_ != progress_.step) store(snapshot(), false);
  write_summary();
}

/// Whether a multiple of `every` was reached since `previous_step`, or the end.
bool Training::is_due(std::int64_t every, std::int64_t previous_step) const {
  return done() || (every > 0 && progress_.step / every > previous_step / every);
}

/// Returns whether no evaluation was better so far.
bool Training::evaluate_policy() {
  const EvaluationConfig& config = config_.evaluation;
  if (config.episodes == 0) return false;
  const Evaluation evaluation = evaluate(
      &learner_->policy(), factory_, learner_->spec(),
      {.episodes = config.episodes, .seed = config.seed, .threads = thread_count(config_)});
  const EvaluationReport report = make_report(spec_, evaluation, config.seed);
  log_.add_evaluation(progress_.step, elapsed(), report);
  progress_.last = {progress_.step, report.return_mean, report.return_std};
  const bool is_best = !progress_.best || report.return_mean >= progress_.best->return_mean;
  if (is_best) progress_.best = progress_.last;
  return is_best;
}

// Everything from which the run continues exactly.
TensorMap Training::snapshot() const {
  TensorMap tensors = learner_->save();
  recent_.save(tensors);
  save_point(progress_.best, "run.best", tensors);
  save_point(progress_.last, "run.last", tensors);
  return tensors;
}

void Training::store(TensorMap tensors, bool is_best) {
  log_.sync();  // A checkpoint must not outlive the rows before it.
  store_checkpoint(folder_, make_checkpoint(config_, spec_, progress_.step, std::move(tensors)),
                   is_best, config_.checkpoint.keep);
  stored_step_ = progress_.step;
}

void Training::refresh_progress() {
  progress_.env_id = config_.env_id;
  progress_.seed = config_.seed;
  progress_.step = learner_->steps();
  progress_.total_steps = config_.steps;
  progress_.wall_seconds = elapsed();
  progress_.episodes = recent_.episodes();
  progress_.return_mean = recent_.return_mean();
  progress_.length_mean = recent_.length_mean();
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
                        {"steps", progress_.step},
                        {"wall_seconds", elapsed()},
                        {"env_steps_per_second", static_cast<double>(progress_.step) / elapsed()},
                        {"best_evaluation", to_json(progress_.best)},
                        {"last_evaluation", to_json(progress_.last)},
                        {"version", SACCADE_VERSION}};
  write_atomically(folder_ / "summary.json", summary.dump(2) + "\n");
}

ResumedRun open_for_resume(const fs::path& run_folder, const std::vector<std::string>& sets,
                           Catalogue& catalogue) {
  if (!fs::exists(run_folder / "config.toml")) {
    throw Error("'" + run_folder.string() + "' is no run directory: it holds no config.toml");
  }
  const RunLocation location = locate_run(run_folder.string() + "@latest");
  Checkpoint checkpoint = read_checkpoint(location.checkpoint);
  ExperimentConfig config = read_config_file(location.folder / "config.toml", catalogue);
  apply_sets(config, sets, catalogue);
  check_fits(checkpoint, location.checkpoint, spec_of(environment_factory(config, catalogue)));
  if (config.steps < checkpoint.step) {
    throw Error(fmt::format("steps: found {}, but run '{}' has trained for {} already",
                            config.steps, run_folder.string(), checkpoint.step));
  }
  return {location.folder, std::move(config), std::move(checkpoint), location.checkpoint};
}

}  // namespace saccade

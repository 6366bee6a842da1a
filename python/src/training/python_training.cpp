#include "python/src/training/python_training.h"

#include <pybind11/pybind11.h>

#include <cmath>
#include <utility>

#include "experiments/machine/memory_need.h"
#include "experiments/run/run_directory.h"
#include "python/src/training/interruptible.h"

namespace saccade::python {

namespace {

void check_fits_memory(const ExperimentConfig& config, const RegisteredEnvironments& environments) {
  check_memory(measure_need(config, environment_factory(config, environments)), memory_limits());
}

}  // namespace

PythonTraining::PythonTraining(const std::string& config_or_env,
                               const std::vector<std::string>& sets, const std::string& out,
                               const std::string& init, RegisteredEnvironments environments)
    : environments_(std::move(environments)) {
  ExperimentConfig config = load_experiment(config_or_env, sets, environments_);
  if (!init.empty()) config.init = {locate_run(init).checkpoint.string(), ""};
  check_fits_memory(config, environments_);
  training_ = std::make_unique<Training>(config, environments_, out);
}

PythonTraining::PythonTraining(const std::string& run, const std::vector<std::string>& sets,
                               RegisteredEnvironments environments)
    : environments_(std::move(environments)) {
  ResumedRun resumed = open_for_resume(run, sets, environments_);
  check_fits_memory(resumed.config, environments_);
  training_ = std::make_unique<Training>(std::move(resumed), environments_);
}

bool PythonTraining::advance() {
  if (training_->end()) return false;
  run_interruptibly([this](const std::atomic<bool>& stop) { training_->advance(&stop); });
  return true;
}

std::vector<std::pair<std::string, double>> PythonTraining::metrics() const {
  const Progress& progress = training_->progress();
  std::vector<std::pair<std::string, double>> all;
  const auto add = [&all](const std::string& name, double value) {
    if (!std::isnan(value)) all.emplace_back(name, value);
  };
  add("step", static_cast<double>(progress.step));
  add("wall_seconds", progress.wall_seconds);
  add("steps_per_second", progress.steps_per_second);
  add("episodes", static_cast<double>(progress.episodes));
  add("return_mean", progress.return_mean);
  add("length_mean", progress.length_mean);
  for (const auto& [kind, value] : progress.kind_returns) add(kind + ".return_mean", value);
  for (const Metric& metric : progress.metrics.values) add(metric.name, metric.value);
  if (progress.last && progress.last->step == progress.step) {
    add("eval_return_mean", progress.last->return_mean);
  }
  return all;
}

void PythonTraining::save() {
  const pybind11::gil_scoped_release release;
  training_->save();
}

}  // namespace saccade::python

#include "experiments/embed/own_training.h"

#include "envs/builtin.h"
#include "experiments/run/training.h"

namespace saccade {

namespace {

RegisteredEnvironments with_own(const EnvironmentEntry& entry) {
  Registry registry;
  add_builtin_environments(registry);
  registry.add(entry);
  return RegisteredEnvironments(std::move(registry));
}

std::unique_ptr<Training> begin(const OwnTraining& request, RegisteredEnvironments& environments) {
  if (request.resume) {
    return std::make_unique<Training>(open_for_resume(request.out, request.settings, environments),
                                      environments);
  }
  std::vector<std::string> settings = request.settings;
  const std::string& id = request.environment.id;
  if (!request.config.empty()) settings.insert(settings.begin(), "env.id=" + id);
  const ExperimentConfig config =
      load_experiment(request.config.empty() ? id : request.config, settings, environments);
  return std::make_unique<Training>(config, environments, request.out);
}

TrainingStatus status_of(const Progress& progress) {
  TrainingStatus status{.step = progress.step,
                        .total_steps = progress.total_steps,
                        .return_mean = progress.return_mean};
  for (const Metric& metric : progress.metrics.values)
    status.metrics.emplace_back(metric.name, metric.value);
  return status;
}

}  // namespace

std::filesystem::path train(const OwnTraining& request) {
  RegisteredEnvironments environments = with_own(request.environment);
  const std::unique_ptr<Training> training = begin(request, environments);
  bool goes_on = true;
  while (goes_on && !training->end()) {
    training->advance();
    if (request.on_update) goes_on = request.on_update(status_of(training->progress()));
  }
  training->save();
  return training->folder();
}

}  // namespace saccade

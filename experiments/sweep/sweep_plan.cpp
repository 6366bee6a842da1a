#include "experiments/sweep/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "envs/core/error.h"
#include "experiments/config/config_value.h"
#include "experiments/report/progress_text.h"
#include "experiments/sweep/seed_list.h"
#include "experiments/sweep/sweep_labels.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

/// Another environment or algorithm brings its default options: these two are set first.
bool comes_first(const std::string& set) {
  return set.starts_with("env.id=") || set.starts_with("algorithm=");
}

/// Those of the configuration of this label.
std::vector<Setting> settings_of(const std::vector<ConfigSettings>& own, const std::string& label) {
  const auto at = std::find_if(own.begin(), own.end(), [&label](const ConfigSettings& settings) {
    return settings.config == label;
  });
  return at == own.end() ? std::vector<Setting>{} : at->settings;
}

/// What the runs of a configuration are trained with in a trial, the last of a key wins.
std::vector<std::string> sets_of(const SweepConfig& sweep, const std::vector<std::string>& more,
                                 const Trial& trial, const std::string& label) {
  std::vector<std::string> sets;
  const auto add = [&sets](const std::vector<Setting>& settings) {
    for (const Setting& setting : settings) {
      sets.push_back(setting.key + '=' + format_value(setting.value));
    }
  };
  add(sweep.set);
  add(settings_of(sweep.own, label));
  sets.insert(sets.end(), more.begin(), more.end());
  add(trial.variant.settings);
  add(settings_of(trial.variant.own, label));
  add(trial.settings);
  std::stable_partition(sets.begin(), sets.end(), comes_first);
  return sets;
}

class Planner {
 public:
  Planner(const SweepConfig& sweep, const std::vector<std::string>& sets, const fs::path& out,
          RegisteredEnvironments& environments)
      : sweep_(sweep), sets_(sets), out_(out), environments_(environments) {}

  SweepPlan plan() {
    const bool fills_budget = sweep_.search != SearchKind::kGrid && sweep_.samples == 0;
    plan_.trials = make_trials(sweep_, fills_budget ? most_trials() : sweep_.samples);
    check_count();
    for (std::size_t trial = 0; trial < plan_.trials.size(); ++trial) {
      add_trial(trial);
      if (!exceeds_budget()) continue;
      if (!fills_budget || trial == 0) refuse_budget();
      plan_.runs.resize(trial * runs_per_trial());
      plan_.trials.resize(trial);  // The loop ends.
    }
    check_possible();
    return std::move(plan_);
  }

 private:
  std::size_t runs_per_trial() const { return sweep_.configs.size() * sweep_.seeds.size(); }

  int most_trials() const { return static_cast<int>(kMostRuns / runs_per_trial()); }

  /// Several configurations have a folder each, so that they can be told apart by it.
  fs::path folder_of(std::size_t trial, const std::string& config) const {
    const fs::path folder = folder_of(trial);
    return sweep_.configs.size() > 1 ? folder / config : folder;
  }

  fs::path folder_of(std::size_t trial) const {
    if (!sweep_.vary.empty()) return out_ / fmt::format("trial-{:03}", trial + 1);
    return out_ / plan_.trials[trial].variant.name;
  }

  std::string label_of(std::size_t trial, const std::string& name, std::uint64_t seed) const {
    std::string label = sweep_.vary.empty() ? "" : fmt::format("trial {} ", trial + 1);
    const std::string& variant = plan_.trials[trial].variant.name;
    if (!variant.empty()) label += variant + ' ';
    if (label.empty() || sweep_.configs.size() > 1) label += name + ' ';
    return label + fmt::format("seed {}", seed);
  }

  void add_trial(std::size_t trial) {
    for (const std::string& config : sweep_.configs) {
      const std::string name = config_label(config);
      if (!is_tried_with(plan_.trials[trial].variant, name)) continue;
      for (const std::uint64_t seed : sweep_.seeds) {
        PlannedRun run;
        run.config = config;
        run.sets = sets_of(sweep_, sets_, plan_.trials[trial], name);
        run.seed = seed;
        run.folder = folder_of(trial, name) / fmt::format("{}-{}", name, seed);
        run.label = label_of(trial, name, seed);
        run.trial = trial;
        check_planned(run, environments_);
        check_halving(run);
        plan_.runs.push_back(std::move(run));
      }
    }
  }

  /// Trials are judged by their evaluations, all at the same steps.
  void check_halving(const PlannedRun& run) const {
    if (sweep_.search != SearchKind::kHalving || !run.problem.empty()) return;
    const std::string end = "; wanted another search than \"halving\"";
    if (!run.is_evaluated) throw Error("eval.episodes: found 0" + end);
    if (run.may_end_early) throw Error("eval.stop_return: may end a run early" + end);
  }

  std::int64_t planned_steps() const {
    if (sweep_.search == SearchKind::kHalving) {
      const auto seeds = static_cast<std::int64_t>(sweep_.seeds.size());
      const std::size_t trials = plan_.runs.size() / runs_per_trial();
      std::int64_t most = 0;  // A run that cannot be loaded has none.
      for (const PlannedRun& run : plan_.runs) most = std::max(most, run.steps);
      return seeds * halving_steps(sweep_.halving, trials, most);
    }
    std::int64_t steps = 0;
    for (const PlannedRun& run : plan_.runs) steps += run.steps;
    return steps;
  }

  bool exceeds_budget() const {
    return sweep_.most_steps > 0 && planned_steps() > sweep_.most_steps;
  }

  [[noreturn]] void refuse_budget() const {
    throw Error(fmt::format(
        "budget.steps: found {}, but {} of the sweep's {} trials alone train for {} steps",
        format_count(sweep_.most_steps), plan_.runs.back().trial + 1, plan_.trials.size(),
        format_count(planned_steps())));
  }

  /// Before any configuration is loaded.
  void check_count() const {
    const std::size_t runs = std::max<std::size_t>(1, plan_.trials.size()) * runs_per_trial();
    if (runs > kMostRuns) {
      throw Error(fmt::format("found {} runs, wanted at most {}", runs, kMostRuns));
    }
  }

  void check_possible() const {
    const bool none = std::all_of(plan_.runs.begin(), plan_.runs.end(),
                                  [](const PlannedRun& run) { return !run.problem.empty(); });
    if (none) throw Error(plan_.runs.front().problem);
  }

  const SweepConfig& sweep_;
  const std::vector<std::string>& sets_;
  const fs::path& out_;
  RegisteredEnvironments& environments_;
  SweepPlan plan_;
};

/// A set that the trials override would have no effect.
void check_sets(const SweepConfig& sweep, const std::vector<std::string>& sets) {
  for (const std::string& set : sets) {
    check_shared_set(set);
    const std::string key = set.substr(0, set.find('='));
    const auto sets_key = [&key](const auto& one) { return one.key == key; };
    bool is_varied = std::any_of(sweep.vary.begin(), sweep.vary.end(), sets_key);
    const auto has_key = [&sets_key](const std::vector<Setting>& settings) {
      return std::any_of(settings.begin(), settings.end(), sets_key);
    };
    for (const Variant& variant : sweep.variants) {
      is_varied |= has_key(variant.settings);
      for (const ConfigSettings& own : variant.own) is_varied |= has_key(own.settings);
    }
    if (is_varied) throw Error(fmt::format("--set {}: the sweep varies this key", set));
  }
}

}  // namespace

SweepPlan plan_sweep(const SweepConfig& sweep, const std::vector<std::string>& sets,
                     const fs::path& out, RegisteredEnvironments& environments) {
  check_labels(sweep);
  check_sets(sweep, sets);
  return Planner(sweep, sets, out, environments).plan();
}

}  // namespace saccade

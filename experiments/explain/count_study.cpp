#include "experiments/explain/count_study.h"
#include "envs/episode/episode_error.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "agents/evaluate.h"
#include "experiments/statistics/mean_interval.h"

namespace saccade {
namespace {

constexpr double kFactors[] = {0.5, 1, 2, 3, 4};

/// Options that count the same types.
struct CountGroup {
  std::vector<std::string> types;
  std::vector<std::size_t> options;  // Indices into the specs.
};

std::vector<CountGroup> groups_of(const Options& options) {
  std::vector<CountGroup> groups;
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    const std::vector<std::string>& types = options.specs()[i].counts;
    if (types.empty()) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const CountGroup& g) { return g.types == types; });
    if (group == groups.end()) group = groups.insert(groups.end(), {types, {}});
    group->options.push_back(i);
  }
  return groups;
}

/// Nothing where a value would be out of its range, or where nothing would change.
std::optional<CountPoint> scaled(const Options& options, const CountGroup& group, double factor) {
  CountPoint point{factor, {}, {}};
  bool changes = factor == 1;
  for (const std::size_t i : group.options) {
    const OptionSpec& spec = options.specs()[i];
    const int value = std::get<int>(options.values()[i]);
    const double wanted = std::round(value * factor);
    if (wanted < spec.min || wanted > spec.max) return std::nullopt;
    point.options.emplace_back(spec.name, static_cast<int>(wanted));
    changes = changes || static_cast<int>(wanted) != value;
  }
  return changes ? std::optional(point) : std::nullopt;
}

/// False when the environment refuses.
bool measure(const PolicySet& policies, ExperimentConfig config,
             const RegisteredEnvironments& environments, const EvaluationPlan& plan,
             CountPoint& point) {
  try {
    for (const auto& [name, value] : point.options) config.env_options.set(name, value);
    const EnvironmentFactory factory = environment_factory(config, environments);
    const Evaluation evaluation = evaluate(&policies, factory, factory()->spec(), plan);
    Scores returns;
    for (const EpisodeSummary& episode : evaluation.episodes) {
      returns.push_back(episode.mean_return());
    }
    point.returns = mean_estimate({returns});
    return true;
  } catch (const EpisodeError&) {
    throw;  // It accepted the numbers, and failed.
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::vector<CountLine> study_counts(const PolicySet& policies, const ExperimentConfig& config,
                                    const RegisteredEnvironments& environments, int episodes,
                                    std::uint64_t seed, int threads) {
  const EvaluationPlan plan{.episodes = episodes, .seed = seed, .threads = threads};
  std::vector<CountLine> lines;
  for (const CountGroup& group : groups_of(config.env_options)) {
    CountLine line{group.types, {}};
    for (const double factor : kFactors) {
      std::optional<CountPoint> point = scaled(config.env_options, group, factor);
      if (point && measure(policies, config, environments, plan, *point)) {
        line.points.push_back(*std::move(point));
      }
    }
    if (line.points.size() > 1) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace saccade

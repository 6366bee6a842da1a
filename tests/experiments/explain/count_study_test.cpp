#include "experiments/explain/count_study.h"

#include <catch2/catch.hpp>

namespace saccade {
namespace {

TEST_CASE("numbers of entities go from half to four times, as far as their ranges allow") {
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_experiment(
      "minefield", {"policy.width=16", "env.mines=3", "env.max_steps=10"}, environments);
  const EnvironmentFactory factory = environment_factory(config, environments);
  const PolicySet policies(factory()->spec().kinds, config.learner.policy, 1);
  const std::vector<CountLine> lines = study_counts(policies, config, environments, 2, 1, 2);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].types == std::vector<std::string>{"mine"});
  std::vector<int> values;
  for (const CountPoint& point : lines[0].points) values.push_back(point.options.at(0).second);
  CHECK(values == std::vector<int>{2, 3, 6, 9, 12});
}

TEST_CASE("a range is multiplied at both ends, and what is out of range is left out") {
  RegisteredEnvironments environments;
  const ExperimentConfig config =
      load_experiment("sorter", {"policy.width=16", "env.max_steps=60"}, environments);
  const EnvironmentFactory factory = environment_factory(config, environments);
  const PolicySet policies(factory()->spec().kinds, config.learner.policy, 1);
  const std::vector<CountLine> lines = study_counts(policies, config, environments, 1, 1, 1);
  REQUIRE(lines.size() == 1);
  REQUIRE(lines[0].points.size() == 3);  // 4, 8 and 16 tiles; 24 and 32 are too many.
  CHECK(lines[0].points.back().options.size() == 2);
  CHECK(lines[0].points.back().options[0].second == 16);
}

}  // namespace
}  // namespace saccade

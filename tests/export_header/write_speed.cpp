// Writes the header of an untrained policy of a preset, with a program that measures it on
// observations of its environment; and measures Saccade's own Actor on the same.
//
//   write_speed PRESET FOLDER    FOLDER/<preset>.h, .cpp, .numbers, and <preset>.actor: the mean
//                                number of tokens, microseconds
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "agents/policy/policy_set.h"
#include "envs/core/random.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/config/experiment_config.h"
#include "experiments/config/registered_environments.h"
#include "experiments/export/exported_policy.h"
#include "experiments/header/policy_header.h"
#include "glue_code.h"

namespace saccade::export_header {
namespace {

namespace fs = std::filesystem;

constexpr int kObservations = 50, kApart = 5;  // Steps from one observation to the next.
constexpr int kRepeats = 2000;

/// What the first agent sees now and then while all act at random.
std::vector<Observation> observations_of(Environment& environment) {
  const EnvironmentSpec& spec = environment.spec();
  std::vector<Observation> seen, kept;
  for (const AgentKind& kind : spec.kinds) {
    for (int i = 0; i < kind.agents; ++i) seen.emplace_back(kind.observation, kind.action);
  }
  std::vector<float> actions(spec.action_count()), rewards(seen.size());
  Rng rng(1);
  bool over = true;
  for (std::uint64_t step = 0; kept.size() < kObservations; ++step) {
    if (over) environment.reset(step);
    for (std::size_t agent = 0; agent < seen.size(); ++agent) {
      seen[agent].clear();
      if (environment.is_present(static_cast<int>(agent)))
        environment.observe(static_cast<int>(agent), seen[agent]);
    }
    if (step % kApart == 0 && !seen[0].is_empty()) kept.push_back(seen[0]);
    random_actions(spec, seen, rng, actions);
    const StepResult result = environment.step(actions, rewards);
    over = result.terminated || result.truncated;
  }
  return kept;
}

/// Microseconds of the processor for one action of the actor.
double time_actor(const Policy& policy, const std::vector<Observation>& seen) {
  Actor actor(policy);
  PolicyState state = policy.make_state(1);
  std::vector<float> action(static_cast<std::size_t>(action_width(policy.action_space())));
  for (const Observation& each : seen) actor.act({&each, 1}, state, nullptr, action);
  const std::clock_t begin = std::clock();
  for (const Observation& each : seen) {
    for (int i = 0; i < kRepeats; ++i) actor.act({&each, 1}, state, nullptr, action);
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return 1e6 * seconds / (kRepeats * static_cast<double>(seen.size()));
}

void write_all(const std::string& preset, const fs::path& folder) {
  RegisteredEnvironments environments;
  const ExperimentConfig config = load_experiment(preset, {}, environments);
  const auto environment = environment_factory(config, environments)();
  const EnvironmentSpec& spec = environment->spec();
  const PolicySet policies(spec.kinds, config.learner.policy, 1);
  const ExportedPolicy policy = exported_policy(
      make_checkpoint(config, spec, 0, policies.tensors()), preset, spec.kinds.front().name);
  const HeaderOptions options;
  const HeaderPlan plan(policy, options);
  const std::vector<Observation> seen = observations_of(*environment);
  std::vector<float> numbers;
  std::size_t tokens = 0;
  TeamActor actor(policies, spec);
  for (const Observation& each : seen) {
    const Decision decision = actor.decide(0, each, nullptr);
    append_numbers(plan, true, each, decision, numbers);
    tokens += decision.attention.ids.size();
  }
  std::ofstream(folder / (preset + ".h")) << policy_header(policy, options);
  std::ofstream(folder / (preset + ".cpp")) << glue_code(plan, preset + ".h");
  std::ofstream(folder / (preset + ".numbers"), std::ios::binary)
      .write(reinterpret_cast<const char*>(numbers.data()),
             static_cast<std::streamsize>(numbers.size() * sizeof(float)));
  std::ofstream(folder / (preset + ".actor"))
      << fmt::format("{:.0f} {:.2f}\n", static_cast<double>(tokens) / kObservations,
                     time_actor(policies[0], seen));
}

}  // namespace
}  // namespace saccade::export_header

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "error: wanted a preset and the folder to write to\n");
    return 2;
  }
  try {
    saccade::export_header::write_all(arguments[1], arguments[2]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
}

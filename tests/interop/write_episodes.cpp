// Plays an environment with random actions and writes what happened, for comparison with the
// program it was taken from.
//
//   write_episodes ENV EPISODES [OPTION=VALUE]...
//
// One line of JSON per episode, with the seeds 0, 1, ...:
//   {"seed", "observations": [steps + 1][agents]{type: [[id, features...], ...]},
//    "actions": [steps][action_count], "rewards": [steps][agents],
//    "terminated", "truncated", "outcome": its name, or ""}
// Numbers have as many digits as tell them apart.  An agent that is absent is null.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "envs/builtin.h"
#include "envs/episode/episode_runner.h"

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Observation& seen, const ObservationSpace& space) {
  Json json = Json::object();
  for (std::size_t type = 0; type < space.types.size(); ++type) {
    const Observation::Rows& rows = seen.rows()[type];
    const auto width = static_cast<std::size_t>(rows.width);
    Json& entities = json[space.types[type].name] = Json::array();
    for (std::size_t row = 0; row < rows.ids.size(); ++row) {
      Json entity = {rows.ids[row]};
      for (std::size_t i = 0; i < width; ++i) entity.push_back(rows.features[row * width + i]);
      entities.push_back(std::move(entity));
    }
  }
  return json;
}

/// true, 3, 0.5, or any text.
OptionValue value_of(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<int>();
  if (json.is_number()) return json.get<double>();
  return text;
}

/// What all agents see, now or at the episode's end.
Json seen_by_all(const EpisodeRunner& runner) {
  Json all = Json::array();
  for (int agent = 0; agent < runner.spec().agent_count(); ++agent) {
    if (!runner.is_present(agent)) {
      all.push_back(nullptr);
      continue;
    }
    all.push_back(to_json(runner.observation(agent), runner.spec().kind_of(agent).observation));
  }
  return all;
}

Json play(EpisodeRunner& runner, std::uint64_t seed) {
  runner.begin(seed);
  Rng rng(derive_seed({seed, 1}));
  std::vector<float> actions(runner.action_count());
  Json json = {{"seed", seed}};
  Json observations = Json::array({seen_by_all(runner)});
  Json chosen = Json::array(), rewards = Json::array();
  StepResult result;
  while (!result.terminated && !result.truncated) {
    random_actions(runner.spec(), runner.observations(), rng, actions);
    result = runner.advance(actions);
    chosen.push_back(actions);
    rewards.push_back(std::vector<float>(runner.rewards().begin(), runner.rewards().end()));
    observations.push_back(seen_by_all(runner));
  }
  json["observations"] = std::move(observations);
  json["actions"] = std::move(chosen);
  json["rewards"] = std::move(rewards);
  json["terminated"] = result.terminated;
  json["truncated"] = result.truncated;
  json["outcome"] =
      result.outcome < 0 ? "" : runner.spec().outcomes[static_cast<std::size_t>(result.outcome)];
  return json;
}

void write(int argc, char** argv) {
  if (argc < 3) throw Error("usage: write_episodes ENV EPISODES [OPTION=VALUE]...");
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find(argv[1]);
  Options options(entry.options);
  for (int i = 3; i < argc; ++i) {
    const std::string assignment = argv[i];
    const std::size_t sign = assignment.find('=');
    if (sign == std::string::npos) throw Error("found " + assignment + ", wanted OPTION=VALUE");
    options.set(assignment.substr(0, sign), value_of(assignment.substr(sign + 1)));
  }
  EpisodeRunner runner(make_environment(entry, options));
  const std::uint64_t episodes = std::stoull(argv[2]);
  for (std::uint64_t seed = 0; seed < episodes; ++seed) {
    fmt::print("{}\n", play(runner, seed).dump());
  }
}

}  // namespace
}  // namespace saccade

int main(int argc, char** argv) {
  try {
    saccade::write(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return EXIT_FAILURE;
  }
}

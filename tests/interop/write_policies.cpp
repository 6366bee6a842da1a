// Writes policies of every kind with random weights, and what Saccade makes of observations with
// them: for check_policies.py, which wants NumPy to make the same.
//
//   write_policies FOLDER    FOLDER/<case>.safetensors, FOLDER/<case>.json and, of many more
//                            observations, FOLDER/many/<case>[.<kind>].safetensors
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "agents/policy/policy_set.h"
#include "cases.h"
#include "experiments/checkpoint/checkpoint.h"
#include "many_decisions.h"
#include "random_policies.h"
#include "spaces.h"

namespace saccade::interop {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(Vec2 vector) {
  if (std::isnan(vector.x)) return nullptr;
  return {vector.x, vector.y};
}

Json to_json(const Observation::Rows& rows) {
  Json entities = Json::array();
  for (int i = 0; i < rows.count(); ++i) {
    const auto row = static_cast<std::size_t>(i);
    const auto first = rows.features.begin() + std::ptrdiff_t{i} * rows.width;
    entities.push_back({{"features", std::vector<float>(first, first + rows.width)},
                        {"position", to_json(rows.positions[row])},
                        {"velocity", to_json(rows.velocities[row])}});
  }
  return entities;
}

Json to_json(const AgentKind& kind, const Observation& seen) {
  Json json = {{"entities", Json::object()},
               {"rays", Json::object()},
               {"images", Json::object()},
               {"masks", Json::object()},
               {"absent_heads", Json::array()}};
  for (std::size_t i = 0; i < seen.rows().size(); ++i) {
    json["entities"][kind.observation.types[i].name] = to_json(seen.rows()[i]);
  }
  for (std::size_t i = 0; i < seen.rays().size(); ++i) {
    const Observation::Rays& rays = seen.rays()[i];
    if (!rays.present) continue;
    json["rays"][kind.observation.rays[i].name] = {{"origin", to_json(rays.origin)},
                                                   {"heading", rays.heading},
                                                   {"distances", rays.distances},
                                                   {"hits", rays.hits}};
  }
  for (std::size_t i = 0; i < seen.images().size(); ++i) {
    const Observation::Image& image = seen.images()[i];
    if (!image.present) continue;
    json["images"][kind.observation.images[i].name] = {{"origin", to_json(image.origin)},
                                                       {"pixels", image.pixels}};
  }
  for (std::size_t i = 0; i < seen.masks().size(); ++i) {
    if (!seen.has_head(i)) {
      json["absent_heads"].push_back(head_name(kind.action.heads[i]));
    } else if (is_masked(kind.action.heads[i])) {
      json["masks"][head_name(kind.action.heads[i])] = seen.masks()[i];
    }
  }
  return json;
}

Json to_json(const Decision& decision) {
  Json heads = Json::object();
  for (const HeadDecision& head : decision.heads) {
    heads[head.name] = {
        {"probabilities", head.probabilities}, {"mean", head.mean}, {"std", head.std}};
  }
  const AttentionWeights& attention = decision.attention;
  return {{"action", decision.action},
          {"value", decision.value},
          {"heads", heads},
          {"layers", attention.layers},
          {"attention_heads", attention.heads},
          {"weights", attention.weights},
          {"rollout", attention.rollout}};
}

void write(const Case& wanted, const std::filesystem::path& folder, std::uint64_t seed) {
  const EnvironmentSpec spec = spec_of(wanted.world);
  const ExperimentConfig config = config_of(wanted, spec);
  const PolicySet policies = random_policies(spec, config, seed);
  write_checkpoint(folder / (wanted.name + ".safetensors"),
                   make_checkpoint(config, spec, 0, policies.tensors()));
  TeamActor actor(policies, spec);  // As if all were seen in one episode.
  Json json = Json::array();
  for (std::size_t k = 0; k < spec.kinds.size(); ++k) {
    for (const Observation& seen : observations_of(spec.kinds[k])) {
      json.push_back({{"kind", spec.kinds[k].name},
                      {"observation", to_json(spec.kinds[k], seen)},
                      {"decision", to_json(actor.decide(spec.first_agent(k), seen, nullptr))}});
    }
  }
  std::ofstream(folder / (wanted.name + ".json")) << json.dump() << '\n';
  for (std::size_t k = 0; k < spec.kinds.size(); ++k) {
    const std::string& kind = spec.kinds[k].name;
    const std::string name = kind.empty() ? wanted.name : wanted.name + "." + kind;
    write_many_decisions(policies, spec, k, seed, folder / "many" / (name + ".safetensors"));
  }
}

void write_all(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "many");
  std::uint64_t seed = 1;
  for (const Case& wanted : all_cases()) write(wanted, folder, seed++);
}

}  // namespace
}  // namespace saccade::interop

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "error: wanted one argument, the folder to write to\n");
    return 2;
  }
  try {
    saccade::interop::write_all(arguments[1]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
}

#include "many_decisions.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "experiments/files/safetensors.h"
#include "spaces.h"

namespace saccade::interop {
namespace {

constexpr int kEpisodes = 12, kSteps = 10;

/// Columns of numbers, each under its name.
class Columns {
 public:
  template <class Numbers>
  void add_all(const std::string& name, const Numbers& numbers) {
    std::vector<float>& column = columns_[name];
    for (const auto number : numbers) column.push_back(static_cast<float>(number));
  }
  void add(const std::string& name, double number) { add_all(name, std::vector<double>{number}); }
  void add(const std::string& name, Vec2 place) {
    add_all(name, std::vector<float>{place.x, place.y});
  }
  TensorMap tensors() const {
    TensorMap tensors;
    for (const auto& [name, column] : columns_) tensors[name].assign(column);
    return tensors;
  }

 private:
  std::map<std::string, std::vector<float>> columns_;
};

void add_entities(const AgentKind& kind, const Observation& seen, Columns& columns) {
  for (std::size_t t = 0; t < seen.rows().size(); ++t) {
    const Observation::Rows& rows = seen.rows()[t];
    const std::string& name = kind.observation.types[t].name;
    columns.add(name + ".count", rows.count());
    columns.add_all(name, rows.features);
    columns.add_all(name + ".motion", std::vector<float>{});
    for (std::size_t i = 0; i < rows.positions.size(); ++i) {
      columns.add(name + ".motion", rows.positions[i]);
      columns.add(name + ".motion", rows.velocities[i]);
    }
  }
}

void add_sensors(const AgentKind& kind, const Observation& seen, Columns& columns) {
  for (std::size_t i = 0; i < seen.rays().size(); ++i) {
    const RayModality& modality = kind.observation.rays[i];
    const Observation::Rays& rays = seen.rays()[i];
    const std::vector<float> none(static_cast<std::size_t>(modality.count));
    columns.add(modality.name + ".present", rays.present ? 1 : 0);
    columns.add_all(modality.name + ".distances", rays.present ? rays.distances : none);
    columns.add_all(modality.name + ".hits",
                    rays.present ? rays.hits : std::vector<int>(none.size()));
    columns.add(modality.name + ".heading", rays.present ? static_cast<double>(rays.heading) : 0);
    columns.add(modality.name + ".origin", rays.present ? rays.origin : Vec2{});
  }
  for (std::size_t i = 0; i < seen.images().size(); ++i) {
    const ImageModality& modality = kind.observation.images[i];
    const Observation::Image& image = seen.images()[i];
    const std::size_t pixels =
        static_cast<std::size_t>(modality.height * modality.width) * modality.channels.size();
    columns.add(modality.name + ".present", image.present ? 1 : 0);
    columns.add_all(modality.name + ".pixels",
                    image.present ? image.pixels : std::vector<float>(pixels));
    columns.add(modality.name + ".origin", image.present ? image.origin : Vec2{});
  }
}

void add_masks(const AgentKind& kind, const Observation& seen, Columns& columns) {
  for (std::size_t h = 0; h < kind.action.heads.size(); ++h) {
    const ActionHead& head = kind.action.heads[h];
    const bool present = seen.has_head(h);
    columns.add(head_name(head) + ".present", present ? 1 : 0);
    if (!is_masked(head)) continue;
    const std::vector<int> anything(static_cast<std::size_t>(choice_count(head, seen)), 1);
    if (present) columns.add_all(head_name(head) + ".mask", seen.masks()[h]);
    if (!present) columns.add_all(head_name(head) + ".mask", anything);
  }
}

void add_decision(const AgentKind& kind, const Observation& seen, const Decision& decision,
                  Columns& columns) {
  columns.add_all("decision.action", decision.action);
  columns.add("decision.value", static_cast<double>(decision.value));
  columns.add_all("decision.attention", decision.attention.weights);
  columns.add_all("decision.rollout", decision.attention.rollout);
  for (std::size_t h = 0; h < decision.heads.size(); ++h) {
    const HeadDecision& head = decision.heads[h];
    const std::string name = "decision." + head.name;
    if (const auto* numbers = std::get_if<ContinuousHead>(&kind.action.heads[h])) {
      const std::vector<float> none(numbers->low.size());
      columns.add_all(name + ".mean", seen.has_head(h) ? head.mean : none);
      columns.add_all(name + ".std", seen.has_head(h) ? head.std : none);
      continue;
    }
    const auto choices = static_cast<std::size_t>(choice_count(kind.action.heads[h], seen));
    const std::vector<float> none(choices);
    columns.add_all(name + ".probabilities", seen.has_head(h) ? head.probabilities : none);
  }
}

}  // namespace

void write_many_decisions(const PolicySet& policies, const EnvironmentSpec& spec, std::size_t kind,
                          std::uint64_t seed, const std::filesystem::path& file) {
  TeamActor actor(policies, spec);
  const AgentKind& of = spec.kinds[kind];
  const int agent = spec.first_agent(kind);
  Columns columns;
  std::uint64_t number = 0;
  for (int episode = 0; episode < kEpisodes; ++episode) {
    actor.begin_episode();
    for (int step = 0; step < kSteps; ++step) {
      const Observation seen = random_observation(of, derive_seed({seed, number++}));
      columns.add("begins", step == 0 ? 1 : 0);
      columns.add_all("state.in", actor.remembered(agent));
      add_entities(of, seen, columns);
      add_sensors(of, seen, columns);
      add_masks(of, seen, columns);
      add_decision(of, seen, actor.decide(agent, seen, nullptr), columns);
    }
  }
  write_safetensors(file, {{}, columns.tensors()});
}

}  // namespace saccade::interop

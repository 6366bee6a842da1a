// Agents that together have to be in given places: what `coverage`, `formation` and `line` share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "envs/core/environment.h"
#include "envs/core/options.h"
#include "envs/core/registry.h"
#include "envs/particles/particle_actions.h"
#include "envs/particles/particle_world.h"

namespace saccade {

/// A point of the plane.
struct Place {
  double x = 0;
  double y = 0;
};

/// What makes one placement task differ from another.
struct PlacementTask {
  std::string id;
  double landmark_radius = 0.05;
  double tolerance = 0.1;  ///< An agent nearer to its place than this is there.
  int agents = 3;
  int fewest_agents = 1;
  std::function<int(int agents)> landmark_count;
  /// Distance between neighbouring places; not given: any.
  std::function<double(int agents)> gap{};
  std::function<void(Rng&, ParticleWorld&)> place_landmarks;
  /// Fills [agents] with where agents should be, one at each.
  std::function<void(const ParticleWorld&, std::span<Place>)> find_places;
  /// On what the places lie, if on anything.
  std::function<void(const ParticleWorld&, Scene&)> draw_guide{};
};

struct PlacementSettings {
  int agents = 3;
  double agent_radius = 0.05;
  double tolerance = 0.1;
  bool is_continuous = false;
  bool end_on_success = true;
  int max_steps = 50;
};

class Placement final : public Environment {
 public:
  Placement(PlacementTask task, const PlacementSettings& settings);

  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t seed) override;
  StepResult step(std::span<const float> actions, std::span<float> rewards) override;
  void observe(int agent, Observation& observation) const override;
  void draw(Scene& scene) const override;
  void counts(std::span<float> values) const override;
  /// Moves agents and landmarks.
  EntityId edit(const StateEdit& edit) override;

 private:
  void match();
  /// From an agent to its place.
  double distance_of(std::size_t agent) const;
  int agents_in_place() const;
  StepResult result();

  PlacementTask task_;
  PlacementSettings settings_;
  EnvironmentSpec spec_;
  ParticleWorld world_;
  std::vector<Push> pushes_;
  std::vector<Place> places_;      // [agents]
  std::vector<double> distances_;  // [agents x agents] from agents to places.
  std::vector<int> place_of_;      // [agents] index of the place that the matching gives it.
  int steps_ = 0;
  int collisions_ = 0;  // Pairs that touched, summed over steps.
};

std::vector<OptionSpec> placement_options(const PlacementTask& task);
std::unique_ptr<Environment> make_placement(const PlacementTask& task, const Options& options);

/// The parts of a manual that are the same for all; the rest is to be filled in.
EnvironmentManual placement_manual();

}  // namespace saccade

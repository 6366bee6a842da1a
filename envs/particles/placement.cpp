#include "envs/particles/placement.h"

#include <algorithm>
#include <utility>

#include "envs/draw/shapes.h"
#include "envs/particles/assignment.h"
#include "envs/particles/particle_edits.h"
#include "envs/particles/particle_scene.h"

namespace saccade {
namespace {

enum Type { kSelf, kAgent, kLandmark };
enum Outcome { kSuccess, kTimeout };

constexpr double kArena = 1;     // Half of the square in which an episode begins.
constexpr double kFarthest = 2;  // Distances count up to this.
constexpr OffsetFeatures kAgentFeatures{.distance = true, .velocity = true};
constexpr OffsetFeatures kLandmarkFeatures{.distance = true};

EnvironmentSpec placement_spec(const PlacementTask& task, const PlacementSettings& settings) {
  return {.id = task.id,
          .kinds = {{.observation = {{self_type(), offset_type("agent", kAgentFeatures),
                                      offset_type("landmark", kLandmarkFeatures)}},
                     .action = push_space(settings.is_continuous),
                     .agents = settings.agents}},
          .max_steps = settings.max_steps,
          .steps_per_second = 1 / ParticleWorld::kTimeStep,
          .reward_low = static_cast<float>(-kFarthest),
          .reward_high = 0,
          .outcomes = {"success", "timeout"},
          .counts = {"collisions", "in_place"},
          .has_edits = true};
}

ParticleWorld placement_world(const PlacementTask& task, const PlacementSettings& settings) {
  const auto agents = static_cast<std::size_t>(settings.agents);
  const auto landmarks = static_cast<std::size_t>(task.landmark_count(settings.agents));
  return {std::vector<Particle>(agents, {.radius = settings.agent_radius}),
          std::vector<Particle>(landmarks, {.radius = task.landmark_radius, .is_solid = false})};
}

// Throws Error unless agents in neighbouring places are apart.
void check_room(const PlacementTask& task, const PlacementSettings& settings) {
  if (!task.gap || task.gap(settings.agents) >= 2 * settings.agent_radius) return;
  int most = settings.agents;
  while (most > task.fewest_agents && task.gap(most) < 2 * settings.agent_radius) --most;
  throw Error("option agents: found " + std::to_string(settings.agents) + ", wanted at most " +
              std::to_string(most) + ", since more of agent_radius " +
              detail::number_text(settings.agent_radius) + " have no room");
}

}  // namespace

Placement::Placement(PlacementTask task, const PlacementSettings& settings)
    : task_(std::move(task)),
      settings_(settings),
      spec_(placement_spec(task_, settings)),
      world_(placement_world(task_, settings)),
      pushes_(world_.movers().size()),
      places_(pushes_.size()),
      distances_(pushes_.size() * pushes_.size()) {
  Placement::reset(0);
}

void Placement::reset(std::uint64_t seed) {
  Rng rng(seed);
  world_.place_movers(rng, kArena);
  task_.place_landmarks(rng, world_);
  match();
  steps_ = 0;
  collisions_ = 0;
}

StepResult Placement::step(std::span<const float> actions, std::span<float> rewards) {
  for (std::size_t i = 0; i < pushes_.size(); ++i) {
    pushes_[i] = push_of(spec_.action_of(static_cast<int>(i), actions), settings_.is_continuous);
  }
  world_.step(pushes_);
  collisions_ += world_.touching_pairs();
  match();
  double sum = 0;
  for (std::size_t i = 0; i < pushes_.size(); ++i) {
    sum += std::min(distance_of(i), kFarthest);
  }
  const double mean = sum / static_cast<double>(pushes_.size());
  std::fill(rewards.begin(), rewards.end(), static_cast<float>(-mean));
  return result();
}

void Placement::observe(int agent, Observation& observation) const {
  const Particle& self = world_.movers()[static_cast<std::size_t>(agent)];
  observe_self(observation, agent, self);
  EntityId id = 0;
  for (const Particle& other : world_.movers()) {
    if (id != agent) observe_offset(observation, kAgent, id, self, other, kAgentFeatures);
    ++id;
  }
  for (const Particle& landmark : world_.fixed()) {
    observe_offset(observation, kLandmark, id++, self, landmark, kLandmarkFeatures);
  }
}

void Placement::draw(Scene& scene) const {
  draw_arena(world_, kArena, scene);
  if (task_.draw_guide) task_.draw_guide(world_, scene);
  draw_trails(world_, scene);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Place& place = places_[static_cast<std::size_t>(place_of_[i])];
    const bool is_there = distance_of(i) < settings_.tolerance;
    draw_goal(shapes::point(place.x, place.y), settings_.tolerance, is_there, scene);
    if (!is_there) draw_way(world_.movers()[i], shapes::point(place.x, place.y), scene);
  }
  EntityId id = settings_.agents;
  for (const Particle& landmark : world_.fixed()) draw_landmark(landmark, false, id++, scene);
  id = 0;
  for (const Particle& mover : world_.movers()) {
    const bool is_touching = std::ranges::any_of(
        world_.movers(), [&](const Particle& p) { return &p != &mover && touch(p, mover); });
    draw_agent(mover, agent_color(), is_touching, id++, scene);
  }
}

void Placement::counts(std::span<float> values) const {
  values[0] = static_cast<float>(collisions_);
  values[1] = static_cast<float>(agents_in_place());
}

EntityId Placement::edit(const StateEdit& edit) {
  const EntityId id = edit_team(edit, world_);
  match();
  return id;
}

// Gives each agent a place, such that the sum of distances is minimal.
void Placement::match() {
  task_.find_places(world_, places_);
  std::size_t cell = 0;
  for (const Particle& mover : world_.movers()) {
    for (const Place& place : places_) {
      distances_[cell++] = distance(mover, Particle{.x = place.x, .y = place.y});
    }
  }
  place_of_ = assign(distances_, settings_.agents);
}

double Placement::distance_of(std::size_t agent) const {
  return distances_[agent * places_.size() + static_cast<std::size_t>(place_of_[agent])];
}

int Placement::agents_in_place() const {
  int count = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (distance_of(i) < settings_.tolerance) ++count;
  }
  return count;
}

StepResult Placement::result() {
  const bool all = agents_in_place() == settings_.agents;
  const bool late = ++steps_ >= settings_.max_steps;
  if (all && settings_.end_on_success) return {.terminated = true, .outcome = kSuccess};
  return {.truncated = late, .outcome = late ? (all ? kSuccess : kTimeout) : -1};
}

std::vector<OptionSpec> placement_options(const PlacementTask& task) {
  const PlacementSettings defaults;
  return {{.name = "agents",
           .default_value = task.agents,
           .help = "Number of agents.",
           .min = static_cast<double>(task.fewest_agents),
           .max = 100,
           .counts = {"agent", "landmark"}},
          {.name = "agent_radius",
           .default_value = defaults.agent_radius,
           .help = "Radius of an agent, units.",
           .min = 0.001,
           .max = 0.5},
          {.name = "tolerance",
           .default_value = task.tolerance,
           .help = "An agent nearer to its place than this is in place, units.",
           .min = 0.001,
           .max = 1},
          {.name = "end_on_success",
           .default_value = defaults.end_on_success,
           .help = "Whether an episode ends as soon as all agents are in place."},
          action_option(),
          max_steps_option(defaults.max_steps)};
}

std::unique_ptr<Environment> make_placement(const PlacementTask& task, const Options& options) {
  const PlacementSettings settings{.agents = options.get<int>("agents"),
                                   .agent_radius = options.get<double>("agent_radius"),
                                   .tolerance = options.get<double>("tolerance"),
                                   .is_continuous = wants_continuous(options),
                                   .end_on_success = options.get<bool>("end_on_success"),
                                   .max_steps = options.get<int>("max_steps")};
  check_room(task, settings);
  return std::make_unique<Placement>(task, settings);
}

EnvironmentManual placement_manual() {
  EnvironmentManual manual;
  manual.features = particle_features();
  manual.features.push_back({"distance", "Distance from the agent, units."});
  manual.actions = {push_manual()};
  manual.reward =
      "Minus the mean distance of the agents to their places, the same for all. Which agent "
      "belongs to which place is chosen anew in each step, such that the sum of distances is "
      "minimal (the Hungarian method). A distance counts as 2 at most.";
  manual.ends =
      "As soon as every agent is nearer to its place than the tolerance, the episode ends "
      "(terminated) with the outcome success. Since every step costs, ending early is what pays. "
      "After 50 steps (5 s) it is truncated with the outcome timeout. Agents need not rest: they "
      "are in place together for one step.\n\n"
      "With env.end_on_success=false every episode lasts for all steps, and the outcome is success "
      "if all are in place at the last one. That is the harder measure, since they have to stay."
      "\n\nCounts: collisions, the pairs of agents that touch, summed over steps; in_place, the "
      "agents in place at the end.";
  manual.source =
      "Agarwal, Kumar and Sycara, \"Learning Transferable Cooperative Behavior in Multi-Agent "
      "Teams\" (2019, arXiv:1906.01202), and their program (github.com/sumitsk/marl_transfer).";
  return manual;
}

}  // namespace saccade

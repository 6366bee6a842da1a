// `crowd-nav`: cross a crowd of people who avoid each other, but not the robot.
//
// After CrowdSim-v0 of CrowdNav (Chen, Liu, Kreiss and Alahi, "Crowd-Robot Interaction", 2019,
// github.com/vita-epfl/CrowdNav): the same starts for the same seeds, the same people, actions,
// collisions and rewards.  What differs is said in crowd_manual.cpp.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/crowd/crowd_manual.h"
#include "envs/crowd/crowd_options.h"
#include "envs/crowd/crowd_scene.h"
#include "envs/crowd/crowd_world.h"
#include "envs/draw/shapes.h"
#include "envs/edits/edits.h"

namespace saccade {
namespace {

enum Type { kSelf, kPerson };
enum Outcome { kSuccess, kCrash, kTimeUp };

constexpr double kPi = 3.14159265358979323846;
constexpr int kSpeeds = 5;
constexpr int kDirections = 16;
constexpr double kCollisionReward = -0.25;
constexpr double kDiscomfortFactor = 0.5;
constexpr double kFarthestEdit = 100;  // m along x and y: the plane has no end.
constexpr std::size_t kMostPeople = 1000;

/// The k-th speed as a share of the preferred one: dense where it is slow.
double speed_share(int k) {
  return (std::exp((k + 1) / static_cast<double>(kSpeeds)) - 1) / (std::exp(1.0) - 1);
}

std::vector<std::string> velocity_labels() {
  std::vector<std::string> labels = {"stop"};
  for (int turn = 0; turn < kDirections; ++turn) {
    for (int k = 0; k < kSpeeds; ++k) {
      const double speed = std::round(100 * speed_share(k)) / 100;
      labels.push_back(detail::number_text(static_cast<float>(speed)) + " m/s at " +
                       detail::number_text(360.0F / kDirections * static_cast<float>(turn)) +
                       " deg");
    }
  }
  return labels;
}

ActionHead velocity_head(bool continuous) {
  if (continuous) {
    return ContinuousHead{
        .name = "velocity", .labels = {"x", "y"}, .low = {-1, -1}, .high = {1, 1}};
  }
  return CategoricalHead{.name = "velocity", .labels = velocity_labels()};
}

ObservationSpace observation_space(bool toward_goal) {
  const Geometry velocity{Geometry::kDirection, {"velocity_x", "velocity_y"}};
  std::vector<Geometry> self = {
      {Geometry::kPosition, {"x", "y"}}, {Geometry::kPoint, {"goal_x", "goal_y"}}, velocity};
  // A heading is of use only where actions count from it.
  const std::vector<std::string> way = {"cos_goal", "sin_goal"};
  self.push_back({toward_goal ? Geometry::kHeading : Geometry::kDirection, way});
  return {{{.name = "self",
            .features = {"x", "y", "goal_x", "goal_y", "goal_distance", "cos_goal", "sin_goal",
                         "velocity_x", "velocity_y", "radius", "preferred_speed"},
            .fixed_count = 1,
            .geometry = std::move(self)},
           {.name = "human",
            .features = {"x", "y", "velocity_x", "velocity_y", "radius", "distance"},
            .geometry = {{Geometry::kPoint, {"x", "y"}}, velocity}}}};
}

class CrowdNav final : public Environment {
 public:
  explicit CrowdNav(const CrowdNavSettings& settings)
      : settings_(settings), world_(settings.world) {
    const auto shaped = static_cast<float>(settings.shaping * CrowdWorld::kTimeStep);
    spec_ = {.id = "crowd-nav",
             .kinds = {{.observation = observation_space(settings.toward_goal),
                        .action = {{velocity_head(settings.continuous)}}}},
             .max_steps = world_.max_steps(),
             .steps_per_second = 1 / CrowdWorld::kTimeStep,
             .reward_low = static_cast<float>(kCollisionReward) - 1.01F * shaped,
             .reward_high = 1 + 1.01F * shaped,
             .outcomes = {"success", "collision", "timeout"},
             .counts = {"seconds", "metres", "steps_too_near"},
             .has_edits = true};
    CrowdNav::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    metres_ = 0;
    steps_too_near_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const CrowdPoint velocity = turned(chosen_velocity(actions));
    const double before = world_.distance_to_goal();
    const CrowdWorld::Event event = world_.move(velocity.x, velocity.y);
    metres_ += std::hypot(velocity.x, velocity.y) * CrowdWorld::kTimeStep;
    if (world_.gap() < CrowdWorld::kComfort) ++steps_too_near_;
    const double nearer = before - world_.distance_to_goal();
    rewards[0] = static_cast<float>(reward_of(event) + settings_.shaping * nearer);
    switch (event) {
      case CrowdWorld::kArrival:
        return {.terminated = true, .outcome = kSuccess};
      case CrowdWorld::kCollision:
        return {.terminated = true, .outcome = kCrash};
      case CrowdWorld::kTimeout:
        return {.truncated = true, .outcome = kTimeUp};
      default:
        return {};
    }
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const Person& robot = world_.robot();
    const CrowdPoint way = way_to_goal();
    add(observation, kSelf, kCrowdRobotId, robot,
        {robot.place.x, robot.place.y, robot.goal.x, robot.goal.y, world_.distance_to_goal(), way.x,
         way.y, robot.velocity.x, robot.velocity.y, robot.radius, robot.preferred_speed});
    for (const Person& person : world_.people()) {
      const double distance =
          std::hypot(person.place.x - robot.place.x, person.place.y - robot.place.y);
      add(observation, kPerson, person.id, person,
          {person.place.x, person.place.y, person.velocity.x, person.velocity.y, person.radius,
           distance});
    }
  }

  void draw(Scene& scene) const override { draw_crowd(world_, scene); }

  /// A place farther than kFarthestEdit becomes the nearest one that is not.
  EntityId edit(const StateEdit& edit) override {
    const Vec2 at = within(edit.place, kFarthestEdit);
    const CrowdPoint place{static_cast<double>(at.x), static_cast<double>(at.y)};
    switch (edit.kind) {
      case StateEdit::Kind::kMove:
        if (!world_.put(edit.id, place)) refuse_id(edit);
        return edit.id;
      case StateEdit::Kind::kRemove:
        if (edit.id == kCrowdRobotId) refuse_removal(edit, "the robot", "a human");
        if (!world_.remove_person(edit.id)) refuse_id(edit);
        return edit.id;
      case StateEdit::Kind::kAdd:
        if (edit.type != "human") refuse_type(edit, "human");
        want_room(edit, world_.people().size(), kMostPeople);
        return world_.add_person(place);
    }
    return kNoEntity;
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(world_.steps() * CrowdWorld::kTimeStep);
    values[1] = static_cast<float>(metres_);
    values[2] = static_cast<float>(steps_too_near_);
  }

 private:
  template <std::size_t kCount>
  static void add(Observation& observation, Type type, EntityId id, const Person& person,
                  const double (&numbers)[kCount]) {
    float features[kCount];
    std::transform(numbers, numbers + kCount, features,
                   [](double number) { return static_cast<float>(number); });
    observation.add(type, id, features, shapes::point(person.place.x, person.place.y),
                    shapes::point(person.velocity.x, person.velocity.y));
  }

  /// What the action says, m/s.
  CrowdPoint chosen_velocity(std::span<const float> actions) const {
    const double top = world_.robot().preferred_speed;
    if (settings_.continuous) {
      const CrowdPoint v{static_cast<double>(actions[0]), static_cast<double>(actions[1])};
      const double scale = top / std::max(1.0, std::hypot(v.x, v.y));
      return {scale * v.x, scale * v.y};
    }
    const int choice = static_cast<int>(actions[0]);
    if (choice == 0) return {0, 0};
    const int turn = (choice - 1) / kSpeeds;
    const double angle = 2 * kPi * turn / kDirections;
    const double speed = top * speed_share((choice - 1) % kSpeeds);
    return {speed * std::cos(angle), speed * std::sin(angle)};
  }

  CrowdPoint turned(CrowdPoint v) const {
    if (!settings_.toward_goal) return v;
    const CrowdPoint way = way_to_goal();
    return {way.x * v.x - way.y * v.y, way.y * v.x + way.x * v.y};
  }

  /// Of length 1; to the right if there is none.
  CrowdPoint way_to_goal() const {
    const Person& robot = world_.robot();
    const double distance = world_.distance_to_goal();
    if (distance == 0) return {1, 0};
    return {(robot.goal.x - robot.place.x) / distance, (robot.goal.y - robot.place.y) / distance};
  }

  double reward_of(CrowdWorld::Event event) const {
    if (event == CrowdWorld::kTimeout) return 0;
    if (event == CrowdWorld::kCollision) return kCollisionReward;
    if (event == CrowdWorld::kArrival) return 1;
    return kDiscomfortFactor * CrowdWorld::kTimeStep *
           std::min(0.0, world_.gap() - CrowdWorld::kComfort);
  }

  CrowdNavSettings settings_;
  CrowdWorld world_;
  EnvironmentSpec spec_;
  double metres_ = 0;
  int steps_too_near_ = 0;
};

std::unique_ptr<Environment> make_crowd_nav(const Options& options) {
  return std::make_unique<CrowdNav>(crowd_nav_settings(options));
}

}  // namespace

void add_crowd_nav(Registry& registry) {
  registry.add({.id = "crowd-nav",
                .summary = "Lead a robot through a crowd of people who do not see it.",
                .options = crowd_nav_options(),
                .make = make_crowd_nav,
                .manual = crowd_manual()});
}

}  // namespace saccade

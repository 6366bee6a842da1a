#include "envs/hide/hide_spaces.h"

#include <array>
#include <string>
#include <vector>

namespace saccade {
namespace {

enum Type { kSelf, kHider, kSeeker, kBox, kWall, kUnseenHider, kUnseenSeeker, kUnseenBox };
// Continuous driving is one head, `drive`; else there are two, `move` and `turn`.
enum Choice { kStay, kForward, kBackward, kLeft, kRight };
enum Turn { kStraight, kTurnLeft, kTurnRight };

EntityType agent_type(const std::string& name, bool critic_only) {
  return {.name = name,
          .features = {"x", "y", "cos_heading", "sin_heading", "velocity_x", "velocity_y", "holds"},
          .critic_only = critic_only,
          .geometry = {{Geometry::kPoint, {"x", "y"}},
                       {Geometry::kAngle, {"cos_heading", "sin_heading"}},
                       {Geometry::kDirection, {"velocity_x", "velocity_y"}}}};
}

EntityType box_type(const std::string& name, bool critic_only) {
  return {.name = name,
          .features = {"x", "y", "cos_angle", "sin_angle", "velocity_x", "velocity_y",
                       "locked_by_hiders", "locked_by_seekers", "held", "mine", "in_reach"},
          .critic_only = critic_only,
          .geometry = {{Geometry::kPoint, {"x", "y"}},
                       {Geometry::kAngle, {"cos_angle", "sin_angle"}},
                       {Geometry::kDirection, {"velocity_x", "velocity_y"}}}};
}

Vec2 vec2(b2Vec2 v) {
  return {v.x, v.y};
}

float flag(bool value) {
  return value ? 1.0F : 0.0F;
}

// Heads that come after those that drive.
int head_after_driving(bool is_continuous) {
  return is_continuous ? 1 : 2;
}

// Writes what one agent observes.
class Writer {
 public:
  Writer(const HideWorld& world, std::size_t agent, Observation& observation)
      : world_(world), agent_(agent), out_(observation) {}

  void add_self(float preparation) {
    const HideWorld::Agent& self = world_.agents()[agent_];
    const std::array<float, 6> motion = motion_of(*self.body);
    const float spin = self.body->GetAngularVelocity() / HideWorld::kTurnSpeed;
    out_.add(kSelf, static_cast<EntityId>(agent_),
             {motion[0], motion[1], motion[2], motion[3], motion[4], motion[5], spin,
              flag(self.held >= 0), preparation},
             vec2(self.body->GetPosition()), vec2(self.body->GetLinearVelocity()));
  }

  void add_agent(std::size_t other, bool is_seen) {
    const HideWorld::Agent& shown = world_.agents()[other];
    const bool is_hider = shown.team == kHideHiders;
    const Type type =
        is_seen ? (is_hider ? kHider : kSeeker) : (is_hider ? kUnseenHider : kUnseenSeeker);
    const std::array<float, 6> motion = motion_of(*shown.body);
    out_.add(
        type, static_cast<EntityId>(other),
        {motion[0], motion[1], motion[2], motion[3], motion[4], motion[5], flag(shown.held >= 0)},
        vec2(shown.body->GetPosition()), vec2(shown.body->GetLinearVelocity()));
  }

  void add_box(std::size_t box, bool is_known) {
    const HideWorld::Box& shown = world_.boxes()[box];
    const int number = static_cast<int>(box);
    bool is_held = false;
    for (const HideWorld::Agent& agent : world_.agents()) is_held |= agent.held == number;
    const std::array<float, 6> motion = motion_of(*shown.body);
    out_.add(
        is_known ? kBox : kUnseenBox, hide_box_id(world_, box),
        {motion[0], motion[1], motion[2], motion[3], motion[4], motion[5],
         flag(shown.locked_by == kHideHiders), flag(shown.locked_by == kHideSeekers), flag(is_held),
         flag(world_.agents()[agent_].held == number), flag(world_.is_in_reach(agent_, box))},
        vec2(shown.body->GetPosition()), vec2(shown.body->GetLinearVelocity()));
  }

  void add_wall(std::size_t number) {
    const HideWall& wall = world_.walls()[number];
    const float half = world_.half();
    out_.add(kWall, hide_wall_id(world_, number),
             {wall.from.x / half, wall.from.y / half, wall.to.x / half, wall.to.y / half},
             vec2(0.5F * (wall.from + wall.to)), {0, 0});
  }

  void set_rays(int count) {
    std::vector<float> distances;
    std::vector<int> hits;
    const b2Body* self = world_.agents()[agent_].body;
    const float range = hide_rays(count, 2 * world_.half()).range;
    for (int ray = 0; ray < count; ++ray) {
      const b2Vec2 sight = hide_ray_direction(world_.ahead(agent_), ray, count);
      const HideHit hit = cast_hide_ray(world_.physics(), self->GetPosition(), sight, range, self);
      distances.push_back(hit.distance);
      hits.push_back(hit.thing);
    }
    out_.set_rays(0, vec2(self->GetPosition()), self->GetAngle(), distances, hits);
  }

 private:
  // Place, angle and velocity, scaled.
  std::array<float, 6> motion_of(const b2Body& body) const {
    const b2Vec2 place = 1 / world_.half() * body.GetPosition();
    const b2Vec2 facing = body.GetWorldVector({1, 0});
    const b2Vec2 velocity = 1 / HideWorld::kAgentSpeed * body.GetLinearVelocity();
    return {place.x, place.y, facing.x, facing.y, velocity.x, velocity.y};
  }

  const HideWorld& world_;
  std::size_t agent_;
  Observation& out_;
};

}  // namespace

ObservationSpace hide_observation_space(const HideSenses& senses, float arena) {
  ObservationSpace space{
      .types = {{.name = "self",
                 .features = {"x", "y", "cos_heading", "sin_heading", "velocity_x", "velocity_y",
                              "spin", "holds", "preparation"},
                 .fixed_count = 1,
                 .geometry = {{Geometry::kPosition, {"x", "y"}},
                              {Geometry::kHeading, {"cos_heading", "sin_heading"}},
                              {Geometry::kDirection, {"velocity_x", "velocity_y"}}}},
                agent_type("hider", false),
                agent_type("seeker", false),
                box_type("box", false),
                {.name = "wall",
                 .features = {"from_x", "from_y", "to_x", "to_y"},
                 .geometry = {{Geometry::kPoint, {"from_x", "from_y"}},
                              {Geometry::kPoint, {"to_x", "to_y"}}}}}};
  if (senses.full_critic) {
    space.types.push_back(agent_type("unseen_hider", true));
    space.types.push_back(agent_type("unseen_seeker", true));
    space.types.push_back(box_type("unseen_box", true));
  }
  if (senses.rays > 0) space.rays.push_back(hide_rays(senses.rays, arena));
  return space;
}

ActionSpace hide_action_space(HideTeam team, bool is_continuous) {
  const bool optional = team == kHideSeekers;
  ActionSpace space;
  if (is_continuous) {
    space.heads.push_back(ContinuousHead{.name = "drive",
                                         .labels = {"forward", "left", "turn"},
                                         .low = {-1, -1, -1},
                                         .high = {1, 1, 1},
                                         .optional = optional});
  } else {
    // A push as the agent faces, so that a task looks the same in every place and heading.  Arrow
    // keys choose by words such as left: they are to turn, not to sidestep.
    space.heads.push_back(
        CategoricalHead{.name = "move",
                        .labels = {"stay", "forward", "backward", "leftward", "rightward"},
                        .optional = optional});
    space.heads.push_back(CategoricalHead{
        .name = "turn", .labels = {"straight", "left", "right"}, .optional = optional});
  }
  space.heads.push_back(CategoricalHead{
      .name = "grab", .labels = {"let_go", "hold"}, .masked = true, .optional = optional});
  space.heads.push_back(CategoricalHead{
      .name = "lock", .labels = {"leave", "lock", "unlock"}, .masked = true, .optional = optional});
  return space;
}

HideOrder hide_order(std::span<const float> action, bool is_continuous) {
  HideOrder order;
  if (is_continuous) {
    order = {.forward = action[0], .left = action[1], .turn = action[2]};
    action = action.subspan(3);
  } else {
    const int move = static_cast<int>(action[0]), turn = static_cast<int>(action[1]);
    order = {.forward = flag(move == kForward) - flag(move == kBackward),
             .left = flag(move == kLeft) - flag(move == kRight),
             .turn = flag(turn == kTurnLeft) - flag(turn == kTurnRight)};
    action = action.subspan(2);
  }
  order.hold = action[0] > 0.5F;
  order.lock = static_cast<HideLock>(static_cast<int>(action[1]));
  return order;
}

EntityId hide_box_id(const HideWorld& world, std::size_t box) {
  return static_cast<EntityId>(world.agents().size() + box);
}

EntityId hide_wall_id(const HideWorld& world, std::size_t wall) {
  return hide_box_id(world, world.boxes().size() + wall);
}

void observe_hide_world(const HideWorld& world, std::size_t agent, float preparation,
                        const HideSenses& senses, Observation& observation) {
  Writer writer(world, agent, observation);
  writer.add_self(preparation);
  for (std::size_t other = 0; other < world.agents().size(); ++other) {
    const bool is_seen = world.sees_agent(agent, other);
    if (other != agent && (is_seen || senses.full_critic)) writer.add_agent(other, is_seen);
  }
  for (std::size_t box = 0; box < world.boxes().size(); ++box) {
    const bool is_known = world.knows_box(agent, box);
    if (is_known || senses.full_critic) writer.add_box(box, is_known);
  }
  for (std::size_t wall = 0; wall < world.walls().size(); ++wall) writer.add_wall(wall);
  if (senses.rays > 0) writer.set_rays(senses.rays);
}

void mask_hide_actions(const HideWorld& world, std::size_t agent, bool is_continuous,
                       Observation& observation) {
  const auto allowed = [](bool value) { return static_cast<std::uint8_t>(value ? 1 : 0); };
  const int grab = head_after_driving(is_continuous);
  const std::array<std::uint8_t, 2> grabs = {1, allowed(world.box_to_hold(agent) >= 0)};
  observation.set_mask(grab, grabs);
  const std::array<std::uint8_t, 3> locks = {1, allowed(world.box_to_lock(agent) >= 0),
                                             allowed(world.box_to_unlock(agent) >= 0)};
  observation.set_mask(grab + 1, locks);
}

void skip_hide_actions(bool is_continuous, Observation& observation) {
  for (int head = 0; head < head_after_driving(is_continuous) + 2; ++head) {
    observation.skip_head(head);
  }
}

}  // namespace saccade

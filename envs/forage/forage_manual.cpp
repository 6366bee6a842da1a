#include "envs/forage/forage_manual.h"

namespace saccade {
namespace {

constexpr const char* kTask =
    "The agent is a disc, 1 m across, in a square arena of 20 m with walls, seen from above. It "
    "should eat food, leave poison alone and keep away from hunters.\n\n"
    "Food and poison lie on the ground and are eaten by touching them. What is eaten grows again "
    "elsewhere as a new entity. Hunters wander slowly. A hunter that is within 5 m of the agent "
    "and has no crate between chases it at 3.5 m/s; the agent itself runs at up to 7 m/s. A hunter "
    "that touches the agent strikes it and is thrown back, and is dazed for 3 s: until then it "
    "neither moves nor strikes. Crates are heavy boxes. They can be shoved, and what lies behind "
    "one is not observed.\n\n"
    "The numbers of food and poison are drawn anew for each episode, from 3 to 8, those of hunters "
    "from 0 to 2 and of crates from 0 to 4. The agent decides 10 times a second and an episode "
    "lasts 30 s. Bodies are moved by Box2D.";

std::vector<ManualLine> features() {
  return {
      {"self.velocity_x", "The agent's velocity to the right, in units of 7 m/s, its top speed."},
      {"self.velocity_y", "The agent's velocity upwards, in units of 7 m/s."},
      {"self.wall_left", "Distance to the left wall, in units of 10 m."},
      {"self.wall_right", "Distance to the right wall, in units of 10 m."},
      {"self.wall_down", "Distance to the lower wall, in units of 10 m."},
      {"self.wall_up", "Distance to the upper wall, in units of 10 m."},
      {"x", "How far right of the agent its centre is, in units of 10 m."},
      {"y", "How far above the agent its centre is, in units of 10 m."},
      {"distance", "Distance between its centre and the agent's, in units of 10 m."},
      {"direction_x", "The x part of the unit vector from the agent to it."},
      {"direction_y", "The y part of that vector."},
      {"velocity_x",
       "Its velocity to the right less the agent's, in units of 7 m/s. Food and poison lie still."},
      {"velocity_y", "Its velocity upwards less the agent's, in units of 7 m/s."},
      {"radius", "Its radius, m."},
      {"crate.radius", "Half of the crate's side, m."},
      {"hunter.chasing", "1 while the hunter chases the agent, else 0."},
      {"hunter.dazed", "1 while the hunter is dazed, else 0."},
      {"crate.cos_4_angle",
       "Cosine of four times the angle by which the crate is turned: a square looks the same after "
       "a quarter turn."},
      {"crate.sin_4_angle", "Sine of four times that angle."},
      {"lidar",
       "With the option rays: what each of so many rays from the agent's centre meets "
       "first, and how far away that is, up to 12 m. Ray 0 points right, and the others "
       "follow counter-clockwise. They do not turn with the agent."},
      {"view",
       "With the option image: 24 x 24 pixels of 0.75 m around the agent, one channel each "
       "for walls, food, poison, hunters and crates. A pixel is the share of it that is "
       "covered, from 0 to 1. What a crate hides is left out."}};
}

}  // namespace

EnvironmentManual forage_manual() {
  return {.task = kTask,
          .features = features(),
          .actions = {{"push",
                       "Which way the agent pushes itself: in one of 8 directions with full force, "
                       "or not at all. With the option action = continuous it is a vector; one "
                       "longer than 1 is shortened to 1, which is full force. Directions are those "
                       "of the arena. The agent reaches its top speed after about a second and "
                       "stops as fast."}},
          .reward =
              "+1 for each piece of food eaten, -1 for each piece of poison, -3 for each "
              "strike of a hunter.",
          .ends = "After 30 s, 300 steps by default: timeout (truncated). There is no other end.",
          .source = "Saccade's own. Box2D (Erin Catto) computes the motion."};
}

}  // namespace saccade

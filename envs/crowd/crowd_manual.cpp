#include "envs/crowd/crowd_manual.h"

namespace saccade {
namespace {

std::vector<ManualLine> features() {
  return {
      {"x", "Place of the middle, m, right of the circle's middle."},
      {"y", "Place of the middle, m, above the circle's middle."},
      {"velocity_x", "Velocity in the last step, m/s, to the right."},
      {"velocity_y", "Velocity in the last step, m/s, upwards."},
      {"radius", "Radius of the disc, m."},
      {"self.goal_x", "The goal, m, right of the circle's middle."},
      {"self.goal_y", "The goal, m, above the circle's middle."},
      {"self.goal_distance", "Distance to the goal, m."},
      {"self.cos_goal", "Cosine of the direction to the goal; it counts from the x axis."},
      {"self.sin_goal", "Sine of the direction to the goal."},
      {"self.preferred_speed", "The robot's highest speed, m/s."},
      {"human.distance", "Distance between the middles of the person and the robot, m."},
  };
}

}  // namespace

EnvironmentManual crowd_manual() {
  return {
      .task =
          "A round robot stands at the bottom of a circle of 4 m radius. Its goal is at the top. "
          "People start around the circle, and each walks to the opposite place. With crossing = "
          "square they walk from one half of a square to the other. The robot must reach its goal "
          "and touch nobody.\n\n"
          "People are discs that avoid each other by ORCA, optimal reciprocal collision avoidance. "
          "Each avoids its 10 nearest neighbours within 10 m and looks 5 s ahead. A person wants "
          "to "
          "walk to the goal at 1 m/s, and slower in the last metre. People do not see the robot, "
          "unless visible = true. So it cannot count on them to give way.\n\n"
          "The robot does not know where people want to go.",
      .features = features(),
      .actions = {{"velocity",
                   "The robot's velocity for the next 0.25 s. It takes effect at once. Discrete: 0 "
                   "stops; then come 16 directions with 5 speeds each, 0.13 to 1 m/s. Continuous: "
                   "x and y in m/s; a vector longer than 1 is shortened to 1. With directions = "
                   "goal, directions count from the direction to the goal: x leads straight to it, "
                   "y to the left."}},
      .reward =
          "1 at the goal, -0.25 for a collision. If the gap to the nearest person falls below 0.2 "
          "m in a step, 0.125 per missing metre is taken away. The option shaping adds a reward "
          "for each metre nearer to the goal. It is 0 by default.",
      .ends =
          "success: the robot's middle is nearer than 0.3 m to the goal. collision: the robot "
          "touches a person. The test takes people to keep their last velocity for the step. "
          "timeout: 97 steps have passed, which is the first step that begins at 24 s of the 25. "
          "This comes first: in that step neither the goal nor a collision counts. A timeout "
          "truncates the episode, the others terminate it.",
      .source =
          "CrowdSim-v0 of CrowdNav (Chen, Liu, Kreiss and Alahi, Crowd-Robot Interaction: "
          "Crowd-aware Robot Navigation with Attention-based Deep Reinforcement Learning, 2019; "
          "github.com/vita-epfl/CrowdNav). ORCA is written from the paper of van den Berg, Guy, "
          "Lin "
          "and Manocha (Reciprocal n-body Collision Avoidance, 2011), in single precision like "
          "their library RVO2. Starts are drawn from NumPy's Mersenne Twister as in CrowdNav: "
          "seeds "
          "1000 to 1499 are its 500 test cases. An ORCA robot that nobody sees reaches the goal in "
          "0.426 of them, in 10.86 s, as in the published table (0.43, 10.86 s).",
      .differences =
          "A timeout truncates; there it ends the task. The options humans_min, humans_max, "
          "circle_radius, directions, shaping and continuous actions are new. A crowd for which "
          "there is no room is spread over a wider area; there the search never ends. More than 5 "
          "people, or numbers that vary, are no set-up of the paper. Observations are features of "
          "entities; there the world is rotated toward the goal before a network sees it, which "
          "here policy.frame = pose with directions = goal does. Policies of the paper look one "
          "step ahead in the simulator; here a policy sees the present alone."};
}

}  // namespace saccade

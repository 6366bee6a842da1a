#include "envs/hide/hide_manual.h"

#include <vector>

namespace saccade {
namespace {

constexpr const char* kTask =
    "Two hiders and two seekers are in a walled square of 12 x 12 m, seen from above. Hiders do "
    "not want to be seen; seekers want to see a hider. The quarter at the lower right is a room "
    "with one doorway or two, 1.2 m wide, in which the hiders and two boxes begin; seekers begin "
    "outside. For the first two fifths of an episode (the preparation, 9.6 s) seekers wait. Each "
    "episode draws the doorways, and where everything stands.\n\n"
    "Agents are discs of radius 0.4 m. An agent sees another agent or a box if the middle of that "
    "lies in the cone of 135 degrees ahead, and no wall and no box is in the way; other agents are "
    "no obstacle. Where the walls are is always known. Boxes are squares of 1.4 m, wider than a "
    "doorway. They can be pushed, taken hold of, and locked: a locked box does not move, and only "
    "the team that locked it can unlock it. So hiders can shut themselves in.\n\n"
    "A step is 0.1 s. Agents can be pushed, waiting seekers too. An agent and a "
    "box weigh 1 kg each; the floor brakes both, so that what is let go stops within a second.";

std::vector<ManualLine> feature_lines() {
  return {{"x", "Place, right of the middle of the arena, in units of half its side (6 m)."},
          {"y", "Place, upwards from the middle, in units of half the arena's side."},
          {"cos_heading", "Cosine of the angle at which the agent faces, from the x axis."},
          {"sin_heading", "Sine of that angle, which counts counter-clockwise."},
          {"velocity_x", "Velocity to the right, in units of 3 m/s, the speed of an agent."},
          {"velocity_y", "Velocity upwards, in units of 3 m/s."},
          {"spin", "How fast the agent turns, counter-clockwise, in units of 2.5 rad/s."},
          {"holds", "1 if the agent holds a box, else 0."},
          {"preparation", "Share of the preparation that is left, from 1 to 0."},
          {"cos_angle", "Cosine of the angle by which the box is turned."},
          {"sin_angle", "Sine of that angle, which counts counter-clockwise."},
          {"locked_by_hiders", "1 if hiders locked the box, else 0."},
          {"locked_by_seekers", "1 if seekers locked the box, else 0."},
          {"held", "1 if any agent holds the box, else 0."},
          {"mine", "1 if the agent itself holds the box, else 0."},
          {"in_reach", "1 if the box is at most 0.4 m from the agent's edge, else 0."},
          {"from_x", "One end of the wall's middle line: as x. Walls are 0.3 m thick."},
          {"from_y", "One end of the wall's middle line: as y."},
          {"to_x", "The other end: as x."},
          {"to_y", "The other end: as y."},
          {"lidar",
           "Distance to the nearest thing along each ray, m, and whether that is a wall, a box, a "
           "hider or a seeker. Ray 0 points ahead; the others follow counter-clockwise all around. "
           "Rays are as long as the arena's diagonal."}};
}

std::vector<ManualLine> action_lines() {
  return {
      {"move",
       "The push, as the agent faces; it leads to 3 m/s after about half a second. In the "
       "preparation seekers have no actions: all of their heads are left out."},
      {"turn", "left is counter-clockwise; both lead to 2.5 rad/s after about a quarter second."},
      {"drive",
       "Instead of move and turn, with action = continuous. forward and left: the push, as a share "
       "of the strongest; a vector longer than 1 is shortened to 1. turn: as a share of the "
       "fastest, counter-clockwise."},
      {"grab",
       "hold: takes hold of the nearest box that is seen, in reach and not locked; as long as hold "
       "is chosen the box moves and turns with the agent. let_go: leaves it. hold is allowed if "
       "there is such a box, or one is held."},
      {"lock",
       "lock: locks the box that is held, or else the nearest that could be; whoever holds it lets "
       "it go. unlock: unlocks the nearest box in reach and in sight that the agent's own team "
       "locked. leave: neither. Each is allowed where there is such a box."}};
}

}  // namespace

EnvironmentManual hide_manual() {
  return {
      .task = kTask,
      .features = feature_lines(),
      .actions = action_lines(),
      .reward =
          "In each step after the preparation every hider gets +1 if no seeker sees any hider, and "
          "-1 otherwise; every seeker gets the opposite. In the preparation all get 0. With "
          "reward = own a hider gets -1 only if it is seen itself, and a seeker +1 only if it sees "
          "a hider itself.",
      .ends =
          "After 240 steps (24 s) the episode is truncated. The outcome is hiders_won if hiders "
          "were all hidden in more steps than not, seekers_won if in fewer, else draw.\n\n"
          "Counts: hidden_steps and found_steps, steps after the preparation in which no hider "
          "was seen, and in which one was; grabs, times that an agent took hold of a box; "
          "hider_locks and seeker_locks, times that a team locked a box; unlocks, of both.",
      .source =
          "Hide-and-seek of Baker et al., Emergent Tool Use From Multi-Agent Autocurricula (2019), "
          "in the quadrant of the program multi-agent-emergence-environments (OpenAI).",
      .differences =
          "There the world is three-dimensional (MuJoCo), with ramps and long boxes in some "
          "settings; here it is flat, and all lengths, masses and speeds are other ones. Kept are "
          "the reward, the preparation of 0.4 of the episode, 240 steps, the cone of 135 degrees, "
          "one or two doorways, and locks that belong to a team.\n\n"
          "There an agent chooses two forces and a torque, each one of 11 values; here it pushes "
          "and turns fully or not at all, as arrow keys can say, or with action = "
          "continuous as it likes. It pushes as it faces, so that whatever it does looks the same "
          "in each "
          "place and heading (policy.frame = pose). There one lock action holds or loosens "
          "all boxes in reach, and all agents near must want the lock; here it is the nearest box, "
          "and one agent is enough. Of two that act on a box in the same step the earlier one "
          "comes first, hiders before seekers. There agents hide what is behind them. In that "
          "program's example of the quadrant hiders begin anywhere (start = anywhere).\n\n"
          "There an agent knows walls by a lidar of 30 rays; here they are entities, and the lidar "
          "is an option. There the critic knows everything, as here with full_critic = true, which "
          "wants policy.separate_value = true."};
}

}  // namespace saccade

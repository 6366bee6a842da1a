#include "envs/box2d/walker_manual.h"

#include <string>
#include <vector>

namespace saccade {
namespace {

std::string task(bool hardcore) {
  std::string text =
      "A robot of a hull and two legs, each with a hip and a knee, stands at the left end of a "
      "ground 92.9 m long. It is to walk to the flag near the right end without falling, in good "
      "time and with little effort. A step takes 1/50 s.";
  if (!hardcore) return text + " The ground is uneven, but has no obstacles.";
  return text +
         " After every 2.3 m to 4.2 m of grass comes an obstacle, drawn at random: a pit 1.87 m "
         "deep, 0.93 m or 1.4 m wide, between two blocks that are its walls; a stump, 0.47 m or "
         "0.93 m high and wide; or three or four stairs up or down, each 1.87 m long and 0.47 m "
         "high.";
}

std::vector<ManualLine> features(bool hardcore) {
  const std::string lidar =
      "How far the ground is along a ray of the lidar, as a share of its range of 5.33 m; 1: "
      "nothing within range. Ray 0 points straight down, ray i is turned by 0.15 i rad toward "
      "the front; the hull's angle does not turn it.";
  std::vector<ManualLine> lines = {
      {"hull_angle", "Angle of the hull, rad, counter-clockwise; 0: level."},
      {"angular_velocity", "Speed at which the hull turns, in 25 rad/s."},
      {"x_velocity", "Speed of the hull to the right, in 8.33 m/s."},
      {"y_velocity", "Speed of the hull upward, in 12.5 m/s."}};
  for (const std::string leg : {"1", "2"}) {
    lines.push_back({"hip_" + leg + "_angle",
                     "Angle of the thigh against the hull, rad, in [-0.8, 1.1]; above 0 the leg "
                     "is in front."});
    lines.push_back({"hip_" + leg + "_speed", "Speed of that angle, in 4 rad/s."});
    lines.push_back({"knee_" + leg + "_angle",
                     "Angle of the shin against the thigh, rad, plus 1: in [-0.6, 0.9]; 0.9: the "
                     "leg is almost straight."});
    lines.push_back({"knee_" + leg + "_speed", "Speed of that angle, in 6 rad/s."});
    lines.push_back({"leg_" + leg + "_stands", "1 if the shin touches the ground, else 0."});
  }
  lines.push_back({"lidar_0", lidar});
  for (const char* ray : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
    lines.push_back({std::string("lidar_") + ray, std::string("The same for ray ") + ray + "."});
  }
  lines.push_back(
      {"lidar",
       "With env.rays=true, instead of the ten features: 42 rays around the hull, ray 0 straight "
       "down, to 5.33 m. The first ten are almost those of the features."});
  lines.push_back(
      {"ground.x",
       "With env.terrain_entities=true: a point of the ground, from 1 m behind the hull to 5.33 "
       "m before it. How far right of the hull it is, in 5.33 m."});
  lines.push_back({"ground.y", "How far above the hull it is, in 5.33 m."});
  lines.push_back({"ground.distance", "How far from the hull it is, in 5.33 m."});
  if (!hardcore) return lines;
  lines.push_back({"block.x",
                   "With env.terrain_entities=true: a wall of a pit, a stump or a stair. How far "
                   "right of the hull its left side is, in 5.33 m."});
  lines.push_back({"block.y", "How far above the hull its top is, in 5.33 m."});
  lines.push_back({"block.width", "Its width, in 5.33 m."});
  lines.push_back({"block.height", "Its height, in 5.33 m."});
  return lines;
}

std::string reward(bool hardcore) {
  return "4.33 per metre to the right: about 364 for the whole way. Less 5 per rad that the hull's "
         "angle moves away from 0, which is given back when it returns. Less 0.028 times the "
         "size of each torque. The step in which the robot falls or walks back over the left end "
         "gives -100 instead. Gymnasium counts a mean return of 300 within " +
         std::string(hardcore ? "2000" : "1600") + " steps as solved.";
}

std::string ends(bool hardcore) {
  return "fell: the hull touches the ground. walked_back: it has left the ground by the left end. "
         "arrived: it is past the flag, 88.67 m from the left end. timeout: " +
         std::string(hardcore ? "2000" : "1600") + " steps are over; this truncates.";
}

// Of tests/envs/box2d/walker_figures_test.cpp: 2,000 seeds, with one standard error.
std::string differences(bool hardcore) {
  const std::string figures =
      hardcore ? "return -59.9 ± 0.6 here and -59.1 ± 0.6 there, steps 397 ± 9 here and 411 ± 10 "
                 "there; 94.3% of the episodes end in a fall here, 93.2% there."
               : "return 106.3 ± 2.8 here and 104.9 ± 2.8 there, steps 952 ± 10 here and 946 ± 10 "
                 "there; 77.7% of the episodes end in a fall here, 77.3% there.";
  return "Gymnasium uses Box2D 2.3, this Box2D 2.4.1. For the same seed the ground is the same, "
         "and so is the first observation, to about 0.00001; then they go apart slowly. As in 2.3, "
         "a joint is held at its limit only in steps that begin with the joint there, so that a "
         "strong motor turns it beyond for a while. Gymnasium's heuristic controller, over 2,000 "
         "seeds: " +
         figures +
         "\n\nEach episode has a new world. Gymnasium's reset uses the old one again, so that an "
         "episode there depends on the earlier ones; what is compared here is a new environment "
         "for each episode.\n\nenv.rays and env.terrain_entities are new. The ways in which an "
         "episode ends have names.";
}

}  // namespace

EnvironmentManual walker_manual(bool hardcore) {
  return {
      .task = task(hardcore),
      .features = features(hardcore),
      .actions = {{"torques",
                   "hip_1, knee_1, hip_2, knee_2: the torque of each joint's motor, as a share "
                   "of 80 N m. Above 0 turns the limb forward (counter-clockwise), below 0 "
                   "backward. A hip's motor turns at no more than 4 rad/s, a knee's at 6 rad/s."}},
      .reward = reward(hardcore),
      .ends = ends(hardcore),
      .source = "BipedalWalker by Oleg Klimov (2016), OpenAI Gym; as " +
                std::string(hardcore ? "BipedalWalker-v3 with hardcore=True" : "BipedalWalker-v3") +
                " of Gymnasium 1.4.0.",
      .differences = differences(hardcore)};
}

}  // namespace saccade

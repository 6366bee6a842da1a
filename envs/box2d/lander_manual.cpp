#include "envs/box2d/lander_manual.h"

namespace saccade {
namespace {

const char* const kTask =
    "A lander with two legs falls from 10 m above a pad, in a world 20 m wide, with a push drawn "
    "at random. It is to come to rest, upright, on the pad between the two flags, and to spend "
    "little fuel. The pad is always in the middle, 4 m wide; the ground beside it is drawn at "
    "random. A step takes 1/50 s. With env.wind=true a wind pushes and turns the lander while no "
    "leg touches the ground.";

std::vector<ManualLine> features() {
  return {
      {"x", "Position, in 10 m, right of the pad's middle."},
      {"y", "Height above where the lander stands on the pad, in 6.67 m."},
      {"x_velocity", "Speed to the right, in 5 m/s."},
      {"y_velocity", "Speed upward, in 7.5 m/s."},
      {"angle", "Angle, rad, counter-clockwise; 0: upright."},
      {"angular_velocity", "Speed at which it turns, in 2.5 rad/s."},
      {"right_leg_stands", "1 if the right leg touches the ground, else 0."},
      {"left_leg_stands", "1 if the left leg touches the ground, else 0."},
      {"pad.x",
       "With env.terrain_entities=true: how far right of the lander the pad's middle is, in 10 m."},
      {"pad.y", "How far above the lander the pad is, in 6.67 m."},
      {"pad.half_width", "Half of the pad's width, in 10 m."},
      {"terrain.x",
       "With env.terrain_entities=true: a corner of the ground within 5 m to either side. How "
       "far right of the lander it is, in 10 m."},
      {"terrain.y", "How far above the lander it is, in 6.67 m."},
      {"terrain.distance", "How far from the lander it is, in 10 m."}};
}

std::vector<ManualLine> actions(bool continuous) {
  if (!continuous) {
    return {
        {"engine",
         "none: no engine. main_engine: the engine below, which pushes along the lander's axis. "
         "push_left, push_right: the engine at one side, which pushes to the other one and turns "
         "the lander. Engines have full power; where exactly they push is a little random."}};
  }
  return {{"engines",
           "main: up to 0 the main engine is off; above 0 it has half of its power, and all of "
           "it at 1. lateral: between -0.5 and 0.5 the side engines are off; below, one pushes "
           "to the left with that share of its power, above, one to the right. Where exactly "
           "they push is a little random."}};
}

const char* const kReward =
    "What the step gains of this sum: -100 times the distance from the pad (of x and y), -100 "
    "times the speed (of x_velocity and y_velocity), -100 times the size of the angle, 10 for "
    "each leg that touches the ground. Less 0.3 for the main engine and 0.03 for a side engine, "
    "times their power. The last step gives 100 instead if the lander has come to rest, and -100 "
    "if it has crashed or flown away. Gymnasium counts a mean return of 200 as solved.";

const char* const kEnds =
    "landed: the lander lies still, wherever that is. crashed: its hull touches the ground. "
    "flew_away: it is 10 m or more to the left or right of the pad's middle. timeout: 1000 steps "
    "are over; this truncates.";

const char* const kCommon =
    "Gymnasium uses Box2D 2.3, this Box2D 2.4.1. For the same seed ground, push and all other "
    "random draws are the same, and the first steps agree to about 0.00001; after thirty steps "
    "they differ. Returns are distributed alike, but a lander takes longer to come to rest here. ";

// Of tests/envs/box2d/lunar_lander_test.cpp: 2,000 seeds, with one standard error.
std::string differences(bool continuous) {
  return kCommon +
         std::string(continuous
                         ? "Gymnasium's heuristic controller, over 2,000 seeds: return 281.8 ± 0.7 "
                           "here and 282.0 ± 0.7 there, steps 216.7 ± 1.2 here and 202.6 ± 1.2 "
                           "there."
                         : "Gymnasium's heuristic controller, over 2,000 seeds: return 238.3 ± 2.3 "
                           "here and 239.0 ± 2.3 there, steps 267.8 ± 3.4 here and 251.8 ± 3.1 "
                           "there.") +
         "\n\nenv.terrain_entities is new. The ways in which an episode ends have names.";
}

}  // namespace

EnvironmentManual lander_manual(bool continuous) {
  return {
      .task = kTask,
      .features = features(),
      .actions = actions(continuous),
      .reward = kReward,
      .ends = kEnds,
      .source = std::string("LunarLander by Oleg Klimov (2016), OpenAI Gym; as LunarLander-v3 ") +
                (continuous ? "with continuous=True " : "") + "of Gymnasium 1.4.0.",
      .differences = differences(continuous)};
}

}  // namespace saccade

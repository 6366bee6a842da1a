#include "envs/crowd/crowd_options.h"

#include "envs/settings/count_range.h"

#include <string>

#include "envs/core/error.h"

namespace saccade {
namespace {

std::vector<OptionSpec> people_options() {
  const CrowdSettings defaults;
  return {{.name = "humans_min",
           .default_value = defaults.humans_min,
           .help = "Lowest number of people; it is drawn anew for each episode.",
           .min = 0,
           .max = 100,
           .counts = {"human"}},
          {.name = "humans_max",
           .default_value = defaults.humans_max,
           .help = "Highest number of people.",
           .min = 0,
           .max = 100,
           .counts = {"human"}},
          {.name = "visible",
           .default_value = defaults.visible,
           .help = "Whether people see the robot and avoid it."},
          {.name = "vary_people",
           .default_value = defaults.vary_people,
           .help = "Whether people differ: radius 0.3 to 0.5 m, top speed 0.5 to 1.5 m/s."},
          {.name = "crossing",
           .default_value = "circle",
           .help = "Where people start: around a circle, to cross to the other side, or in the "
                   "halves of a square.",
           .choices = {"circle", "square"}},
          {.name = "circle_radius",
           .default_value = defaults.circle_radius,
           .help = "Radius of the circle, m; the robot crosses it from the bottom to the top, also "
                   "in the square.",
           .min = 1,
           .max = 50},
          {.name = "square_width",
           .default_value = defaults.square_width,
           .help = "Side of the square of crossing = square, m.",
           .min = 2,
           .max = 100}};
}

}  // namespace

std::vector<OptionSpec> crowd_nav_options() {
  std::vector<OptionSpec> options = people_options();
  options.insert(
      options.end(),
      {{.name = "time_limit",
        .default_value = CrowdSettings{}.time_limit,
        .help = "Time limit, s; the last step begins a second before it.",
        .min = 2,
        .max = 1000},
       {.name = "action",
        .default_value = "discrete",
        .help = "81 velocities to choose from, or any by two numbers.",
        .choices = {"discrete", "continuous"}},
       {.name = "directions",
        .default_value = "world",
        .help = "What directions of actions count from: the world's x axis, or the direction to "
                "the goal, which is then declared as heading for policy.frame.",
        .choices = {"world", "goal"}},
       {.name = "shaping",
        .default_value = 0.0,
        .help = "Additional reward for each metre that the robot comes nearer to its goal.",
        .min = 0,
        .max = 10}});
  return options;
}

CrowdNavSettings crowd_nav_settings(const Options& options) {
  const CountRange humans = count_range(options, "humans");
  return {.world = {.humans_min = humans.min,
                    .humans_max = humans.max,
                    .visible = options.get<bool>("visible"),
                    .square = options.get<std::string>("crossing") == "square",
                    .circle_radius = options.get<double>("circle_radius"),
                    .square_width = options.get<double>("square_width"),
                    .vary_people = options.get<bool>("vary_people"),
                    .time_limit = options.get<double>("time_limit")},
          .continuous = options.get<std::string>("action") == "continuous",
          .toward_goal = options.get<std::string>("directions") == "goal",
          .shaping = options.get<double>("shaping")};
}

}  // namespace saccade

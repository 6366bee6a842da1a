// The list of built-in environments.  To add one, write a file with a function add_<name>, and add
// its name here.  (The linker would drop an object that registers itself from a static library.)
#include "envs/builtin.h"

#include "envs/gym/gym_environments.h"
#include "envs/socket/socket_environments.h"

#define SACCADE_ENVIRONMENTS(ADD) \
  ADD(cartpole)                   \
  ADD(pendulum)                   \
  ADD(acrobot)                    \
  ADD(mountain_car)               \
  ADD(lunar_lander)               \
  ADD(bipedal_walker)             \
  ADD(forage)                     \
  ADD(minefield)                  \
  ADD(cherry_pick)                \
  ADD(matching_balls)             \
  ADD(treasure_hunt)              \
  ADD(sorter)                     \
  ADD(relay)                      \
  ADD(box_world)                  \
  ADD(spread)                     \
  ADD(tag)                        \
  ADD(coverage)                   \
  ADD(formation)                  \
  ADD(line)                       \
  ADD(couriers)                   \
  ADD(hide_and_seek)              \
  ADD(crowd_nav)                  \
  ADD(intersection)               \
  ADD(highway)                    \
  ADD(merge)

namespace saccade {

#define SACCADE_DECLARE(name) void add_##name(Registry& registry);
SACCADE_ENVIRONMENTS(SACCADE_DECLARE)

void add_builtin_environments(Registry& registry, const ClientWatch& watch) {
#define SACCADE_CALL(name) add_##name(registry);
  SACCADE_ENVIRONMENTS(SACCADE_CALL)
  add_socket_environments(registry, watch);
  add_gym_environments(registry, watch);
}

}  // namespace saccade

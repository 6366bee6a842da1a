// The list of environments that ship.  One more: its own file with a function add_<name>, and a
// line here.  (An object that registers itself would be dropped from a static library by the
// linker.)
#include "envs/builtin.h"

#define SACCADE_ENVIRONMENTS(ADD) \
  ADD(cartpole)                   \
  ADD(pendulum)                   \
  ADD(lunar_lander)               \
  ADD(forage)

namespace saccade {

#define SACCADE_DECLARE(name) void add_##name(Registry& registry);
SACCADE_ENVIRONMENTS(SACCADE_DECLARE)

void add_builtin_environments(Registry& registry) {
#define SACCADE_CALL(name) add_##name(registry);
  SACCADE_ENVIRONMENTS(SACCADE_CALL)
}

}  // namespace saccade

// An environment with two kinds of agents, as a library.
#include "support/workshop.h"
#include "envs/core/plugin.h"

SACCADE_PLUGIN(saccade::testing::add_workshop)

// Registers nothing.
#include "envs/core/plugin.h"

static void add_nothing(saccade::Registry& /*registry*/) {}

SACCADE_PLUGIN(add_nothing)

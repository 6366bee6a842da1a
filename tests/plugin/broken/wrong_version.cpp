// Says that it was built for a version that never was.
#include "envs/core/plugin.h"

static void add_nothing(saccade::Registry& /*registry*/) {}

extern "C" __attribute__((visibility("default"))) const saccade::PluginHeader saccade_plugin;
const saccade::PluginHeader saccade_plugin = {999, SACCADE_COMPILER, add_nothing};

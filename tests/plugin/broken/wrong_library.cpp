// Says that it was built with another standard library.
#include "envs/core/plugin.h"

static void add_nothing(saccade::Registry& /*registry*/) {}

extern "C" __attribute__((visibility("default"))) const saccade::PluginHeader saccade_plugin;
const saccade::PluginHeader saccade_plugin = {saccade::kPluginVersion, "libother", add_nothing};

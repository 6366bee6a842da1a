// The environments that ship with Saccade, and those that come from outside.
#pragma once

#include <string>

#include "envs/core/registry.h"
#include "envs/socket/client_watch.h"

namespace saccade {

/// Adds every environment of this folder (listed in builtin.cpp), and the schemes of environments
/// outside of the program; `watch` takes part while these are waited for.
void add_builtin_environments(Registry& registry, const ClientWatch& watch = {});

/// Loads a shared library and adds its environments; it stays loaded for the life of the process.
/// Throws Error when the file is missing, is no plug-in, or was built against another version.
void load_plugin(Registry& registry, const std::string& path);

}  // namespace saccade

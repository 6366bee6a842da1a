// socket:PORT, an environment in another program that connects to this one.
#pragma once

#include "envs/core/registry.h"
#include "envs/socket/client_watch.h"

namespace saccade {

/// Adds the scheme "socket".  The clients of a port are shared by all copies of the registry; when
/// the last one and the last environment are gone, they are told to close.
void add_socket_environments(Registry& registry, const ClientWatch& watch);

}  // namespace saccade

// The first frame of all: who is there, and what environment it has.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "envs/remote/remote_spec.h"

namespace saccade {

struct Hello {
  std::string name;  ///< What the other program calls this environment: "arena 3"; printable.
  RemoteSpec remote;
};

/// Reads the content of the frame 'hello'.  Throws Error naming what is wrong with it: the magic
/// number, the version, the name, the description.
Hello read_hello(std::span<const std::byte> content);

}  // namespace saccade

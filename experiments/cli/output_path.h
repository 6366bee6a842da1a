// The one rule about files that a user names for output: what exists stays, unless --force is
// given.
#pragma once

#include <filesystem>

#include "experiments/cli/cli.h"

namespace saccade {

/// The option --force, where a command may replace what it finds.
CommandOption force_option();

/// Throws Error when something stands at the path already (an empty folder does not count), unless
/// the command line has --force.  `option` is what the message calls the path: "--record".
void check_is_new(const std::filesystem::path& path, const std::string& option,
                  const CommandLine& line);

/// Makes the folder of a file that is written later.  Throws Error when that fails, or when the
/// file could not be written.
void check_can_write(const std::filesystem::path& file, const std::string& option);

}  // namespace saccade

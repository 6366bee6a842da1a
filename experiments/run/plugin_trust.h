// Which run directories are this user's own.  Plug-ins are native code: those that a run directory
// names are loaded by themselves only where this user trained it with them (docs/safety.md).
//
// A run that uses plug-ins gets a random id, kept in its file `run-id`.  For that id the user's
// state folder ($XDG_STATE_HOME/saccade/runs, by default ~/.local/state/saccade/runs) holds the
// absolute paths of its plug-ins.  Nobody else can write there, so nobody else's directory can name
// a library; and a run may be moved, since nothing depends on where it lies.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/config/experiment_config.h"

namespace saccade {

/// Notes that this user trains the run with these plug-ins (absolute paths); without any it touches
/// nothing.  Returns false when there is no state folder that can be written: then whoever opens
/// the run must name them.
bool remember_plugins(const std::filesystem::path& run_folder,
                      const std::vector<std::string>& plugins);

/// Trusts the plug-ins with which this user trained the run in that folder, and no others.
PluginTrust trust_own_run(const std::filesystem::path& run_folder);

}  // namespace saccade

// The keys init.from and init.digest: what a run begins with, if not with weights that are drawn.
#pragma once

#include <filesystem>
#include <string>

#include "experiments/config/config_schema.h"
#include "experiments/config/experiment_config.h"

namespace saccade {

/// Whether `name` is one of these keys; then it is set.  Throws Error for a value that is no text,
/// and for a digest of another form.
bool set_init(InitConfig& init, const std::string& name, const ConfigValue& value);

/// Throws Error for a digest without a file.
void check_init(const InitConfig& init);

/// A relative path of a file is relative to the folder of the configuration that names it.
void resolve_init(InitConfig& init, const std::filesystem::path& folder);

/// The section, or "" without a file.
std::string write_init(const InitConfig& init);

/// Both keys for `--help-config`.
std::string describe_init();

}  // namespace saccade

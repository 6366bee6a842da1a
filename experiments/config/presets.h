// The configurations that ship: a TOML file per environment.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace saccade {

/// The presets' names, sorted.
std::vector<std::string> preset_names();

/// The file of the preset, if there is one of that name.
std::optional<std::filesystem::path> find_preset(const std::string& name);

}  // namespace saccade

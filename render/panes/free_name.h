// Where what a person saves goes.
#pragma once

#include <filesystem>
#include <string>

namespace saccade::render {

/// FOLDER/STEM+ENDING, or the first of FOLDER/STEM-2+ENDING, ... that is not taken, so that nothing
/// earlier is lost.  Makes the folder, if it can.
std::filesystem::path free_name(const std::string& folder, const std::string& stem,
                                const std::string& ending);

}  // namespace saccade::render

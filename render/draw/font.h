// The font of the viewer, found where systems keep fonts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace saccade::render {

/// The folders, the user's first, in which systems keep fonts.
std::vector<std::filesystem::path> font_folders();

/// The path of a font file of this name anywhere below the folders.  Throws Error when there is
/// none.
std::filesystem::path find_font(const std::string& file,
                                const std::vector<std::filesystem::path>& folders);

}  // namespace saccade::render

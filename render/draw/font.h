// The font of the viewer, found where systems keep fonts.
//
// By the name of its file: fontconfig would answer with the font most like it where it is missing,
// and the panel is laid out by the measures of DejaVu Sans.
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

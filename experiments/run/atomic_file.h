// Files that are either the old one or the new one, whatever happens while they are written.
#pragma once

#include <filesystem>
#include <string_view>

namespace saccade {

/// Writes to a temporary name beside `file`, syncs, renames over `file`, syncs the folder.  Throws
/// Error (kind kFailure) with the reason when it cannot (a full disk, no permission); what was
/// there before is untouched and no temporary file stays behind.
void write_atomically(const std::filesystem::path& file, std::string_view contents);

/// Makes `link` a symbolic link to `target`, replacing another link at once.  Throws Error
/// likewise.
void link_atomically(const std::filesystem::path& link, const std::string& target);

/// Returns once what was written to `file` is on the disk.  Throws Error (kind kFailure).
void sync_file(const std::filesystem::path& file);

/// The whole file.  Throws Error when it cannot be read.
std::string read_file(const std::filesystem::path& file);

/// Makes a folder and its parents.  Throws Error with the reason when it cannot.
void make_folder(const std::filesystem::path& folder);

}  // namespace saccade

// Files that are either the old one or the new one, whatever happens while they are written.
//
// What is being written has a temporary name beside the file, "<file>.tmp-<process id>".  A process
// that is killed leaves it behind; whoever writes in that folder next removes it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// Writes to a temporary name beside `file`, syncs, renames over `file`, syncs the folder.  Throws
/// Error (kind kFailure) with the reason when it cannot (a full disk, no permission); what was
/// there before is untouched and no temporary file stays behind.
void write_atomically(const std::filesystem::path& file, std::string_view contents);

/// The first half of write_atomically: returns the temporary file, written and synced.
std::filesystem::path prepare_file(const std::filesystem::path& file, std::string_view contents);
/// The second half.
void commit_file(const std::filesystem::path& prepared, const std::filesystem::path& file);

/// Makes `link` a symbolic link to `target`, replacing another link at once.  Throws Error
/// likewise.
void link_atomically(const std::filesystem::path& link, const std::string& target);

/// Whether this is the temporary name of `file` ("config.toml") in any process.
bool is_temporary_of(const std::string& name, std::string_view file);

/// Removes the temporary files of processes that are dead, and of this one: call it only while this
/// process writes nothing in the folder.
void remove_dead_temporaries(const std::filesystem::path& folder);

/// Returns once the folder's list of files is on the disk.  Throws Error (kind kFailure).
void sync_folder(const std::filesystem::path& folder);

/// No file of ours is larger, bytes: checkpoints are the largest.
inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{4} << 30;

/// The whole file.  Throws Error when it cannot be read, is no regular file (a pipe or a device may
/// never end) or has more than `max_bytes`.
std::string read_file(const std::filesystem::path& file, std::uint64_t max_bytes = kMaxFileBytes);

/// Removes a file or a link; one that is missing is fine.  Throws Error (kind kFailure).
void remove_file(const std::filesystem::path& file);

/// Makes a folder and its parents.  Throws Error with the reason when it cannot.
void make_folder(const std::filesystem::path& folder);

/// What the folder holds, in any order.  Throws Error (kind kFailure).
std::vector<std::string> names_in(const std::filesystem::path& folder);

}  // namespace saccade

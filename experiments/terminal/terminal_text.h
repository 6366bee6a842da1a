// Texts from outside (names, file names, messages of plug-ins) as a terminal and a shell may get
// them: a name must not move the cursor, and a printed command must do what it says.
#pragma once

#include <string>
#include <string_view>

namespace saccade {

/// The text with everything that a terminal would obey instead of show written as \x1b or \u202e:
/// control characters but line breaks and tabs, marks that reorder writing, and bytes that are no
/// UTF-8.  All text that goes to a terminal passes through here (print() in cli.h, the progress
/// views and the line of error do).
std::string printable(std::string_view text);

/// The path as one argument of a command for a POSIX shell: quoted when it must be, and "./" before
/// a leading dash, which would make it an option.
std::string shell_quoted(const std::string& path);

}  // namespace saccade

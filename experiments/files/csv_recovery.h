// What can be kept of a CSV log when its run goes on from a checkpoint.
//
// A log is on the disk before the checkpoint of its last row.  So the rows up to the checkpoint's
// step must all be there and whole; those after it are dropped, since their updates are repeated.
// A last line without its end was cut off by a kill and goes likewise.  Anything else that cannot
// be right was altered or damaged: it is dropped, and told line by line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// What the checkpoint knows of a log.
struct LogEnd {
  std::int64_t step = 0;                      ///< No row of a later step is kept.
  std::optional<std::int64_t> last_row = {};  ///< Step of the last row that must be there, if any.
  std::int64_t stride = 0;  ///< From each row to the next, from step 0 on; 0 when they differ.
};

struct RecoveredLog {
  std::string text;                 ///< The header and the rows that are kept.
  std::vector<std::string> damage;  ///< "line 3: found ..., wanted ..."; usually none.
};

/// `text` is the file's, `columns` what it must have; the first is the step, a whole number that
/// rises from row to row, and the others hold numbers or nothing.  Throws Error, which calls the
/// file `name`, when the header names other columns.
RecoveredLog recover_log(std::string_view text, const std::vector<std::string>& columns,
                         const LogEnd& end, const std::string& name);

}  // namespace saccade

// A CSV log as a kill or a person left it: what is kept of it is whole, and is kept again.
#include <cstdint>
#include <optional>
#include <string>

#include "envs/core/error.h"
#include "experiments/files/csv_line.h"
#include "experiments/files/csv_recovery.h"
#include "fuzz_input.h"

namespace saccade {
namespace {

constexpr std::int64_t kStep = 1000;
const std::vector<std::string> kColumns = {"step", "return_mean", "count.a, \"b\""};

/// Of the last row of a log that was kept; nothing when there is only its header.
std::optional<std::int64_t> last_step(const std::string& log) {
  const std::size_t begin = log.rfind('\n', log.size() - 2) + 1;
  if (begin == 0) return std::nullopt;
  return std::stoll(log.substr(begin));
}

void recover(const std::string& text) {
  RecoveredLog kept;
  try {
    kept = recover_log(text, kColumns, {.step = kStep}, "input");
  } catch (const Error&) {
    return;  // Other columns.
  }
  const RecoveredLog again =
      recover_log(kept.text, kColumns, {.step = kStep, .last_row = last_step(kept.text)}, "input");
  testing::promise(again.damage.empty(), "what is kept is whole");
  testing::promise(again.text == kept.text, "what is kept is kept again");
}

void read_line(const std::string& line) {
  const auto fields = parse_csv_line(line);
  if (!fields) return;
  testing::promise(parse_csv_line(csv_line(*fields)) == fields, "fields are written and read");
}

}  // namespace
}  // namespace saccade

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  const std::string text = testing::text_of(data, size);
  read_line(text);
  recover(text);
  recover(csv_line(kColumns) + "\n" + text);
  return 0;
}

#include "experiments/checkpoint/checkpoint_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "step-";
constexpr std::string_view kSuffix = ".safetensors";

/// The step in a checkpoint's file name, if it is one.
std::optional<std::int64_t> step_in_name(const std::string& name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  const std::string digits =
      name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  std::int64_t step = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, step);
  if (error != std::errc() || rest != end || step < 0) return std::nullopt;
  return step;
}

void point(const fs::path& link, const fs::path& file) {
  std::error_code error;
  if (fs::read_symlink(link, error) != file.filename()) {
    link_atomically(link, file.filename().string());
  }
}

void settle_best(const fs::path& run_folder, std::optional<std::int64_t> best) {
  const fs::path link = run_folder / "checkpoints" / "best";
  if (best && fs::exists(checkpoint_path(run_folder, *best))) {
    point(link, checkpoint_path(run_folder, *best));
  } else {
    remove_file(link);
  }
}

bool stays(const KeptCheckpoints& kept, std::int64_t step) {
  return step == kept.best ||
         std::binary_search(kept.milestones.begin(), kept.milestones.end(), step);
}

bool is_regular(const KeptCheckpoints& kept, std::int64_t step) {
  if (step == 0) return true;
  return kept.every > 0 && step / kept.every > (step - kept.update_steps) / kept.every;
}

void remove_old(const fs::path& run_folder, const std::vector<std::int64_t>& steps,
                const KeptCheckpoints& kept) {
  if (kept.newest == 0) return;
  int newest = 1;
  for (std::size_t i = steps.size() - 1; i-- > 0;) {  // The newest of all stays.
    if (is_regular(kept, steps[i]) && ++newest <= kept.newest) continue;
    std::error_code error;  // One that cannot be removed now is removed another time.
    if (!stays(kept, steps[i])) fs::remove(checkpoint_path(run_folder, steps[i]), error);
  }
}

}  // namespace

std::vector<std::int64_t> checkpoint_steps(const fs::path& run_folder) {
  std::vector<std::int64_t> steps;
  const fs::path folder = run_folder / "checkpoints";
  if (!fs::exists(folder)) return steps;
  for (const std::string& name : names_in(folder)) {
    const auto step = step_in_name(name);
    if (step && !fs::is_symlink(folder / name)) steps.push_back(*step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

fs::path checkpoint_path(const fs::path& run_folder, std::int64_t step) {
  return run_folder / "checkpoints" / fmt::format("{}{}{}", kPrefix, step, kSuffix);
}

void settle_checkpoints(const fs::path& run_folder, const KeptCheckpoints& kept) {
  const std::vector<std::int64_t> steps = checkpoint_steps(run_folder);
  if (steps.empty()) return;
  point(run_folder / "checkpoints" / "latest", checkpoint_path(run_folder, steps.back()));
  settle_best(run_folder, kept.best);
  remove_old(run_folder, steps, kept);
}

void store_checkpoint(const fs::path& run_folder, const Checkpoint& checkpoint,
                      const KeptCheckpoints& kept) {
  write_checkpoint(checkpoint_path(run_folder, checkpoint.step), checkpoint);
  settle_checkpoints(run_folder, kept);
}

}  // namespace saccade

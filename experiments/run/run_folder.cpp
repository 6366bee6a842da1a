#include "experiments/run/run_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "experiments/checkpoint/initial_weights.h"
#include "experiments/config/config_text.h"
#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfig = "config.toml";

bool is_mark(const std::string& name) {
  return is_temporary_of(name, kConfig);
}

/// Whether a start makes a file of this name, or was about to.
template <std::size_t kSize>
bool is_any_of(const std::string& name, const std::string_view (&files)[kSize]) {
  return std::any_of(std::begin(files), std::end(files), [&name](std::string_view file) {
    return name == file || is_temporary_of(name, file);
  });
}

bool is_first_checkpoint(const std::string& name) {
  return is_any_of(name, {"step-0.safetensors", "latest"});
}

bool belongs_to_start(const fs::path& folder, const std::string& name) {
  if (name != "checkpoints") {
    return is_mark(name) ||
           is_any_of(name, {"metrics.csv", "evals.csv", "run-id", kInitialWeights});
  }
  if (fs::is_symlink(folder / name) || !fs::is_directory(folder / name)) return false;
  const std::vector<std::string> inner = names_in(folder / name);
  return std::all_of(inner.begin(), inner.end(), is_first_checkpoint);
}

bool can_begin_in(const fs::path& folder) {
  if (!fs::exists(folder)) return true;
  return fs::is_directory(folder) && (names_in(folder).empty() || is_unfinished_start(folder));
}

/// The marks go last: whatever is left when this is interrupted can be recognised again.
void clear_unfinished_start(const fs::path& folder) {
  const std::vector<std::string> names = names_in(folder);
  for (const std::string& name : names) {
    std::error_code error;
    if (!is_mark(name)) fs::remove_all(folder / name, error);
    if (error) {
      throw Error("cannot remove '" + (folder / name).string() + "': " + error.message(),
                  Error::Kind::kFailure);
    }
  }
  for (const std::string& name : names) remove_file(folder / name);
}

std::optional<Descriptor> try_lock(const fs::path& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor.try_lock()) return std::nullopt;
  return descriptor;
}

/// The same error in a folder that was touched already, or was not touched yet.
[[noreturn]] void rethrow(const Error& error, Error::Kind kind) {
  throw Error(error.what(), kind);
}

[[noreturn]] void refuse_trained(const fs::path& folder) {
  throw Error("run '" + folder.string() + "': another process is training it");
}

}  // namespace

// Nothing when a run may not begin there.
std::optional<RunFolder> RunFolder::take(const fs::path& folder) {
  if (!can_begin_in(folder)) return std::nullopt;
  const bool is_missing = !fs::exists(folder);
  make_folder(folder);
  std::optional<Descriptor> lock = try_lock(folder);
  // Another process may have begun there before it was locked.
  if (!lock || !can_begin_in(folder)) return std::nullopt;
  RunFolder taken(folder, std::move(*lock));
  taken.start_ = Start{is_missing, {}};
  return taken;
}

RunFolder RunFolder::take_named(const fs::path& folder) {
  if (std::optional<RunFolder> taken = take(folder)) return std::move(*taken);
  if (can_begin_in(folder)) refuse_trained(folder);
  throw Error("'" + folder.string() +
              "' exists and is not an empty folder; nothing is overwritten");
}

RunFolder RunFolder::take_numbered(const std::string& base) {
  for (int number = 1;; ++number) {
    const fs::path folder = number == 1 ? base : fmt::format("{}-{}", base, number);
    if (std::optional<RunFolder> taken = take(folder)) return std::move(*taken);
  }
}

RunFolder RunFolder::begin(const std::string& out, const ExperimentConfig& config) {
  RunFolder folder =
      out.empty() ? take_numbered(fmt::format("runs/{}-{}", file_label(config.env_id), config.seed))
                  : take_named(out);
  clear_unfinished_start(folder.path_);
  folder.start_->config = prepare_file(folder.path_ / kConfig, write_config(config));
  sync_folder(folder.path_);
  try {
    make_folder(folder.path_ / "checkpoints");
  } catch (const Error& error) {
    rethrow(error, Error::Kind::kFailure);
  }
  return folder;
}

RunFolder RunFolder::open(const fs::path& folder) {
  try {
    if (std::optional<Descriptor> lock = try_lock(folder)) return {folder, std::move(*lock)};
  } catch (const Error& error) {
    rethrow(error, Error::Kind::kRequest);
  }
  refuse_trained(folder);
}

RunFolder::RunFolder(fs::path path, Descriptor lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::move(other.lock_)),
      start_(std::exchange(other.start_, std::nullopt)) {}

RunFolder::~RunFolder() {
  if (!start_) return;
  try {
    if (is_unfinished_start(path_)) clear_unfinished_start(path_);
  } catch (...) {  // What is left is an unfinished start still.
  }
  if (start_->made_folder) ::rmdir(path_.c_str());  // Unless something is left.
}

void RunFolder::finish_start() {
  commit_file(start_->config, path_ / kConfig);
  start_.reset();
}

bool is_unfinished_start(const fs::path& folder) {
  if (!fs::is_directory(folder) || fs::exists(folder / kConfig)) return false;
  const std::vector<std::string> names = names_in(folder);
  return std::any_of(names.begin(), names.end(), is_mark) &&
         std::all_of(names.begin(), names.end(),
                     [&folder](const std::string& name) { return belongs_to_start(folder, name); });
}

}  // namespace saccade

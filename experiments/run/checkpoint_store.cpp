#include "experiments/run/checkpoint_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "experiments/run/atomic_file.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

bool is_target_of(const fs::path& link, const fs::path& file) {
  std::error_code error;
  return fs::read_symlink(link, error) == file.filename();
}

void remove_old(const fs::path& run_folder, std::size_t keep) {
  const fs::path folder = run_folder / "checkpoints";
  const std::vector<std::int64_t> steps = checkpoint_steps(run_folder);
  for (std::size_t i = 0; i + keep < steps.size(); ++i) {
    const fs::path file = checkpoint_path(run_folder, steps[i]);
    if (is_target_of(folder / "best", file) || is_target_of(folder / "latest", file)) continue;
    std::error_code error;
    fs::remove(file, error);
  }
}

}  // namespace

void store_checkpoint(const fs::path& run_folder, const Checkpoint& checkpoint, bool is_best,
                      int keep) {
  const fs::path file = checkpoint_path(run_folder, checkpoint.step);
  write_checkpoint(file, checkpoint);
  link_atomically(file.parent_path() / "latest", file.filename().string());
  if (is_best) link_atomically(file.parent_path() / "best", file.filename().string());
  if (keep > 0) remove_old(run_folder, static_cast<std::size_t>(keep));
}

RunLock::RunLock(const fs::path& run_folder)
    : descriptor_(::open(run_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  if (descriptor_ >= 0) ::close(descriptor_);
  throw Error("run '" + run_folder.string() + "': " +
              (error == EWOULDBLOCK ? "another process is training it" : std::strerror(error)));
}

RunLock::~RunLock() {
  ::close(descriptor_);
}

}  // namespace saccade

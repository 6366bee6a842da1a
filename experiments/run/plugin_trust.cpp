#include "experiments/run/plugin_trust.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <system_error>

#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIdFile = "run-id";
constexpr std::size_t kIdDigits = 32;
constexpr std::uint64_t kMaxRecordBytes = 1 << 20;

fs::path absolute_variable(const char* name) {
  const char* value = std::getenv(name);
  const fs::path path = value ? value : "";
  return path.is_absolute() ? path : fs::path();
}

/// Where runs are remembered, by the XDG base directory specification; empty when there is no home.
fs::path state_folder() {
  const fs::path state = absolute_variable("XDG_STATE_HOME");
  if (!state.empty()) return state / "saccade/runs";
  const fs::path home = absolute_variable("HOME");
  return home.empty() ? home : home / ".local/state/saccade/runs";
}

std::string random_id() {
  std::random_device random;
  std::string id;
  while (id.size() < kIdDigits) id += fmt::format("{:08x}", random());
  return id;
}

/// The run's id, or "" when it has none: whatever else stands in the file is no name of a file.
std::string read_id(const fs::path& run_folder) {
  std::string id = read_file(run_folder / kIdFile, kIdDigits + 1);
  if (id.ends_with('\n')) id.pop_back();
  const bool is_id =
      id.size() == kIdDigits && id.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_id ? id : "";
}

/// A path ends with the one byte that no path can hold.
std::string record_of(const std::vector<std::string>& plugins) {
  std::string record;
  for (const std::string& plugin : plugins) record += plugin + '\0';
  return record;
}

/// Whether nobody but this user can write there.
bool is_ours(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return false;
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

void make_ours(const fs::path& path, fs::perms permissions) {
  std::error_code error;
  fs::permissions(path, permissions, error);
  if (error) throw Error("cannot protect '" + path.string() + "': " + error.message());
}

bool holds_all(std::string_view record, const std::vector<std::string>& plugins) {
  const std::string all = '\0' + std::string(record);
  return std::all_of(plugins.begin(), plugins.end(), [&all](const std::string& plugin) {
    return all.find('\0' + plugin + '\0') != std::string::npos;
  });
}

bool is_remembered(const fs::path& run_folder, const std::vector<std::string>& plugins) {
  const fs::path state = state_folder();
  if (state.empty()) return false;
  try {
    const std::string id = read_id(run_folder);
    if (id.empty() || !is_ours(state) || !is_ours(state / id)) return false;
    return holds_all(read_file(state / id, kMaxRecordBytes), plugins);
  } catch (const Error&) {
    return false;  // One of the two files is not there.
  }
}

}  // namespace

bool remember_plugins(const fs::path& run_folder, const std::vector<std::string>& plugins) {
  if (plugins.empty() || is_remembered(run_folder, plugins)) return true;
  const fs::path state = state_folder();
  if (state.empty()) return false;
  try {
    const std::string id = random_id();
    make_folder(state);
    make_ours(state, fs::perms::owner_all);
    write_atomically(state / id, record_of(plugins));
    make_ours(state / id, fs::perms::owner_read | fs::perms::owner_write);
    write_atomically(run_folder / kIdFile, id + "\n");
    return true;
  } catch (const Error&) {
    return false;
  }
}

PluginTrust trust_own_run(const fs::path& run_folder) {
  return [run_folder](const std::vector<std::string>& plugins) {
    return is_remembered(run_folder, plugins);
  };
}

}  // namespace saccade

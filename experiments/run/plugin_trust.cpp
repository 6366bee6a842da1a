#include "experiments/run/plugin_trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "experiments/run/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIdFile = "run-id";
constexpr std::size_t kIdDigits = 32;

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

bool is_remembered(const fs::path& run_folder, const std::vector<std::string>& plugins) {
  const fs::path state = state_folder();
  if (state.empty()) return false;
  try {
    const std::string id = read_id(run_folder);
    return !id.empty() && read_file(state / id) == record_of(plugins);
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
    write_atomically(state / id, record_of(plugins));
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

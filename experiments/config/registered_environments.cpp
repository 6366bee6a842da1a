#include "experiments/config/registered_environments.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "envs/builtin.h"
#include "experiments/terminal/interrupt.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

RegisteredEnvironments::RegisteredEnvironments() {
  const auto say = [is_quiet = is_quiet_](const std::string& line) {
    if (!*is_quiet) fmt::print(stderr, "{}\n", printable(line));
  };
  add_builtin_environments(registry_, {.say = say, .is_interrupted = interrupt_requested});
}

void RegisteredEnvironments::load(const std::string& path) {
  std::error_code error;
  const std::string absolute = std::filesystem::weakly_canonical(path, error).string();
  if (std::find(plugins_.begin(), plugins_.end(), absolute) != plugins_.end()) return;
  load_plugin(registry_, error ? path : absolute);
  plugins_.push_back(absolute);
}

bool RegisteredEnvironments::knows(const std::string& id) const {
  const auto& entries = registry_.entries();
  const auto& schemes = registry_.schemes();
  return std::any_of(entries.begin(), entries.end(),
                     [&](const EnvironmentEntry& entry) { return entry.id == id; }) ||
         std::any_of(schemes.begin(), schemes.end(), [&](const EnvironmentScheme& scheme) {
           return id.starts_with(scheme.name + ':');
         });
}

std::vector<std::string> RegisteredEnvironments::ids() const {
  std::vector<std::string> all;
  for (const EnvironmentEntry& entry : registry_.entries()) all.push_back(entry.id);
  for (const EnvironmentScheme& scheme : registry_.schemes()) all.push_back(scheme.form);
  return all;
}

std::string file_label(const std::string& id) {
  std::string label = id;
  std::replace_if(
      label.begin(), label.end(), [](char c) { return c == ':' || c == '/'; }, '-');
  return label;
}

}  // namespace saccade

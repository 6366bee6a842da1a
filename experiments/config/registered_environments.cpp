#include "experiments/config/registered_environments.h"

#include <algorithm>
#include <filesystem>

#include "envs/builtin.h"

namespace saccade {

RegisteredEnvironments::RegisteredEnvironments() {
  add_builtin_environments(registry_);
}

void RegisteredEnvironments::load(const std::string& path) {
  std::error_code error;
  const std::string absolute = std::filesystem::weakly_canonical(path, error).string();
  if (std::find(plugins_.begin(), plugins_.end(), absolute) != plugins_.end()) return;
  load_plugin(registry_, error ? path : absolute);
  plugins_.push_back(absolute);
}

}  // namespace saccade

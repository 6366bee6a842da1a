#include "experiments/new_env/new_env.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>
#include <vector>

#include "envs/core/error.h"
#include "experiments/config/registered_environments.h"
#include "experiments/files/atomic_file.h"
#include "experiments/new_env/chosen_text.h"
#include "experiments/new_env/new_env_code.h"
#include "experiments/new_env/new_env_template.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Words of lower-case letters and digits joined by single dashes; a letter comes first.
bool is_kebab_case(const std::string& name) {
  if (name.empty() || !is_letter(name.front()) || name.back() == '-') return false;
  if (name.find("--") != std::string::npos) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

// "lunar-lander" -> "LunarLander".
std::string class_name(const std::string& name) {
  std::string result;
  bool word_begins = true;
  for (const char c : name) {
    if (c != '-') result += word_begins && is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
    word_begins = c == '-';
  }
  return result + "Environment";
}

std::string replaced(std::string text, const std::string& mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

/// Whether the condition of a template holds.
bool holds(const NewEnvironment& environment, std::string_view condition) {
  if (condition == "many") return environment.agents > 1;
  if (condition == "walk") return environment.action == NewEnvAction::kCategorical;
  if (condition == "push") return environment.action == NewEnvAction::kContinuous;
  return environment.action == NewEnvAction::kSelectEntity;
}

std::string filled(const char* text, const NewEnvironment& environment) {
  const fs::path source = fs::path(SACCADE_PRESETS).parent_path().parent_path();
  std::string result =
      chosen_text(text, [&](std::string_view condition) { return holds(environment, condition); });
  result = replaced(result, "@NAME@", environment.name);
  result = replaced(result, "@CLASS@", class_name(environment.name));
  result = replaced(result, "@AGENTS@", std::to_string(environment.agents));
  return replaced(result, "@SOURCE@", source.string());
}

void refuse_taken_id(const std::string& name) {
  const RegisteredEnvironments built_in;
  for (const EnvironmentEntry& entry : built_in.registry().entries()) {
    if (entry.id != name) continue;
    throw Error("environment name: found '" + name +
                "', which Saccade ships already, wanted another");
  }
}

/// Files that go again unless they are kept.
struct NewFiles {
  std::vector<fs::path> paths;
  ~NewFiles() {
    std::error_code ignored;
    for (const fs::path& path : paths) fs::remove(path, ignored);
  }
  void keep() { paths.clear(); }
};

}  // namespace

void write_new_environment(const NewEnvironment& environment, const std::string& folder) {
  const std::string& name = environment.name;
  if (!is_kebab_case(name)) {
    throw Error("environment name: found '" + name + "', wanted kebab case like 'lunar-lander'");
  }
  refuse_taken_id(name);
  const fs::path root(folder);
  const std::array<std::pair<fs::path, const char*>, 3> files = {{
      {root / "CMakeLists.txt", kNewEnvBuild},
      {root / (name + ".cpp"), kNewEnvCode},
      {root / "README.md", kNewEnvReadme},
  }};
  for (const auto& [file, text] : files) {
    if (fs::exists(file)) throw Error(file.string() + ": exists already, and stays as it is");
  }
  make_folder(root);
  NewFiles written;
  for (const auto& [file, text] : files) {
    write_atomically(file, filled(text, environment));
    written.paths.push_back(file);
  }
  written.keep();
}

}  // namespace saccade

// Small sweeps, and what they leave.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/saccade_program.h"

namespace saccade::testing {

inline const std::string kSmall = R"(
[set]
steps = 1024
rollout.envs = 8
rollout.horizon = 16
ppo.epochs = 1
ppo.minibatches = 2
policy.width = 8
eval.every = 256
eval.episodes = 2
checkpoint.every = 256
)";

inline const std::string kGrid = "config = 'cartpole'\nseeds = '1..2'\n" + kSmall + R"(
[vary]
optimiser.learning_rate = [1e-3, 3e-3, 1e-2]
)";

inline std::filesystem::path write_sweep(const TemporaryFolder& folder, const std::string& text) {
  const std::filesystem::path file = folder.path() / "my.toml";
  std::ofstream(file) << text;
  return file;
}

inline std::string out_of(const TemporaryFolder& folder) {
  return (folder.path() / "out").string();
}

/// All that a sweep left, but for times, by file.
inline std::map<std::string, std::string> results_in(const std::filesystem::path& out) {
  std::map<std::string, std::string> results;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(out)) {
    const std::string name = entry.path().lexically_relative(out).string();
    if (entry.path().extension() == ".safetensors") results[name] = read_text(entry.path());
    if (entry.path().filename() == "config.toml") results[name] = read_text(entry.path());
    if (entry.path().filename() == "evals.csv") {
      std::istringstream rows(read_text(entry.path()));
      for (std::string row; std::getline(rows, row);) {
        const std::size_t step = row.find(',');  // Behind it stands wall_seconds.
        results[name] += row.substr(0, step) + row.substr(row.find(',', step + 1)) + '\n';
      }
    }
  }
  return results;
}

/// The files in which two sweeps differ.
inline std::vector<std::string> differences(const std::map<std::string, std::string>& one,
                                            const std::map<std::string, std::string>& other) {
  std::vector<std::string> names;
  for (const auto& [name, text] : one) {
    const auto found = other.find(name);
    if (found == other.end() || found->second != text) names.push_back(name);
  }
  for (const auto& [name, text] : other) {
    if (!one.contains(name)) names.push_back(name);
  }
  return names;
}

}  // namespace saccade::testing

// Run directories with made-up results, as a training would have left them.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/program.h"

namespace saccade::testing {

inline void write_text(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// What a run is made of; each score is an evaluation after another 100 steps and 2 seconds.
struct MadeRun {
  std::string name;
  std::string env = "forage";
  std::string encoder = "attention";
  int seed = 1;
  std::vector<double> scores = {1, 2, 3};
  std::string more{};  ///< Lines of config.toml, before its first section.
};

class MadeRuns {
 public:
  std::filesystem::path folder(const std::string& name = "") const { return folder_.path() / name; }
  std::string path(const std::string& name = "") const { return folder(name).string(); }

  void add(const MadeRun& run) const {
    write_text(
        folder(run.name) / "config.toml",
        fmt::format("seed = {}\nsteps = {}\nthreads = {}\n{}\n[env]\nid = \"{}\"\n\n"
                    "[policy]\nencoder = \"{}\"\n",
                    run.seed, 100 * run.scores.size(), run.seed, run.more, run.env, run.encoder));
    std::string text = "step,wall_seconds,episodes,return_mean,outcome.eaten\n";
    for (std::size_t i = 0; i < run.scores.size(); ++i) {
      text += fmt::format("{},{},10,{},{}\n", 100 * (i + 1), 2 * (i + 1), run.scores[i], i);
    }
    write_text(folder(run.name) / "evals.csv", text);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace saccade::testing

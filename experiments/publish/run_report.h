// Everything that a page about one run tells, read from its directory.
//
// A run that is still being trained, was killed or never evaluated has less; so has one whose files
// are damaged.  Plug-ins are not loaded.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "experiments/files/log_table.h"

namespace saccade {

/// A key of config.toml.
struct ReportedSetting {
  std::string key;                        ///< "optimiser.learning_rate"
  std::string value;                      ///< As TOML.
  std::optional<std::string> standard{};  ///< The default; absent where it is not known here.

  bool differs() const { return standard && *standard != value; }
};

/// A recording: a GIF, PNG or MP4.
struct RunFilm {
  std::string name;  ///< Of the file, without its folder.
  std::string type;  ///< "image/gif"
  std::string bytes;
};

// The JSON library checks itself with asserts where it moves.
// NOLINTNEXTLINE(bugprone-exception-escape)
struct RunReport {
  std::string folder;                       ///< As the user named it.
  std::vector<ReportedSetting> settings{};  ///< Sorted by key.
  LogTable metrics{};
  LogTable evaluations{};
  nlohmann::ordered_json summary{};      ///< Null when it is missing or damaged.
  nlohmann::ordered_json explanation{};  ///< explain.json, likewise.
  std::optional<RunFilm> film{};
  std::vector<std::string> notes{};  ///< What is wrong with the files, a sentence each.

  /// The value of a key as text, without the quotes of TOML; "" when there is none.
  std::string setting(const std::string& key) const;
};

/// The keys of a configuration, the text of a config.toml that messages call `name`, with the
/// defaults of the environment and algorithm that it names.  Throws Error when it cannot be read.
std::vector<ReportedSetting> reported_settings(const std::string& config, const std::string& name);

/// Throws Error when the folder is no run, or its config.toml or a log cannot be read.
RunReport load_run_report(const std::filesystem::path& folder);

/// The largest film that goes into a page, bytes: readers load the whole page at once.
inline constexpr std::uint64_t kMaxFilmBytes = std::uint64_t{32} << 20;

/// Throws Error when the file cannot be read, is too large, or is no film.
RunFilm load_film(const std::filesystem::path& file);

}  // namespace saccade

#include "experiments/publish/run_report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "experiments/config/config_text.h"
#include "experiments/config/config_toml.h"
#include "experiments/config/config_value.h"
#include "experiments/config/registered_environments.h"
#include "experiments/files/atomic_file.h"
#include "experiments/page/data_uri.h"

namespace saccade {

namespace fs = std::filesystem;

namespace {

using SettingMap = std::map<std::string, std::string>;

SettingMap settings_of(const TomlConfig& toml) {
  SettingMap settings;
  for (const TomlEntry& entry : toml.entries) settings[entry.key] = format_value(entry.value);
  return settings;
}

/// The defaults of that environment and algorithm; nothing when this program does not know them.
std::optional<SettingMap> defaults_of(const std::string& environment,
                                      const std::string& algorithm) {
  try {
    RegisteredEnvironments environments;
    const std::string text =
        fmt::format("algorithm = {}\n[env]\nid = {}\n", algorithm, environment);
    const ExperimentConfig config = parse_config(text, "defaults", environments);
    return settings_of(parse_toml(write_config(config), "defaults"));
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string value_or(const SettingMap& settings, const std::string& key, const char* other) {
  const auto found = settings.find(key);
  return found == settings.end() ? other : found->second;
}

/// Of an environment from a plug-in the options are not known, all other keys are those of any.
SettingMap known_defaults(const SettingMap& own) {
  const std::string algorithm = value_or(own, "algorithm", "\"ppo\"");
  if (auto all = defaults_of(value_or(own, "env.id", "\"\""), algorithm)) return *std::move(all);
  SettingMap others = defaults_of("\"forage\"", algorithm).value_or(SettingMap{});
  std::erase_if(others, [](const auto& setting) { return setting.first.starts_with("env."); });
  return others;
}

/// Null when the file is missing; null and a note when it is damaged.
nlohmann::ordered_json read_json(const fs::path& file, std::vector<std::string>& notes) {
  constexpr int kDeepest = 12;
  constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;
  if (!fs::exists(file)) return {};
  const auto is_shallow = [](int depth, nlohmann::ordered_json::parse_event_t,
                             const nlohmann::ordered_json&) { return depth <= kDeepest; };
  nlohmann::ordered_json json =
      nlohmann::ordered_json::parse(read_file(file, kMostBytes), is_shallow, false);
  if (json.is_object()) return json;
  notes.push_back(file.filename().string() + " is damaged and left out.");
  return {};
}

void note_dropped(const LogTable& table, const char* name, std::vector<std::string>& notes) {
  if (table.dropped == 0) return;
  notes.push_back(fmt::format("{}: {} damaged {} left out.", name, table.dropped,
                              table.dropped == 1 ? "row is" : "rows are"));
}

void check_is_run(const fs::path& folder) {
  if (fs::is_directory(folder) && fs::exists(folder / "config.toml")) return;
  const bool file = fs::is_regular_file(folder);
  throw Error(fmt::format("'{}': found {}, wanted a run directory", folder.string(),
                          file                 ? "a file"
                          : fs::exists(folder) ? "no config.toml"
                                               : "nothing"));
}

}  // namespace

std::string RunReport::setting(const std::string& key) const {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&key](const ReportedSetting& s) { return s.key == key; });
  if (found == settings.end()) return "";
  const std::string& value = found->value;
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

std::vector<ReportedSetting> reported_settings(const std::string& config, const std::string& name) {
  const TomlConfig toml = parse_toml(config, name);
  const SettingMap own = settings_of(toml);
  const SettingMap standard = known_defaults(own);
  std::vector<ReportedSetting> settings;
  for (const auto& [key, value] : own) {
    ReportedSetting setting{key, value};
    const auto found = standard.find(key);
    if (found != standard.end()) setting.standard = found->second;
    settings.push_back(std::move(setting));
  }
  for (const std::string& plugin : toml.plugins) settings.push_back({"plugins", plugin});
  return settings;
}

RunReport load_run_report(const fs::path& folder) {
  check_is_run(folder);
  RunReport report;
  report.folder = folder.string();
  const fs::path config = folder / "config.toml";
  report.settings = reported_settings(read_file(config, kMaxConfigBytes), config.string());
  report.metrics = read_log_table(folder / "metrics.csv");
  report.evaluations = read_log_table(folder / "evals.csv");
  note_dropped(report.metrics, "metrics.csv", report.notes);
  note_dropped(report.evaluations, "evals.csv", report.notes);
  report.summary = read_json(folder / "summary.json", report.notes);
  report.explanation = read_json(folder / "explain.json", report.notes);
  return report;
}

RunFilm load_film(const fs::path& file) {
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(file, unknown);
  if (!unknown && size > kMaxFilmBytes) {
    throw Error(fmt::format(
        "'{}': found {:.1f} MB, wanted at most {} MB, since the whole film becomes a part of the "
        "page; record a shorter or smaller one ('saccade watch RUN --record FILE --size WxH')",
        file.string(), static_cast<double>(size) / (1 << 20), kMaxFilmBytes >> 20U));
  }
  RunFilm film{file.filename().string(), "", read_file(file, kMaxFilmBytes)};
  film.type = media_type(film.bytes);
  if (!film.type.empty()) return film;
  throw Error(
      fmt::format("'{}': found a file of another kind, wanted a GIF, PNG or MP4", file.string()));
}

}  // namespace saccade

#include "experiments/episodes/episode_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>

#include "experiments/episodes/episode_json.h"
#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = EpisodeJson;

constexpr const char* kFormat = "saccade episode";
constexpr int kVersion = 1;
constexpr std::uint64_t kMaxBytes = 64 << 20;
constexpr std::size_t kDigestDigits = 16;
constexpr std::array kEntries = {"format", "format_version", "version",    "env",  "options",
                                 "wrap",   "plugins",        "checkpoint", "seed", "progress",
                                 "digest", "edits",          "actions"};

/// The shortest text that is read back as the same number.
std::string number_json(float number) {
  if (!std::isfinite(number)) {
    throw Error(fmt::format("actions: found {}, wanted finite numbers", number));
  }
  if (number == 0) return std::signbit(number) ? "-0.0" : "0";
  std::string text = fmt::format("{}", number);
  double read = 0;  // It is read as a double first, which may be rounded the other way.
  std::from_chars(text.data(), text.data() + text.size(), read);
  if (static_cast<float>(read) == number) return text;
  return fmt::format("{}", static_cast<double>(number));
}

void check_finite(const TimedEdit& timed) {
  const Vec2 place = timed.edit.place;
  if (std::isfinite(place.x) && std::isfinite(place.y)) return;
  throw Error(fmt::format("{}: found the place ({}, {}), wanted finite numbers",
                          edit_label(timed.edit), place.x, place.y));
}

std::string step_json(const std::vector<float>& actions) {
  std::string text;
  for (const float number : actions) text += (text.empty() ? "" : ", ") + number_json(number);
  return '[' + text + ']';
}

/// A list with one element per line.
std::string lines_json(const std::vector<std::string>& elements) {
  std::string text;
  for (const std::string& element : elements) {
    text += (text.empty() ? "\n    " : ",\n    ") + element;
  }
  return text.empty() ? "[]" : '[' + text + "\n  ]";
}

std::vector<float> step_of(const std::string& place, const Json& json) {
  if (!json.is_array() || json.empty()) {
    throw Error(place + ": found " + (json.is_array() ? "none" : json.type_name()) +
                ", wanted a list of numbers");
  }
  std::vector<float> actions;
  for (const Json& number : json) {
    const std::string which = fmt::format("{}, number {}", place, actions.size() + 1);
    actions.push_back(number_of(which, number));
  }
  return actions;
}

std::vector<std::vector<float>> actions_of(const Json& json) {
  if (!json.is_array()) {
    throw Error(fmt::format("actions: found {}, wanted a list of steps", json.type_name()));
  }
  std::vector<std::vector<float>> steps;
  for (const Json& one : json) {
    const std::string place = fmt::format("actions, step {}", steps.size() + 1);
    steps.push_back(step_of(place, one));
    if (steps.back().size() == steps.front().size()) continue;
    throw Error(fmt::format("{}: found {} numbers, wanted {} as in step 1", place,
                            steps.back().size(), steps.front().size()));
  }
  return steps;
}

std::string digest_text(const std::string& place, const Json& json) {
  std::string text = text_of(place, json);
  const bool is_digest = text.size() == kDigestDigits &&
                         text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (text.empty() || is_digest) return text;
  throw Error(fmt::format("{}: found {}, wanted 16 hexadecimal digits or nothing", place,
                          json.dump(-1, ' ', true, Json::error_handler_t::replace)));
}

void check_format(const Json& json) {
  if (entry_of(json, "format") != kFormat) {
    throw Error(fmt::format("format: found {}, wanted \"{}\"",
                            json.at("format").dump(-1, ' ', true, Json::error_handler_t::replace),
                            kFormat));
  }
  const int version = whole_number<int>("format_version", entry_of(json, "format_version"));
  if (version != kVersion) {
    throw Error(
        fmt::format("format_version: found {}, wanted {}: another version of Saccade "
                    "wrote it",
                    version, kVersion));
  }
  for (const auto& [name, value] : json.items()) {
    if (std::find(kEntries.begin(), kEntries.end(), name) != kEntries.end()) continue;
    throw Error("found an entry '" + name + "', which is none of an episode");
  }
}

void check_edit_steps(const EpisodeFile& episode) {
  int last = 0;
  for (std::size_t i = 0; i < episode.edits.size(); ++i) {
    const int step = episode.edits[i].step;
    if (step < last || step > static_cast<int>(episode.actions.size())) {
      throw Error(fmt::format("edits, number {}, step: found {}, wanted one from {} to {}", i + 1,
                              step, last, episode.actions.size()));
    }
    last = step;
  }
}

}  // namespace

bool EpisodeFile::operator==(const EpisodeFile& other) const {
  const auto parts = [](const EpisodeFile& e) {
    return std::tie(e.environment, e.options.values(), e.wrap.values(), e.plugins, e.seed,
                    e.progress, e.actions, e.edits, e.digest, e.checkpoint, e.version);
  };
  return parts(*this) == parts(other);
}

EpisodeFile record_episode(const ExperimentConfig& config, const EpisodeRunner& runner,
                           const std::string& checkpoint) {
  EpisodeFile episode{.environment = config.env_id,
                      .options = config.env_options,
                      .wrap = config.wrap,
                      .plugins = {},
                      .seed = runner.seed(),
                      .progress = runner.record().progress,
                      .actions = {},
                      .edits = runner.record().edits,
                      .digest = runner.digest(),
                      .checkpoint = checkpoint,
                      .version = SACCADE_VERSION};
  for (const std::string& plugin : config.plugins) {
    episode.plugins.push_back(fs::path(plugin).filename().string());
  }
  const std::vector<float>& actions = runner.record().actions;
  const auto count = static_cast<std::ptrdiff_t>(runner.action_count());
  for (auto step = actions.begin(); step != actions.end(); step += count) {
    episode.actions.emplace_back(step, step + count);
  }
  return episode;
}

std::string episode_file_text(const EpisodeFile& episode) {
  const Json head = {{"format", kFormat},
                     {"format_version", kVersion},
                     {"version", episode.version},
                     {"env", episode.environment},
                     {"options", options_json(episode.options)},
                     {"wrap", options_json(episode.wrap)},
                     {"plugins", episode.plugins},
                     {"checkpoint", episode.checkpoint},
                     {"seed", episode.seed},
                     {"progress", episode.progress},
                     {"digest", episode.digest ? Json(*episode.digest) : Json()}};
  // Texts of a plug-in may be no UTF-8.
  const auto dump = [](const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  std::string text = "{\n";
  for (const auto& [name, value] : head.items()) {
    text += fmt::format("  \"{}\": {},\n", name, dump(value));
  }
  std::for_each(episode.edits.begin(), episode.edits.end(), check_finite);
  std::vector<std::string> edits, steps;
  for (const Json& edit : edits_json(episode.edits)) edits.push_back(dump(edit));
  for (const std::vector<float>& actions : episode.actions) steps.push_back(step_json(actions));
  return text + fmt::format("  \"edits\": {},\n  \"actions\": {}\n}}\n", lines_json(edits),
                            lines_json(steps));
}

EpisodeFile parse_episode_file(const std::string& text, const Registry& registry) {
  const Json json = parse_episode_json(text);
  check_format(json);
  EpisodeFile episode;
  episode.version = text_of("version", entry_of(json, "version"));
  episode.environment = text_of("env", entry_of(json, "env"));
  episode.plugins = texts_of("plugins", entry_of(json, "plugins"));
  episode.checkpoint = digest_text("checkpoint", entry_of(json, "checkpoint"));
  episode.seed = whole_number<std::uint64_t>("seed", entry_of(json, "seed"));
  episode.progress = progress_of(entry_of(json, "progress"));
  if (const Json& digest = entry_of(json, "digest"); !digest.is_null()) {
    episode.digest = whole_number<std::uint64_t>("digest", digest);
  }
  episode.actions = actions_of(entry_of(json, "actions"));
  episode.edits = edits_of(entry_of(json, "edits"));
  check_edit_steps(episode);
  episode.options =
      Options(entry_of_episode(registry, episode.environment, episode.plugins).options);
  set_options(episode.options, entry_of(json, "options"));
  set_wrappers(episode.wrap, entry_of(json, "wrap"));
  return episode;
}

void write_episode_file(const fs::path& file, const EpisodeFile& episode) {
  try {
    write_atomically(file, episode_file_text(episode));
  } catch (const Error& error) {
    const std::string what = error.what();
    if (what.find(file.string()) != std::string::npos) throw;
    throw Error("episode '" + file.string() + "': " + what, error.kind());
  }
}

EpisodeFile read_episode_file(const fs::path& file, const Registry& registry) {
  const std::string text = read_file(file, kMaxBytes);
  try {
    return parse_episode_file(text, registry);
  } catch (const Error& error) {
    throw Error("episode '" + file.string() + "': " + error.what());
  }
}

}  // namespace saccade

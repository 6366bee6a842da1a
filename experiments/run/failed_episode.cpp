#include "experiments/run/failed_episode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "saccade failed episode 1";
constexpr std::uint64_t kMaxBytes = 256 << 20;
constexpr int kDeepest = 3;  // The file is an object of values, lists and one object.

Json to_json(const Options& options) {
  Json json = Json::object();
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    json[options.specs()[i].name] =
        std::visit([](const auto& value) { return Json(value); }, options.values()[i]);
  }
  return json;
}

template <class Number>
Number whole(const std::string& name, const Json& json) {
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  } else if (json.is_number_integer()) {
    const auto number = json.get<std::int64_t>();
    if (std::in_range<Number>(number)) return static_cast<Number>(number);
  }
  using Limits = std::numeric_limits<Number>;
  throw Error(fmt::format("{}: found {}, wanted a whole number from {} to {}", name,
                          json.is_number() ? json.dump() : json.type_name(), Limits::min(),
                          Limits::max()));
}

std::vector<std::string> texts(const std::string& label, const Json& json) {
  const auto is_text = [](const Json& element) { return element.is_string(); };
  if (std::all_of(json.begin(), json.end(), is_text)) return json.get<std::vector<std::string>>();
  throw Error(label + ": found " + json.dump() + ", wanted a list of texts");
}

/// `label` is what messages call the option.
OptionValue option_value(const std::string& label, const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return whole<int>(label, json);
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) return texts(label, json);
  throw Error(label + ": found " + json.dump() + ", wanted a single value or a list");
}

void set_wrapper(Options& wrap, const std::string& name, const Json& json) {
  const std::string label = "wrap." + name;
  const auto is_named = [&name](const OptionSpec& spec) { return spec.name == name; };
  if (std::none_of(wrap.specs().begin(), wrap.specs().end(), is_named)) {
    throw Error("unknown wrapper " + label);
  }
  wrap.set(name, option_value(label, json), label);
}

double progress(const Json& json) {
  const double done = json.is_number() ? json.get<double>() : -1;
  if (done >= 0 && done <= 1) return done;
  throw Error("progress: found " + json.dump() + ", wanted a number in [0, 1]");
}

const EnvironmentEntry& find_entry(const Registry& registry, const FailedEpisode& episode) {
  try {
    return registry.find(episode.trace.environment);
  } catch (const Error& error) {
    if (episode.plugins.empty()) throw;
    throw Error(
        fmt::format("{}; it came from {}, which is loaded only when you name it with "
                    "--plugin",
                    error.what(), fmt::join(episode.plugins, ", ")));
  }
}

Json parse(const std::string& text) {
  return Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw Error("found lists that are nested too deeply, wanted an episode");
    return true;
  });
}

FailedEpisode from_json(const Json& json, const Registry& registry) {
  if (json.at("format") != kFormat) {
    throw Error(
        fmt::format("found the format {}, wanted \"{}\"", json.at("format").dump(), kFormat));
  }
  FailedEpisode episode;
  episode.trace = {.environment = json.at("env").get<std::string>(),
                   .seed = whole<std::uint64_t>("seed", json.at("seed")),
                   .step = whole<int>("step", json.at("step")),
                   .actions = json.at("actions").get<std::vector<float>>(),
                   .progress = progress(json.value("progress", Json(1))),
                   .digest = std::nullopt};
  if (const Json& digest = json.at("digest"); !digest.is_null()) {
    episode.trace.digest = whole<std::uint64_t>("digest", digest);
  }
  episode.plugins = json.at("plugins").get<std::vector<std::string>>();
  episode.error = json.at("error").get<std::string>();
  episode.options = Options(find_entry(registry, episode).options);
  for (const auto& [name, value] : json.at("options").items()) {
    episode.options.set(name, option_value("option " + name, value));
  }
  const Json wrap = json.value("wrap", Json::object());  // Older files have none.
  for (const auto& [name, value] : wrap.items()) set_wrapper(episode.wrap, name, value);
  return episode;
}

}  // namespace

void write_failed_episode(const fs::path& file, const ExperimentConfig& config,
                          const EpisodeError& error) {
  const EpisodeTrace& trace = error.trace();
  Json json = {{"format", kFormat},
               {"env", trace.environment},
               {"options", to_json(config.env_options)},
               {"wrap", to_json(config.wrap)},
               {"plugins", config.plugins},
               {"seed", trace.seed},
               {"progress", trace.progress},
               {"step", trace.step},
               {"error", error.what()},
               {"digest", nullptr},
               {"actions", trace.actions}};
  if (trace.digest) json["digest"] = *trace.digest;
  // Texts of a plug-in may be no UTF-8.
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  write_atomically(file, text + "\n");
}

FailedEpisode read_failed_episode(const fs::path& file, const Registry& registry) {
  const std::string name = "episode '" + file.string() + "': ";
  try {
    return from_json(parse(read_file(file, kMaxBytes)), registry);
  } catch (const Error& error) {
    throw Error(name + error.what());
  } catch (const Json::exception& error) {
    throw Error(name + error.what());
  }
}

}  // namespace saccade

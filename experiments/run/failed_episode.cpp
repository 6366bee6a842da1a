#include "experiments/run/failed_episode.h"

#include <fmt/format.h>

#include "experiments/episodes/episode_json.h"
#include "experiments/files/atomic_file.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = EpisodeJson;

constexpr const char* kFormat = "saccade failed episode 1";
constexpr std::uint64_t kMaxBytes = 256 << 20;

FailedEpisode from_json(const Json& json, const Registry& registry) {
  if (json.at("format") != kFormat) {
    throw Error(
        fmt::format("found the format {}, wanted \"{}\"", json.at("format").dump(), kFormat));
  }
  FailedEpisode episode;
  episode.trace = {.environment = json.at("env").get<std::string>(),
                   .seed = whole_number<std::uint64_t>("seed", json.at("seed")),
                   .step = whole_number<int>("step", json.at("step")),
                   .actions = json.at("actions").get<std::vector<float>>(),
                   .progress = progress_of(json.value("progress", Json(1))),
                   .digest = std::nullopt};
  if (const Json& digest = json.at("digest"); !digest.is_null()) {
    episode.trace.digest = whole_number<std::uint64_t>("digest", digest);
  }
  episode.plugins = json.at("plugins").get<std::vector<std::string>>();
  episode.error = json.at("error").get<std::string>();
  episode.options =
      Options(entry_of_episode(registry, episode.trace.environment, episode.plugins).options);
  set_options(episode.options, json.at("options"));
  set_wrappers(episode.wrap, json.value("wrap", Json::object()));  // Older files have none.
  episode.trace.edits = edits_of(json.value("edits", Json::array()));
  return episode;
}

}  // namespace

void write_failed_episode(const fs::path& file, const ExperimentConfig& config,
                          const EpisodeError& error) {
  const EpisodeTrace& trace = error.trace();
  Json json = {{"format", kFormat},
               {"env", config.env_id},
               {"options", options_json(config.env_options)},
               {"wrap", options_json(config.wrap)},
               {"plugins", config.plugins},
               {"seed", trace.seed},
               {"progress", trace.progress},
               {"step", trace.step},
               {"error", error.what()},
               {"digest", nullptr},
               {"actions", trace.actions},
               {"edits", edits_json(trace.edits)}};
  if (trace.digest) json["digest"] = *trace.digest;
  // Texts of a plug-in may be no UTF-8.
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  write_atomically(file, text + "\n");
}

FailedEpisode read_failed_episode(const fs::path& file, const Registry& registry) {
  const std::string name = "episode '" + file.string() + "': ";
  try {
    return from_json(parse_episode_json(read_file(file, kMaxBytes)), registry);
  } catch (const Error& error) {
    throw Error(name + error.what());
  } catch (const Json::exception& error) {
    throw Error(name + error.what());
  }
}

}  // namespace saccade

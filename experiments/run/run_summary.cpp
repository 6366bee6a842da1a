#include "experiments/run/run_summary.h"

#include <nlohmann/json.hpp>

#include "experiments/files/atomic_file.h"
#include "experiments/machine/machine.h"
#include "experiments/run/run_directory.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// As in `saccade eval --json`; an evaluation of an older version tells only its return.
Json to_json(const std::optional<EvaluationPoint>& point) {
  if (!point) return nullptr;
  Json json = {{"step", point->step},
               {"return_mean", point->return_mean},
               {"return_std", point->return_std}};
  if (point->episodes > 0) json["episodes"] = point->episodes;
  for (const auto& [name, number] : point->outcomes) {
    json["outcomes"][name] = static_cast<std::int64_t>(number);
  }
  for (const auto& [name, mean] : point->counts) json["counts"][name] = mean;
  return json;
}

}  // namespace

const char* name_of(RunEnd end) {
  switch (end) {
    case RunEnd::kSteps:
      return "steps";
    case RunEnd::kThreshold:
      return "threshold";
    case RunEnd::kTime:
      return "time";
    case RunEnd::kPause:
      return "pause";
    case RunEnd::kInterrupted:
      return "interrupted";
    case RunEnd::kFailed:
      return "failed";
  }
  return "";
}

void write_summary(const fs::path& run_folder, const RunSummary& summary) {
  const Machine machine = this_machine();
  const Json json = {
      {"env", summary.env_id},
      {"seed", summary.seed},
      {"steps", summary.steps},
      {"steps_asked", summary.steps_asked},
      {"ended", name_of(summary.ended)},
      {"wall_seconds", summary.wall_seconds},
      {"env_steps_per_second", static_cast<double>(summary.steps) / summary.wall_seconds},
      {"best_evaluation", to_json(summary.best)},
      {"last_evaluation", to_json(summary.last)},
      {"version", SACCADE_VERSION},
      {"compiler", machine.compiler},
      {"simd", machine.simd},
      {"processor", machine.processor},
      {"cores", machine.cores},
      {"threads", summary.threads}};
  // A processor's name comes from outside.
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  write_atomically(run_folder / "summary.json", text + "\n");
}

std::optional<SummarisedTraining> read_summary(const fs::path& run_folder) {
  const auto is_flat = [](int depth, Json::parse_event_t, const Json&) { return depth <= 3; };
  const Json summary =
      Json::parse(contents_of(run_folder / "summary.json").value_or(""), is_flat, false);
  const auto steps = summary.find("steps");
  if (steps == summary.end() || !steps->is_number_integer()) return std::nullopt;
  SummarisedTraining training{.steps = steps->get<std::int64_t>()};
  const auto seconds = summary.find("wall_seconds");
  if (seconds != summary.end() && seconds->is_number()) training.wall_seconds = *seconds;
  return training;
}

}  // namespace saccade

#include "experiments/report/comparison_data.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json ci_json(const Estimate& estimate) {
  if (!estimate.ci95) return nullptr;
  return {estimate.ci95->low, estimate.ci95->high};
}

Json run_json(const ComparedRun& run) {
  return {{"folder", run.folder.string()},
          {"seed", run.seed},
          {"steps", run.steps},
          {"wall_seconds", or_null(run.wall_seconds)},
          {"score", run.score},
          {"score_step", run.score_step},
          {"steps_to_threshold", or_null(run.steps_to_threshold)},
          {"seconds_to_threshold", or_null(run.seconds_to_threshold)}};
}

void add_points(const ComparedGroup& group, Json& json) {
  json["curve"] = Json::array();
  for (const CurvePoint& point : group.curve) {
    json["curve"].push_back({{"step", point.step},
                             {"mean", point.mean.value},
                             {"ci95", ci_json(point.mean)},
                             {"iqm", point.iqm.value},
                             {"iqm_ci95", ci_json(point.iqm)}});
  }
  json["profile"] = Json::array();
  for (const ProfilePoint& point : group.profile) {
    json["profile"].push_back(
        {{"score", point.score}, {"share", point.share.value}, {"ci95", ci_json(point.share)}});
  }
}

Json group_json(const ComparedGroup& group) {
  Json json = {{"runs", group.runs.size()},
               {"final_mean", group.final_mean.value},
               {"ci95", ci_json(group.final_mean)},
               {"final_iqm", group.final_iqm.value},
               {"iqm_ci95", ci_json(group.final_iqm)},
               {"steps", group.steps},
               {"wall_seconds", or_null(group.wall_seconds)},
               {"reached_threshold", group.efficiency.reached},
               {"median_steps_to_threshold", or_null(group.efficiency.median_steps)},
               {"median_seconds_to_threshold", or_null(group.efficiency.median_seconds)}};
  for (const ComparedRun& run : group.runs) json["per_run"].push_back(run_json(run));
  add_points(group, json);
  return json;
}

Json improvements_json(const std::vector<Improvement>& improvements) {
  Json json = Json::object();
  for (const Improvement& improvement : improvements) {
    json[improvement.better + " > " + improvement.than] = {
        {"p", improvement.probability.value}, {"ci95", ci_json(improvement.probability)}};
  }
  return json;
}

void add_task(const ComparedTask& task, Json& json) {
  json["threshold"] = or_null(task.threshold);
  for (const ComparedGroup& group : task.groups) json["groups"][group.name] = group_json(group);
  json["probability_of_improvement"] = improvements_json(task.improvements);
}

void add_tasks(const Comparison& comparison, Json& json) {
  for (const ComparedTask& task : comparison.tasks) {
    add_task(task, json["environments"][task.environment]);
  }
  for (const AggregateGroup& group : comparison.aggregate) {
    json["groups"][group.name] = {{"runs", group.runs},
                                  {"final_mean", group.mean.value},
                                  {"ci95", ci_json(group.mean)},
                                  {"final_iqm", group.iqm.value},
                                  {"iqm_ci95", ci_json(group.iqm)}};
  }
  json["probability_of_improvement"] = improvements_json(comparison.improvements);
}

std::string number(double value) {
  return fmt::format("{}", value);
}

template <class Value>
std::string field(const std::optional<Value>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::vector<std::string> fields(const Estimate& estimate) {
  if (!estimate.ci95) return {number(estimate.value), "", ""};
  return {number(estimate.value), number(estimate.ci95->low), number(estimate.ci95->high)};
}

}  // namespace

Json to_json(const Comparison& comparison) {
  Json json = {{"metric", comparison.metric},
               {"score", comparison.score_kind},
               {"baseline", comparison.baseline}};
  if (comparison.tasks.size() == 1) {
    json["environment"] = comparison.tasks.front().environment;
    add_task(comparison.tasks.front(), json);
  } else {
    add_tasks(comparison, json);
  }
  json["differences"] = Json::object();
  for (const ConfigurationDifference& difference : comparison.differences) {
    for (std::size_t i = 0; i < comparison.groups.size(); ++i) {
      json["differences"][difference.key][comparison.groups[i]] = difference.values[i];
    }
  }
  json["omitted"] = Json::array();
  for (const OmittedRun& run : comparison.omitted) {
    json["omitted"].push_back({{"folder", run.folder.string()}, {"reason", run.reason}});
  }
  json["notes"] = comparison.notes;
  return json;
}

std::string runs_csv(const Comparison& comparison) {
  std::string text =
      "environment,group,folder,seed,steps,wall_seconds,score,score_step,steps_to_threshold,"
      "seconds_to_threshold\n";
  for (const ComparedTask& task : comparison.tasks) {
    for (const ComparedGroup& group : task.groups) {
      for (const ComparedRun& run : group.runs) {
        text +=
            csv_line({task.environment, group.name, run.folder.string(), std::to_string(run.seed),
                      std::to_string(run.steps), field(run.wall_seconds), number(run.score),
                      std::to_string(run.score_step), field(run.steps_to_threshold),
                      field(run.seconds_to_threshold)}) +
            "\n";
      }
    }
  }
  return text;
}

std::string curves_csv(const Comparison& comparison) {
  std::string text = "environment,group,runs,step,mean,mean_low,mean_high,iqm,iqm_low,iqm_high\n";
  for (const ComparedTask& task : comparison.tasks) {
    for (const ComparedGroup& group : task.groups) {
      for (const CurvePoint& point : group.curve) {
        std::vector<std::string> row = {task.environment, group.name,
                                        std::to_string(group.runs.size()),
                                        std::to_string(point.step)};
        for (const Estimate& estimate : {point.mean, point.iqm}) {
          for (const std::string& cell : fields(estimate)) row.push_back(cell);
        }
        text += csv_line(row) + "\n";
      }
    }
  }
  return text;
}

}  // namespace saccade

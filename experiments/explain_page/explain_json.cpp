#include "experiments/explain_page/explain_json.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "experiments/attention/attention_report.h"

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const Estimate& estimate) {
  if (!estimate.ci95) return nullptr;
  return {estimate.ci95->low, estimate.ci95->high};
}

Json method_json(const MethodScore& score) {
  return {{"spearman_leave_one_out", score.agreement.value},
          {"deletion_area", score.deletion.value},
          {"insertion_area", score.insertion.value},
          {"deletion_value_area", area_under(score.curves.deletion.value)},
          {"insertion_value_area", area_under(score.curves.insertion.value)},
          {"gain", score.gain.value},
          {"ci95",
           {{"spearman_leave_one_out", interval_json(score.agreement)},
            {"deletion_area", interval_json(score.deletion)},
            {"insertion_area", interval_json(score.insertion)},
            {"gain", interval_json(score.gain)}}}};
}

Json methods_json(const std::vector<MethodScore>& scores) {
  Json json = Json::object();
  for (const MethodScore& score : scores) json[score.method] = method_json(score);
  return json;
}

Json faithfulness_json(const Faithfulness& found) {
  const MethodScore* best = found.best();
  Json json = {{"verdict", found.verdict ? Json(name_of(*found.verdict)) : Json(nullptr)},
               {"sentence", found.sentence},
               {"moments", found.moments},
               {"entities_mean", found.entities},
               {"best_method", best ? Json(best->method) : Json(nullptr)},
               {"methods", methods_json(found.methods)},
               {"heads", methods_json(found.heads)}};
  const bool attends = found.find(kAttentionMethod) != nullptr;
  json["randomised_weights_spearman"] = attends ? Json(found.randomised.value) : Json(nullptr);
  json["randomised_weights_ci95"] = attends ? interval_json(found.randomised) : Json(nullptr);
  json["yardstick"] = found.yardstick.value;
  json["yardstick_ci95"] = interval_json(found.yardstick);
  json["completeness_error"] = found.completeness_error;
  return json;
}

Json worth_json(const FeatureWorth& worth) {
  Json json = {{"type", worth.type}};
  if (!worth.feature.empty()) json["feature"] = worth.feature;
  json["return_drop"] = worth.drop.value;
  json["ci95"] = interval_json(worth.drop);
  return json;
}

Json importance_json(const Importance& importance) {
  Json json = {{"episodes", importance.episodes},
               {"return_mean", importance.return_mean},
               {"types", Json::array()},
               {"features", Json::array()}};
  for (const FeatureWorth& worth : importance.types) json["types"].push_back(worth_json(worth));
  for (const FeatureWorth& worth : importance.features) {
    json["features"].push_back(worth_json(worth));
  }
  return json;
}

Json counts_json(const std::vector<CountLine>& lines) {
  Json json = Json::array();
  for (const CountLine& line : lines) {
    Json points = Json::array();
    for (const CountPoint& point : line.points) {
      Json options = Json::object();
      for (const auto& [name, value] : point.options) options["env." + name] = value;
      points.push_back({{"factor", point.factor},
                        {"options", options},
                        {"return_mean", point.returns.value},
                        {"ci95", interval_json(point.returns)}});
    }
    json.push_back({{"types", line.types}, {"points", points}});
  }
  return json;
}

Json formation_json(const std::vector<FormationPoint>& points) {
  Json json = Json::array();
  for (const FormationPoint& point : points) {
    Json shares = Json::object();
    for (const auto& [type, share] : point.shares) shares[type] = share;
    json.push_back({{"step", point.step},
                    {"return_mean", point.return_mean},
                    {"type", point.type},
                    {"share", shares},
                    {"spread", point.spread},
                    {"spearman_leave_one_out", point.agreement.value},
                    {"gain", point.gain.value}});
  }
  return json;
}

/// Adds to each head how far its shares of the types are from the mean over the layer's heads:
/// total variation, 0 (like all others) to 1.
void add_specialisation(Json& attention) {
  for (Json& block : attention["blocks"]) {
    Json& heads = block["heads"];
    for (Json& head : heads) {
      double distance = 0;
      for (const auto& [type, share] : head["share"].items()) {
        double mean = 0;
        for (const Json& other : heads) mean += other["share"][type].get<double>();
        distance += std::abs(share.get<double>() - mean / static_cast<double>(heads.size())) / 2;
      }
      head["specialisation"] = distance;
    }
  }
}

Json attention_json(const KindAttention& kind) {
  Json json = to_json(*kind.summary);
  add_specialisation(json);
  return json;
}

}  // namespace

nlohmann::ordered_json to_json(const Explanation& found) {
  Json json;
  for (std::size_t k = 0; k < found.played.kinds.size(); ++k) {
    const KindAttention& kind = found.played.kinds[k];
    if (!kind.summary) continue;
    if (!found.by_kind()) {
      json = attention_json(kind);
      continue;
    }
    json["kinds"][kind.kind] = attention_json(kind);
    json["kinds"][kind.kind]["faithfulness"] = faithfulness_json(found.of_kinds[k]);
  }
  json["env"] = found.env;
  json["step"] = found.step;
  json["episodes"] = found.plan.episodes;
  json["seed"] = found.plan.seed;
  json["return_mean"] = mean_score(found.played.returns);
  json["faithfulness"] = faithfulness_json(found.faithfulness);
  json["importance"] = importance_json(found.importance);
  json["counts"] = counts_json(found.counts);
  json["checkpoints"] = formation_json(found.formation);
  return json;
}

}  // namespace saccade

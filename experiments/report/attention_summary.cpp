#include "experiments/report/attention_summary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saccade {

AttentionSummary::AttentionSummary(std::vector<std::string> types, std::vector<std::string> layers,
                                   int heads)
    : types_(std::move(types)),
      layers_(std::move(layers)),
      heads_(heads),
      counts_(types_.size()),
      even_((layers_.size() + 1) * types_.size()),
      shares_(layers_.size() * static_cast<std::size_t>(heads) * types_.size()),
      spread_(layers_.size() * static_cast<std::size_t>(heads)),
      rollout_(types_.size()),
      readings_(types_.size()) {}

std::size_t AttentionSummary::slot(int layer, int head) const {
  return static_cast<std::size_t>(layer) * static_cast<std::size_t>(heads_) +
         static_cast<std::size_t>(head);
}

void AttentionSummary::add_even(const AttentionWeights& weights, std::size_t layer) {
  const std::size_t tokens = weights.types.size();
  const auto shows = [&](std::size_t t) {
    return layer == layers_.size() || weights.shown[layer * tokens + t] != 0;
  };
  double seen = 0;
  for (std::size_t t = 0; t < tokens; ++t) seen += shows(t) ? 1 : 0;
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto type = static_cast<std::size_t>(weights.types[t]);
    if (shows(t)) even_[layer * types_.size() + type] += 1 / seen;
  }
}

void AttentionSummary::add(const AttentionWeights& weights) {
  ++decisions_;
  for (const int type : weights.types) counts_[static_cast<std::size_t>(type)] += 1;
  for (std::size_t layer = 0; layer <= layers_.size(); ++layer) add_even(weights, layer);
  for (std::size_t i = 0; i < spread_.size(); ++i) add_head(weights, i);
  add_rollout(weights);
}

void AttentionSummary::add_head(const AttentionWeights& weights, std::size_t slot) {
  const std::size_t tokens = weights.types.size();
  double entropy = 0;
  double sum = 0;
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto weight = static_cast<double>(weights.weights[slot * tokens + t]);
    shares_[slot * types_.size() + static_cast<std::size_t>(weights.types[t])] += weight;
    if (weight > 0) entropy -= weight * std::log(weight);
    sum += weight;
  }
  if (sum > 0) spread_[slot] += std::exp(entropy);
}

void AttentionSummary::add_rollout(const AttentionWeights& weights) {
  std::vector<std::size_t> places(types_.size());  // The next of each type.
  for (std::size_t t = 0; t < weights.rollout.size(); ++t) {
    const auto type = static_cast<std::size_t>(weights.types[t]);
    const auto weight = static_cast<double>(weights.rollout[t]);
    rollout_[type] += weight;
    if (weights.ids[t] != kNoEntity) continue;
    const std::size_t place = places[type]++;
    readings_[type].resize(std::max(readings_[type].size(), place + 1));
    readings_[type][place] += weight;
  }
}

double AttentionSummary::averaged(double sum) const {
  return sum / static_cast<double>(std::max<std::int64_t>(decisions_, 1));
}

double AttentionSummary::even(std::size_t layer, int type) const {
  return averaged(even_[layer * types_.size() + static_cast<std::size_t>(type)]);
}

TypeAttention AttentionSummary::compared(double sum, std::size_t layer, int type) const {
  const double share = averaged(sum);
  const double even_share = even(layer, type);
  return {.share = share, .focus = even_share > 0 ? share / even_share : 0};
}

double AttentionSummary::mean_count(int type) const {
  return averaged(counts_[static_cast<std::size_t>(type)]);
}

TypeAttention AttentionSummary::attention(int layer, int head, int type) const {
  const std::size_t first = slot(layer, head) * types_.size();
  return compared(shares_[first + static_cast<std::size_t>(type)], static_cast<std::size_t>(layer),
                  type);
}

bool AttentionSummary::shows(int layer, int type) const {
  return mean_count(type) == 0 || even(static_cast<std::size_t>(layer), type) > 0;
}

double AttentionSummary::spread(int layer, int head) const {
  return averaged(spread_[slot(layer, head)]);
}

TypeAttention AttentionSummary::rollout(int type) const {
  return compared(rollout_[static_cast<std::size_t>(type)], layers_.size(), type);
}

std::vector<ReadingAttention> AttentionSummary::top_readings(std::size_t count) const {
  std::vector<ReadingAttention> readings;
  for (std::size_t type = 0; type < types_.size(); ++type) {
    for (std::size_t place = 0; place < readings_[type].size(); ++place) {
      const double share = averaged(readings_[type][place]);
      readings.push_back({fmt::format("{} {}", types_[type], place), share});
    }
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  readings.resize(std::min(readings.size(), count));
  return readings;
}

namespace {

constexpr std::size_t kTopReadings = 8;

std::string table_head(const std::string& title) {
  return fmt::format("{:<16}{:>9}", title, "in view");
}

std::string row_head(const AttentionSummary& summary, int type) {
  return fmt::format("{:<16}{:>9.2f}", summary.types()[static_cast<std::size_t>(type)],
                     summary.mean_count(type));
}

std::string cell(const TypeAttention& attention) {
  return fmt::format("{:>8.1f}% {:>6.2f}x", 100 * attention.share, attention.focus);
}

int type_count(const AttentionSummary& summary) {
  return static_cast<int>(summary.types().size());
}

int layer_count(const AttentionSummary& summary) {
  return static_cast<int>(summary.layers().size());
}

std::string layer_table(const AttentionSummary& summary, int layer) {
  std::string text = table_head(summary.layers()[static_cast<std::size_t>(layer)]);
  for (int head = 0; head < summary.heads(); ++head) {
    text += fmt::format("{:>17}", fmt::format("head {}", head + 1));
  }
  text += '\n';
  for (int type = 0; type < type_count(summary); ++type) {
    if (!summary.shows(layer, type)) continue;
    text += row_head(summary, type);
    for (int head = 0; head < summary.heads(); ++head) {
      text += cell(summary.attention(layer, head, type));
    }
    text += '\n';
  }
  text += fmt::format("{:<25}", "tokens attended to");
  for (int head = 0; head < summary.heads(); ++head) {
    text += fmt::format("{:>9.1f}{:8}", summary.spread(layer, head), "");
  }
  return text + "\n\n";
}

std::string rollout_table(const AttentionSummary& summary) {
  std::string text = table_head("rollout") + fmt::format("{:>17}\n", "all layers");
  for (int type = 0; type < type_count(summary); ++type) {
    text += row_head(summary, type) + cell(summary.rollout(type)) + '\n';
  }
  const auto readings = summary.top_readings(kTopReadings);
  if (readings.empty()) return text + '\n';
  text += "most of rays and patches:";
  for (const ReadingAttention& reading : readings) {
    text += fmt::format(" {} {:.1f}%,", reading.name, 100 * reading.share);
  }
  text.back() = '\n';
  return text + '\n';
}

void add_json(nlohmann::ordered_json& json, const std::string& type,
              const TypeAttention& attention) {
  json["share"][type] = attention.share;
  json["focus"][type] = attention.focus;
}

nlohmann::ordered_json head_json(const AttentionSummary& summary, int layer, int head) {
  nlohmann::ordered_json json = {{"spread", summary.spread(layer, head)}};
  for (int type = 0; type < type_count(summary); ++type) {
    add_json(json, summary.types()[static_cast<std::size_t>(type)],
             summary.attention(layer, head, type));
  }
  return json;
}

nlohmann::ordered_json layer_json(const AttentionSummary& summary, int layer) {
  nlohmann::ordered_json json = {{"layer", summary.layers()[static_cast<std::size_t>(layer)]}};
  for (int head = 0; head < summary.heads(); ++head) {
    json["heads"].push_back(head_json(summary, layer, head));
  }
  return json;
}

nlohmann::ordered_json rollout_json(const AttentionSummary& summary) {
  nlohmann::ordered_json json;
  for (int type = 0; type < type_count(summary); ++type) {
    add_json(json, summary.types()[static_cast<std::size_t>(type)], summary.rollout(type));
  }
  json["readings"] = nlohmann::ordered_json::array();
  for (const ReadingAttention& reading : summary.top_readings(kTopReadings)) {
    json["readings"].push_back({{"name", reading.name}, {"share", reading.share}});
  }
  return json;
}

std::string csv_row(const AttentionSummary& summary, const std::string& layer,
                    const std::string& head, int type, const TypeAttention& attention) {
  return fmt::format("{},{},{},{:.6g},{:.6g},{:.6g}\n", layer, head,
                     summary.types()[static_cast<std::size_t>(type)], summary.mean_count(type),
                     attention.share, attention.focus);
}

}  // namespace

std::string to_text(const AttentionSummary& summary) {
  std::string text;
  for (int layer = 0; layer < layer_count(summary); ++layer) text += layer_table(summary, layer);
  return text + rollout_table(summary) +
         "Each cell: the share of the attention, and that share divided by an equal share (1.00x: "
         "as much as the others).\n"
         "Rollout: the share of each type in the agent's vector after all layers, if each layer "
         "passes on half of its input (attention rollout).\n";
}

nlohmann::ordered_json to_json(const AttentionSummary& summary) {
  nlohmann::ordered_json json = {{"decisions", summary.decisions()}};
  for (int type = 0; type < type_count(summary); ++type) {
    json["types"].push_back({{"name", summary.types()[static_cast<std::size_t>(type)]},
                             {"mean_count", summary.mean_count(type)}});
  }
  for (int layer = 0; layer < layer_count(summary); ++layer) {
    json["blocks"].push_back(layer_json(summary, layer));
  }
  json["rollout"] = rollout_json(summary);
  return json;
}

std::string to_csv(const AttentionSummary& summary) {
  std::string text = "layer,head,type,mean_count,share,focus\n";
  for (int layer = 0; layer < layer_count(summary); ++layer) {
    const std::string& name = summary.layers()[static_cast<std::size_t>(layer)];
    for (int head = 0; head < summary.heads(); ++head) {
      for (int type = 0; type < type_count(summary); ++type) {
        text += csv_row(summary, name, std::to_string(head + 1), type,
                        summary.attention(layer, head, type));
      }
    }
  }
  for (int type = 0; type < type_count(summary); ++type) {
    text += csv_row(summary, "rollout", "", type, summary.rollout(type));
  }
  return text;
}

}  // namespace saccade

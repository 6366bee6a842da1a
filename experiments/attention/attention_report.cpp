#include "experiments/attention/attention_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saccade {

namespace {

constexpr std::size_t kTopReadings = 8;

// What the rows of a table are, and what is counted of them.
struct RowWords {
  const char* count = "in view";
  const char* spread = "tokens attended to";
};
constexpr RowWords kMemoryWords = {"held", "steps attended to"};

std::size_t label_width(const AttentionSummary& summary) {
  std::size_t width = 16;
  for (const std::string& type : summary.types()) width = std::max(width, type.size() + 1);
  return width;
}

std::string table_head(const AttentionSummary& summary, const std::string& title,
                       const char* count) {
  return fmt::format("{:<{}}{:>9}", title, label_width(summary), count);
}

std::string row_head(const AttentionSummary& summary, int type) {
  return fmt::format("{:<{}}{:>9.2f}", summary.types()[static_cast<std::size_t>(type)],
                     label_width(summary), summary.mean_count(type));
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

std::string layer_table(const AttentionSummary& summary, int layer, const RowWords& words = {}) {
  std::string text =
      table_head(summary, summary.layers()[static_cast<std::size_t>(layer)], words.count);
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
  text += fmt::format("{:<{}}", words.spread, label_width(summary) + 9);
  for (int head = 0; head < summary.heads(); ++head) {
    text += fmt::format("{:>9.1f}{:8}", summary.spread(layer, head), "");
  }
  return text + "\n\n";
}

std::string rollout_table(const AttentionSummary& summary) {
  std::string text =
      table_head(summary, "rollout", RowWords().count) + fmt::format("{:>17}\n", "all layers");
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

std::string layer_csv(const AttentionSummary& summary, int layer) {
  const std::string& name = summary.layers()[static_cast<std::size_t>(layer)];
  std::string text;
  for (int head = 0; head < summary.heads(); ++head) {
    for (int type = 0; type < type_count(summary); ++type) {
      text += csv_row(summary, name, std::to_string(head + 1), type,
                      summary.attention(layer, head, type));
    }
  }
  return text;
}

nlohmann::ordered_json types_json(const AttentionSummary& summary) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (int type = 0; type < type_count(summary); ++type) {
    json.push_back({{"name", summary.types()[static_cast<std::size_t>(type)]},
                    {"mean_count", summary.mean_count(type)}});
  }
  return json;
}

nlohmann::ordered_json memory_json(const AttentionSummary& memory) {
  nlohmann::ordered_json json = layer_json(memory, 0);
  json["ages"] = types_json(memory);
  return json;
}

const char* const kCellsExplained =
    "Each cell: the share of the attention, and that share divided by an equal share (1.00x: "
    "as much as the others).\n";
const char* const kRolloutExplained =
    "Rollout: the share of each type in the agent's vector after all layers, if each layer "
    "passes on half of its input (attention rollout).\n";
const char* const kMemoryExplained =
    "Memory: the steps that the agent remembers, by how long ago they were; held: how many of them "
    "it had, on average.\n";

}  // namespace

std::string to_text(const AttentionSummary& summary) {
  const bool attends = layer_count(summary) > 0;  // The encoder.
  std::string text;
  for (int layer = 0; layer < layer_count(summary); ++layer) text += layer_table(summary, layer);
  if (attends) text += rollout_table(summary);
  if (summary.memory() != nullptr) text += layer_table(*summary.memory(), 0, kMemoryWords);
  text += kCellsExplained;
  if (attends) text += kRolloutExplained;
  if (summary.memory() != nullptr) text += kMemoryExplained;
  return text;
}

nlohmann::ordered_json to_json(const AttentionSummary& summary) {
  nlohmann::ordered_json json = {{"decisions", summary.decisions()},
                                 {"types", types_json(summary)},
                                 {"blocks", nlohmann::ordered_json::array()}};
  for (int layer = 0; layer < layer_count(summary); ++layer) {
    json["blocks"].push_back(layer_json(summary, layer));
  }
  if (layer_count(summary) > 0) json["rollout"] = rollout_json(summary);
  if (summary.memory() != nullptr) json["memory"] = memory_json(*summary.memory());
  return json;
}

std::string to_csv(const AttentionSummary& summary) {
  std::string text = "layer,head,type,mean_count,share,focus\n";
  for (int layer = 0; layer < layer_count(summary); ++layer) text += layer_csv(summary, layer);
  for (int type = 0; layer_count(summary) > 0 && type < type_count(summary); ++type) {
    text += csv_row(summary, "rollout", "", type, summary.rollout(type));
  }
  if (summary.memory() != nullptr) text += layer_csv(*summary.memory(), 0);
  return text;
}

}  // namespace saccade

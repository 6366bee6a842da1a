#include "experiments/publish/report_attention.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/plot/interval_plot.h"
#include "experiments/publish/figure_sketch.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

/// The member, or null when there is none or `json` is no object.
const Json& member(const Json& json, const std::string& name) {
  static const Json kNull;
  if (!json.is_object()) return kNull;
  const auto found = json.find(name);
  return found == json.end() ? kNull : *found;
}

double number(const Json& json) {
  return json.is_number() ? json.get<double>() : NAN;
}

std::string text(const Json& json) {
  return json.is_string() ? json.get<std::string>() : "";
}

std::string share_text(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f}%", 100 * share) : "-";
}

/// "name", "mean_count" of each entry.
struct NamedCount {
  std::string name;
  double count = 0;
};

/// Of a list in the file.  A page would grow with the product of types, heads and blocks, and the
/// file may come from a stranger.
constexpr std::size_t kMostEntries = 64, kMostParts = 16;

std::vector<NamedCount> named_counts(const Json& list) {
  std::vector<NamedCount> counts;
  if (!list.is_array()) return counts;
  for (const Json& entry : list) {
    if (counts.size() == kMostEntries) break;
    counts.push_back({text(member(entry, "name")), number(member(entry, "mean_count"))});
  }
  return counts;
}

/// Shares as bars from 0 to a dot.
IntervalPlot share_plot(const std::vector<NamedCount>& types, const Json& found) {
  IntervalPlot plot;
  plot.x = {.label = "share of the attention", .low = 0, .high = 1, .style = TickStyle::kPercent};
  for (const NamedCount& type : types) {
    const double share = number(member(member(found, "share"), type.name));
    const double focus = number(member(member(found, "focus"), type.name));
    if (!std::isfinite(share)) continue;
    IntervalRow row{.name = type.name, .value = share, .interval = AxisRange{0, share}};
    row.note = fmt::format("{}  ({}x an equal share)", share_text(share), number_text(focus, 3));
    plot.rows.push_back(std::move(row));
  }
  return plot;
}

/// A row for each type, a column for each head.
PageTable head_table(const std::vector<NamedCount>& types, const Json& heads, const char* count) {
  PageTable table{{{"type"}, {count, true}}};
  const std::size_t shown = std::min(heads.size(), kMostEntries);
  for (std::size_t head = 0; head < shown; ++head) {
    table.columns.push_back({fmt::format("head {}", head + 1), true});
  }
  for (const NamedCount& type : types) {
    std::vector<std::string> row = {type.name, number_text(type.count, 3)};
    for (std::size_t head = 0; head < shown; ++head) {
      row.push_back(share_text(number(member(member(heads[head], "share"), type.name))));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_layer(Page& page, const std::vector<NamedCount>& types, const Json& layer,
               const char* count) {
  const Json& heads = member(layer, "heads");
  if (!heads.is_array() || heads.empty() || types.empty()) return;
  page.subsection("Layer: " + text(member(layer, "layer")));
  page.table(head_table(types, heads, count));
}

void add_kind(Page& page, const Json& kind) {
  const std::vector<NamedCount> types = named_counts(member(kind, "types"));
  const IntervalPlot rollout = share_plot(types, member(kind, "rollout"));
  if (!rollout.rows.empty()) {
    page.figure(sketch_of(rollout),
                "Over all layers together (attention rollout): the share of each type in what the "
                "agent's decision is made of. 1x: as much as if all were attended to equally.");
  }
  page.begin_details("Each head of each layer");
  const Json& blocks = member(kind, "blocks");
  if (blocks.is_array()) {
    for (std::size_t block = 0; block < std::min(blocks.size(), kMostParts); ++block) {
      add_layer(page, types, blocks[block], "in view");
    }
  }
  const Json& memory = member(kind, "memory");
  add_layer(page, named_counts(member(memory, "ages")), memory, "held");
  page.end_details();
}

}  // namespace

void add_attention(Page& page, const Json& explanation) {
  page.paragraph(fmt::format(
      "Measured by 'saccade explain' at step {} over {} episodes with the most likely actions.",
      number_text(number(member(explanation, "step")), 12),
      number_text(number(member(explanation, "episodes")), 12)));
  const std::string sentence = text(member(member(explanation, "faithfulness"), "sentence"));
  if (!sentence.empty()) page.paragraph(sentence);
  const Json& kinds = member(explanation, "kinds");
  if (!kinds.is_object()) return add_kind(page, explanation);
  std::size_t shown = 0;
  for (const auto& [name, kind] : kinds.items()) {
    if (++shown > kMostParts) return;
    page.subsection("Agents of the kind " + name);
    add_kind(page, kind);
  }
}

}  // namespace saccade

// What a policy attends to, told as tables, as JSON and as CSV.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "experiments/attention/attention_summary.h"

namespace saccade {

/// A table per layer: a row per type, a column per head; then the rollout; then the memory.
std::string to_text(const AttentionSummary& summary);
/// {"decisions", "types": [{"name", "mean_count"}], "blocks": [{"layer", "heads": [{"spread",
/// "share": {...}, "focus": {...}}]}], "rollout": {"share": {...}, "focus": {...}, "readings":
/// [{"name", "share"}]}, "memory": {"layer", "heads" as of a block, "ages": as types}}; rollout and
/// memory as far as there are any.
nlohmann::ordered_json to_json(const AttentionSummary& summary);
/// layer,head,type,mean_count,share,focus; the rollout as a layer of that name without heads, and
/// the memory as one whose types are ages.
std::string to_csv(const AttentionSummary& summary);

}  // namespace saccade

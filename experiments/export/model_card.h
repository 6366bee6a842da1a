// A model card: what a trained policy is, does and is worth, as a page for hubs and people
// (Mitchell et al. 2019, "Model cards for model reporting").
#pragma once

#include <string>
#include <vector>

#include "experiments/export/exported_policy.h"
#include "experiments/publish/run_report.h"

namespace saccade {

/// Markdown that begins with the YAML metadata that hubs read (tags, and the best evaluation as a
/// result in their "model-index").  `policies` are those of all kinds of agents, at least one, of
/// the checkpoint of that file name; `digest` tells it from any other.
std::string model_card(const RunReport& run, const std::vector<ExportedPolicy>& policies,
                       const std::string& file_name, const std::string& digest);

}  // namespace saccade

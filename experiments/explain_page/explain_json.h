// What an explanation holds, as explain.json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "experiments/explain/explanation.h"

namespace saccade {

/// docs/explain.md says what stands in it.
nlohmann::ordered_json to_json(const Explanation& found);

}  // namespace saccade

// What `saccade explain` found, on a page.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "experiments/page/page.h"

namespace saccade {

/// The contents of an explain.json as figures and tables.  What is not as explain writes it is left
/// out; the file may come from anybody.
void add_attention(Page& page, const nlohmann::ordered_json& explanation);

}  // namespace saccade

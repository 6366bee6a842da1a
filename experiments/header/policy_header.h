// A trained policy as one C++17 header without dependencies: weights, forward pass, and a struct
// for what is seen and done.
#pragma once

#include <string>

#include "experiments/export/exported_policy.h"
#include "experiments/header/plan/header_options.h"

namespace saccade {

/// The text of the header.
std::string policy_header(const ExportedPolicy& policy, const HeaderOptions& options);

}  // namespace saccade

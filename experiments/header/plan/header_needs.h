// Which of the code in header/code a policy needs.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "experiments/export/exported_policy.h"
#include "experiments/header/plan/header_options.h"

namespace saccade {

/// The conditions ("//@if NAME" in header/code) that hold for a policy.  Throws Error if it has a
/// kind of attention, memory or distribution that is not known there.
std::set<std::string, std::less<>> header_needs(const ExportedPolicy& policy,
                                                const HeaderOptions& options);

}  // namespace saccade

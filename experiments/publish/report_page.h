// The page about one run.
#pragma once

#include <string>

#include "experiments/publish/run_report.h"

namespace saccade {

/// A self-contained HTML page.  It needs nothing but the report, whatever of it there is.
std::string report_page(const RunReport& report);

}  // namespace saccade

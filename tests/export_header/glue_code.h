// A program that feeds a header with observations from a file, and compares what it decides with
// what Saccade decided; and that file.
#pragma once

#include <string>
#include <vector>

#include "envs/core/decision.h"
#include "envs/core/observation.h"
#include "experiments/header/plan/header_plan.h"

namespace saccade::export_header {

/// The source text of the program, which includes the header `header`.
std::string glue_code(const HeaderPlan& plan, const std::string& header);

/// Appends what that program reads: whether an episode begins, what is seen, what was decided.
void append_numbers(const HeaderPlan& plan, bool begins, const Observation& seen,
                    const Decision& decision, std::vector<float>& numbers);

}  // namespace saccade::export_header

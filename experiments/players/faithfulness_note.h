// How far attention explains a policy, as `saccade explain` found it, in a few words for the
// viewer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace saccade {

/// What explain.json of a run says of the checkpoint of this step: "tested: faithful, gain 84%";
/// "not tested: saccade explain" where there is no such file, it is of another step or kind of
/// agents apart, or it cannot be read.
std::string faithfulness_note(const std::filesystem::path& run_folder, std::int64_t step);

}  // namespace saccade

// What Saccade makes of many random observations, in a file that is read quickly.
#pragma once

#include <cstdint>
#include <filesystem>

#include "agents/policy/policy_set.h"

namespace saccade::interop {

/// Episodes of one kind of agents, as a safetensors file.  Numbers of all steps stand one after the
/// other, those of a step in the order of docs/checkpoints.md:
///
///   begins [steps] 1 where an episode begins         state.in [steps x n] what is remembered
///   before <type>.count [steps]   <type> [rows x features]   <type>.motion [rows x 4]
///   <rays>.present .distances .hits .heading .origin  <image>.present .pixels .origin
///   <head>.present [steps]   <head>.mask              as of the whole list of choices
///   decision.action .value .rollout .attention        [steps x layers x heads x tokens]
///   decision.<head>.probabilities .mean .std
///
/// Of a sensor that is absent numbers are 0; what is not known is NaN.
void write_many_decisions(const PolicySet& policies, const EnvironmentSpec& spec, std::size_t kind,
                          std::uint64_t seed, const std::filesystem::path& file);

}  // namespace saccade::interop

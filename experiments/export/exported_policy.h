// A trained policy apart from its environment: what an export for other programs is made from.
//
// All of it is read from one checkpoint.  Neither the environment nor a plug-in is needed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "agents/policy/policy_config.h"
#include "envs/core/environment.h"
#include "experiments/checkpoint/checkpoint.h"

namespace saccade {

struct ExportedPolicy {
  std::string env_id;
  std::int64_t step = 0;  ///< Environment steps it was trained for.
  AgentKind kind;         ///< Of the agents that act by it: what they see and do.
  PolicyConfig config;
  /// Under the names of docs/checkpoints.md, without the kind's: "policy...", "value..." (F32) and
  /// "observation..." (F64).  All of them have the type and shape that the network asks for.
  TensorMap tensors{};
  float value_unit = 1;  ///< What a value of 1 stands for, in rewards of the environment.
};

/// How the features of one type of token are normalised: (x - mean) scale, within the clip.
struct FeatureScales {
  std::vector<float> mean, scale;  ///< [features]
};
FeatureScales feature_scales(const ExportedPolicy& policy, const std::string& type);

/// The policy of a kind of agents; "" is the only kind.  `file` is what messages call the
/// checkpoint.  Throws Error when there is no such kind, when several are there and none is named,
/// or when what the checkpoint says does not fit together.
ExportedPolicy exported_policy(const Checkpoint& checkpoint, const std::filesystem::path& file,
                               const std::string& kind);

}  // namespace saccade

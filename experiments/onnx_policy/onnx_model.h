// A trained policy as a model in the ONNX format, for programs that run such.
#pragma once

#include <map>
#include <string>

#include "experiments/export/exported_policy.h"

namespace saccade::onnx {

/// Whether a model decides for one agent, or for a batch of them at once.
enum class ModelForm { kSingle, kBatch };

/// The bytes of a file.  docs/export.md says what goes in and what comes out.  `texts` are carried
/// along besides what the policy says of itself.
std::string onnx_model(const ExportedPolicy& policy, ModelForm form,
                       const std::map<std::string, std::string>& texts);

}  // namespace saccade::onnx

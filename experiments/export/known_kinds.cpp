#include "experiments/export/known_kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "agents/heads/continuous/continuous_kinds.h"
#include "envs/core/error.h"
#include "nn/attention/attention_kinds.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {

namespace {

void want_known(const std::string& key, const std::string& kind,
                std::initializer_list<std::string_view> known) {
  if (std::find(known.begin(), known.end(), kind) != known.end()) return;
  throw Error(
      fmt::format("{}: found the kind {}, wanted one of {}", key, kind, fmt::join(known, ", ")));
}

}  // namespace

void check_known_kinds(const PolicyConfig& config, const std::string& option) {
  want_known(option + ": policy.attention.kind", config.encoder.attention.kind->name,
             {"dot_product", "additive", "linear", "top_k", "local", "cosine"});
  want_known(option + ": policy.memory", config.memory.kind->name,
             {"none", "gru", "lstm", "attention"});
  want_known(option + ": policy.continuous.distribution",
             config.heads.continuous.distribution->name, {"gaussian", "tanh_gaussian", "beta"});
}

}  // namespace saccade

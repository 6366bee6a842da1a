// One more kind: its own files with a function <name>_kind, and a line here.
#include "agents/heads/continuous/continuous_kinds.h"

#define SACCADE_CONTINUOUS_KINDS(ADD) \
  ADD(gaussian)                       \
  ADD(tanh_gaussian)                  \
  ADD(beta)

namespace saccade {

#define SACCADE_DECLARE(name) ContinuousKind name##_kind();
SACCADE_CONTINUOUS_KINDS(SACCADE_DECLARE)
#undef SACCADE_DECLARE

const std::vector<ContinuousKind>& continuous_kinds() {
#define SACCADE_KIND(name) name##_kind(),
  static const std::vector<ContinuousKind> kKinds = {SACCADE_CONTINUOUS_KINDS(SACCADE_KIND)};
#undef SACCADE_KIND
  return kKinds;
}

const ContinuousKind* find_continuous_kind(std::string_view name) {
  for (const ContinuousKind& kind : continuous_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

const ContinuousKind* default_continuous_kind() {
  return &continuous_kinds().front();
}

}  // namespace saccade

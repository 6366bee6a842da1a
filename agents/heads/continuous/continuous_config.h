// What can be chosen about the distributions of continuous actions.
#pragma once

namespace saccade {

/// See continuous_kinds.h.
struct ContinuousKind;
const ContinuousKind* default_continuous_kind();

/// Where a standard deviation comes from.
enum class Deviation {
  kLearned,  ///< A parameter per dimension, which no observation changes.
  kFixed,    ///< It stays what it is at first.
  kState     ///< The readout gives it, as it gives the mean.
};

struct ContinuousConfig {
  const ContinuousKind* distribution = default_continuous_kind();  ///< At first "gaussian".
  Deviation deviation = Deviation::kLearned;  ///< Of kinds that have one: has_deviation.
};

}  // namespace saccade

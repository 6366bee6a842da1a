// The kinds of distributions of continuous actions: one table, read by checks, tests and help.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "agents/heads/continuous/continuous_config.h"
#include "agents/heads/continuous/continuous_distribution.h"

namespace saccade {

/// What a kind is called, what it can do, and how it is made.
struct ContinuousKind {
  const char* name;     ///< "beta"
  const char* summary;  ///< One phrase, with the paper.

  /// Recorded is a normal number, whose mean is a shape's first number; the second one is the log
  /// of its deviation: `policy.continuous.deviation` says where it comes from.  Else the readout
  /// gives it.
  bool has_deviation = false;

  std::unique_ptr<ContinuousDistribution<float>> (*make_float)() = nullptr;
  std::unique_ptr<ContinuousDistribution<double>> (*make_double)() = nullptr;

  template <class T>
  std::unique_ptr<ContinuousDistribution<T>> make() const;
};

template <>
inline std::unique_ptr<ContinuousDistribution<float>> ContinuousKind::make() const {
  return make_float();
}
template <>
inline std::unique_ptr<ContinuousDistribution<double>> ContinuousKind::make() const {
  return make_double();
}

/// All kinds; the first one is the default.
const std::vector<ContinuousKind>& continuous_kinds();

/// Null when there is none of that name.
const ContinuousKind* find_continuous_kind(std::string_view name);

/// As it is typed.
constexpr const char* name_of(Deviation deviation) {
  if (deviation == Deviation::kLearned) return "learned";
  if (deviation == Deviation::kFixed) return "fixed";
  return deviation == Deviation::kState ? "state" : "gsde";
}

/// For the table.
template <class Kind, class T>
std::unique_ptr<ContinuousDistribution<T>> make_continuous_kind() {
  return std::make_unique<Kind>();
}

}  // namespace saccade

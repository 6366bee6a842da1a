// The table of algorithms: who wants one asks here, and what walks over all of them walks this.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithm.h"
#include "envs/core/options.h"

namespace saccade {

/// An algorithm by name, with the options that it declares itself: the configuration's section
/// [name].
struct AlgorithmEntry {
  std::string name;
  std::string summary;  ///< One sentence, with the paper.
  std::vector<OptionSpec> options;
  std::unique_ptr<Algorithm> (*make)(const Options& options);
};

/// For the table: makes an algorithm that is built from its options.
template <class Kind>
std::unique_ptr<Algorithm> make_from(const Options& options) {
  return std::make_unique<Kind>(options);
}

const std::vector<AlgorithmEntry>& algorithms();

/// Throws Error naming the nearest one when there is none of that name.
const AlgorithmEntry& find_algorithm(const std::string& name);

/// The choice of an algorithm, with its options at their defaults until they are set.
struct AlgorithmConfig {
  AlgorithmConfig() : AlgorithmConfig("ppo") {}
  explicit AlgorithmConfig(const std::string& algorithm)
      : name(algorithm), options(find_algorithm(algorithm).options) {}

  std::string name;
  Options options;
};

std::unique_ptr<Algorithm> make_algorithm(const AlgorithmConfig& config);

}  // namespace saccade

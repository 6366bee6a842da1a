// The file of a sweep: which settings are tried, and how.
//
//   config = "forage"                     # or a list; each is trained with every setting
//   seeds = "1..3"                        # or a list
//   search = "grid"                       # or random, halving
//
//   [set]                                 # of all runs
//   steps = 200_000
//
//   [vary]
//   policy.encoder = ["attention", "mean_pool"]
//   optimiser.learning_rate = { min = 1e-4, max = 1e-2, scale = "log", count = 3 }
//
//   [variant.near]                        # settings that go together, with a name
//   policy.attention.kind = "local"
//   policy.attention.neighbours = 8
//   configs = ["forage"]                # with these alone
//
//   [for.forage]                          # of the runs of one configuration
//   steps = 100_000
//
// docs/sweeps.md describes every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "experiments/config/config_value.h"

namespace saccade {

/// A key with the value that runs get.
struct Setting {
  std::string key;  ///< "optimiser.learning_rate"
  ConfigValue value;
};

/// From which numbers a key's values are taken.
struct ValueRange {
  double min = 0, max = 0;   ///< Both included.
  bool logarithmic = false;  ///< Values are spread evenly over their logarithms.
  bool whole = true;         ///< Values are whole numbers, as min and max are.
  int count = 0;             ///< How many values a grid takes; 0: unsaid.
};

/// A key and what is tried for it.
struct Variation {
  std::string key;
  std::vector<ConfigValue> values;  ///< Empty: `range` counts.
  ValueRange range;
  std::string place;  ///< "lr.toml:12"
};

/// What the runs of one configuration get.
struct ConfigSettings {
  std::string config;  ///< Its label: "relay" of "relay" and of "studies/relay.toml".
  std::vector<Setting> settings{};
};

/// Settings that are tried together.
struct Variant {
  std::string name{};  ///< Letters, digits, - and _.
  std::vector<Setting> settings{};
  std::vector<ConfigSettings> own{};   ///< More of them, of some configurations.
  std::vector<std::string> configs{};  ///< Labels of those that it is tried with; empty: all.
};

enum class SearchKind { kGrid, kRandom, kHalving };

/// Successive halving (Jamieson and Talwalkar 2016): all trials train for a while, the better ones
/// go on for `reduction` times as long, and so on.
struct HalvingConfig {
  int reduction = 3;  ///< One trial of so many goes on.
  int rungs = 3;      ///< Stages, the last of which trains to the end.
};

struct SweepConfig {
  std::vector<std::string> configs;  ///< What `saccade train` takes as CONFIG.
  std::vector<std::uint64_t> seeds;
  SearchKind search = SearchKind::kGrid;
  int samples = 0;         ///< Number of random trials; 0: as many as `steps` allow.
  std::uint64_t seed = 1;  ///< Of the random draws.
  HalvingConfig halving;
  std::int64_t most_steps = 0;  ///< Environment steps of all runs together; 0: no limit.
  /// Training time of all runs together, after which no more is trained.
  double most_seconds = std::numeric_limits<double>::infinity();
  std::vector<Setting> set;
  std::vector<ConfigSettings> own;  ///< Of some configurations, after `set`.
  std::vector<Variant> variants;    ///< Each is tried with every combination of `vary`.
  std::vector<Variation> vary;
};

/// A configuration file that it names is looked for beside it first.  Throws Error with file and
/// line for whatever is missing, unknown or cannot be meant.
SweepConfig read_sweep_file(const std::filesystem::path& file);

/// The same from TOML text; `name` is what messages call it.
SweepConfig parse_sweep(const std::string& text, const std::string& name);

}  // namespace saccade

#include "experiments/sweep/sweep_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "envs/core/error.h"
#include "experiments/cli/time_span.h"
#include "experiments/config/config_toml.h"
#include "experiments/files/atomic_file.h"
#include "experiments/sweep/seed_list.h"
#include "experiments/sweep/sweep_checks.h"
#include "experiments/sweep/sweep_settings.h"

namespace saccade {
namespace {

constexpr std::string_view kSet = "set.", kVary = "vary.";

std::string read_text(const TomlEntry& entry, const std::string& wanted) {
  const auto* text = std::get_if<std::string>(&entry.value);
  if (!text) refuse(entry, wanted);
  return *text;
}

std::int64_t read_whole(const TomlEntry& entry, std::int64_t min, std::int64_t max) {
  const auto* number = std::get_if<std::int64_t>(&entry.value);
  if (!number || *number < min || *number > max) {
    refuse(entry, fmt::format("a whole number in [{}, {}]", min, max));
  }
  return *number;
}

/// An end of a range.  Whole numbers up to this are exact, and the widest range can be computed
/// with.
double read_number(const TomlEntry& entry) {
  constexpr double kLargest = 1e15;
  double number = std::numeric_limits<double>::quiet_NaN();
  if (const auto* whole = std::get_if<std::int64_t>(&entry.value)) {
    number = static_cast<double>(*whole);
  } else if (const auto* found = std::get_if<double>(&entry.value)) {
    number = *found;
  }
  if (!(std::abs(number) <= kLargest)) refuse(entry, "a number in [-1e15, 1e15]");
  return number;
}

std::vector<std::string> read_configs(const TomlEntry& entry) {
  if (const auto* one = std::get_if<std::string>(&entry.value)) return {*one};
  const auto* several = std::get_if<std::vector<std::string>>(&entry.value);
  if (!several || several->empty()) {
    refuse(entry, "a configuration, a preset or an environment, or a list of them");
  }
  return *several;
}

std::vector<std::uint64_t> read_seeds(const TomlEntry& entry) {
  const std::string name = entry.place + ": " + entry.key;
  if (const auto* text = std::get_if<std::string>(&entry.value)) return parse_seeds(*text, name);
  if (const auto* one = std::get_if<std::int64_t>(&entry.value)) {
    return parse_seeds(std::to_string(*one), name);
  }
  const auto* several = std::get_if<std::vector<std::int64_t>>(&entry.value);
  if (!several) refuse(entry, "seeds: \"1..5\" or a list of whole numbers");
  return parse_seeds(fmt::format("{}", fmt::join(*several, ",")), name);
}

SearchKind read_search(const TomlEntry& entry) {
  const std::string wanted = "one of grid, random, halving";
  const std::string name = read_text(entry, wanted);
  if (name == "grid") return SearchKind::kGrid;
  if (name == "random") return SearchKind::kRandom;
  if (name == "halving") return SearchKind::kHalving;
  refuse(entry, wanted);
}

bool read_scale(const TomlEntry& entry) {
  const std::string wanted = "one of linear, log";
  const std::string scale = read_text(entry, wanted);
  if (scale != "linear" && scale != "log") refuse(entry, wanted);
  return scale == "log";
}

double read_time(const TomlEntry& entry) {
  const std::string wanted = "a time with its units, such as \"90m\" or \"1h30m\"";
  const auto seconds = parse_time_span(read_text(entry, wanted));
  if (!seconds) refuse(entry, wanted);
  return *seconds;
}

/// The key of the file, and how its value is read.
struct SweepKey {
  std::string_view name;
  void (*read)(const TomlEntry& entry, SweepConfig& sweep);
};

constexpr std::int64_t kMostSteps = 1'000'000'000'000'000;

constexpr std::array<SweepKey, 9> kKeys = {{
    {"config", [](const auto& entry, auto& sweep) { sweep.configs = read_configs(entry); }},
    {"seeds", [](const auto& entry, auto& sweep) { sweep.seeds = read_seeds(entry); }},
    {"search", [](const auto& entry, auto& sweep) { sweep.search = read_search(entry); }},
    {"samples",
     [](const auto& entry, auto& sweep) {
       sweep.samples = static_cast<int>(read_whole(entry, 1, kMostRuns));
     }},
    {"seed",
     [](const auto& entry, auto& sweep) {
       sweep.seed = static_cast<std::uint64_t>(read_whole(entry, 0, kMostSteps));
     }},
    {"halving.reduction",
     [](const auto& entry, auto& sweep) {
       sweep.halving.reduction = static_cast<int>(read_whole(entry, 2, 100));
     }},
    {"halving.rungs",
     [](const auto& entry, auto& sweep) {
       sweep.halving.rungs = static_cast<int>(read_whole(entry, 2, 20));
     }},
    {"budget.steps",
     [](const auto& entry, auto& sweep) { sweep.most_steps = read_whole(entry, 1, kMostSteps); }},
    {"budget.time", [](const auto& entry, auto& sweep) { sweep.most_seconds = read_time(entry); }},
}};

[[noreturn]] void refuse_unknown(const TomlEntry& entry) {
  std::vector<std::string> names = {"set.<key>", "vary.<key>", "variant.<name>.<key>",
                                    "for.<config>.<key>"};
  for (const SweepKey& key : kKeys) names.emplace_back(key.name);
  throw Error(fmt::format("{}: a sweep has no key '{}'; its keys are {}", entry.place, entry.key,
                          fmt::join(names, ", ")));
}

Variation& variation_of(std::vector<Variation>& vary, const std::string& key,
                        const std::string& place) {
  for (Variation& variation : vary) {
    if (variation.key == key) return variation;
  }
  check_run_key(key, place);
  return vary.emplace_back(Variation{key, {}, {}, place});
}

/// "vary.ppo.clip.min": a part of the range of ppo.clip.
void read_range_part(const TomlEntry& entry, SweepConfig& sweep) {
  const std::size_t dot = entry.key.rfind('.');
  const std::string part = entry.key.substr(dot + 1);
  if (dot < kVary.size() ||
      (part != "min" && part != "max" && part != "scale" && part != "count")) {
    refuse(entry,
           "a list of values, or a range such as { min = 1e-4, max = 1e-2, scale = \"log\" }");
  }
  ValueRange& range =
      variation_of(sweep.vary, entry.key.substr(kVary.size(), dot - kVary.size()), entry.place)
          .range;
  if (part == "scale") {
    range.logarithmic = read_scale(entry);
  } else if (part == "count") {
    range.count = static_cast<int>(read_whole(entry, 2, kMostRuns));
  } else {
    (part == "min" ? range.min : range.max) = read_number(entry);
    range.whole &= std::holds_alternative<std::int64_t>(entry.value);
  }
}

void read_entry(const TomlEntry& entry, SweepConfig& sweep) {
  if (entry.key.starts_with(kSet)) {
    const std::string key = entry.key.substr(kSet.size());
    check_run_key(key, entry.place);
    sweep.set.push_back({key, entry.value});
    return;
  }
  if (read_variant(entry, sweep) || read_own(entry, sweep)) return;
  if (entry.key.starts_with(kVary)) return read_range_part(entry, sweep);
  for (const SweepKey& key : kKeys) {
    if (entry.key == key.name) return key.read(entry, sweep);
  }
  refuse_unknown(entry);
}

void add_values(const TomlList& list, SweepConfig& sweep) {
  if (list.values.empty()) throw Error(list.place + ": " + list.key + ": found no values");
  Variation& variation = variation_of(sweep.vary, list.key.substr(kVary.size()), list.place);
  if (!variation.values.empty()) throw Error(list.place + ": " + list.key + ": stands there twice");
  variation.values = list.values;
}

/// Of an option that has no effect.
void check_halving_keys(const SweepConfig& sweep, const TomlConfig& toml) {
  for (const TomlEntry& entry : toml.entries) {
    if (sweep.search == SearchKind::kHalving || !entry.key.starts_with("halving.")) continue;
    throw Error(
        fmt::format("{}: {} has no effect without search = \"halving\"", entry.place, entry.key));
  }
}

}  // namespace

SweepConfig parse_sweep(const std::string& text, const std::string& name) {
  const TomlConfig toml = parse_toml(text, name, "vary");
  if (!toml.plugins.empty()) throw Error(name + ": plug-ins are loaded with --plugin FILE");
  SweepConfig sweep;
  for (const TomlList& list : toml.lists) add_values(list, sweep);
  for (const TomlEntry& entry : toml.entries) read_entry(entry, sweep);
  if (sweep.seeds.empty()) sweep.seeds = {1};
  std::sort(sweep.vary.begin(), sweep.vary.end(),
            [](const Variation& a, const Variation& b) { return a.key < b.key; });
  check_halving_keys(sweep, toml);
  check_sweep(sweep, name);
  return sweep;
}

SweepConfig read_sweep_file(const std::filesystem::path& file) {
  SweepConfig sweep = parse_sweep(read_file(file, kMaxConfigBytes), file.string());
  for (std::string& config : sweep.configs) {
    const std::filesystem::path beside = file.parent_path() / config;
    if (config.ends_with(".toml") && std::filesystem::exists(beside)) config = beside.string();
  }
  return sweep;
}

}  // namespace saccade

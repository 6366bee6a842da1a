#include "experiments/results/run_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <map>
#include <set>

#include "envs/core/options.h"

namespace saccade {
namespace {

using Keys = std::vector<std::string>;
using RunList = std::vector<const RunResults*>;

constexpr const char* kNone = "-";

/// Whether what is learned does not depend on the key.
bool changes_nothing(const std::string& key) {
  return key == "threads" || key.starts_with("checkpoint.");
}

/// The directory that a run lies in, however the run was named.
std::filesystem::path place_of(const RunResults& run) {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::canonical(run.folder, ignored);
  return (folder.empty() ? run.folder : folder).parent_path();
}

std::string value_of(const RunResults& run, const std::string& key) {
  if (key == kFolderKey) return '"' + place_of(run).filename().string() + '"';
  const auto found = run.config.find(key);
  return found == run.config.end() ? kNone : found->second;
}

std::string without_quotes(const std::string& value) {
  return value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
}

std::set<std::string> keys_of(const RunList& runs) {
  std::set<std::string> keys;
  for (const RunResults* run : runs) {
    for (const auto& [key, value] : run->config) keys.insert(key);
  }
  return keys;
}

std::set<std::string> values_of(const RunList& runs, const std::string& key) {
  std::set<std::string> values;
  for (const RunResults* run : runs) values.insert(value_of(*run, key));
  return values;
}

Keys varying_keys(const RunList& runs) {
  Keys varying;
  for (const std::string& key : keys_of(runs)) {
    if (key == "seed" || changes_nothing(key)) continue;
    if (values_of(runs, key).size() > 1) varying.push_back(key);
  }
  return varying;
}

using Signature = std::vector<std::string>;

Signature signature(const RunResults& run, const Keys& keys) {
  Signature values;
  for (const std::string& key : keys) values.push_back(value_of(run, key));
  return values;
}

std::size_t count_groups(const RunList& runs, const Keys& keys) {
  std::set<Signature> groups;
  for (const RunResults* run : runs) groups.insert(signature(*run, keys));
  return groups.size();
}

/// Without keys that only some of the runs have, such as the options of one algorithm, where the
/// others tell the groups apart anyway.
Keys naming_keys(const RunList& runs, const Keys& varying) {
  Keys keys = varying;
  for (const std::string& key : varying) {
    if (!values_of(runs, key).contains(kNone)) continue;
    Keys fewer = keys;
    fewer.erase(std::find(fewer.begin(), fewer.end(), key));
    if (count_groups(runs, fewer) == count_groups(runs, varying)) keys = fewer;
  }
  return keys;
}

std::string last_part(const std::string& key) {
  return key.substr(key.rfind('.') + 1);
}

/// The last part of a key where it is plain which one is meant.
std::string short_key(const std::string& key, const Keys& keys) {
  const auto same = std::count_if(keys.begin(), keys.end(), [&key](const std::string& other) {
    return last_part(other) == last_part(key);
  });
  return same > 1 ? key : last_part(key);
}

std::string group_name(const RunResults& run, const Keys& keys) {
  if (keys.empty()) return "all";
  if (keys.size() == 1) {
    const std::string value = value_of(run, keys[0]);
    if (value.starts_with('"') && value.size() > 2) return without_quotes(value);
  }
  std::vector<std::string> parts;
  for (const std::string& key : keys) {
    parts.push_back(short_key(key, keys) + "=" + without_quotes(value_of(run, key)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::map<std::string, RunList> by_environment(const std::vector<RunResults>& runs) {
  std::map<std::string, RunList> tasks;
  for (const RunResults& run : runs) tasks[run.environment].push_back(&run);
  return tasks;
}

void check_keys(const std::vector<RunResults>& runs, const Keys& keys) {
  RunList all;
  for (const RunResults& run : runs) all.push_back(&run);
  std::set<std::string> known = keys_of(all);
  known.insert(kFolderKey);
  for (const std::string& key : keys) {
    if (known.contains(key)) continue;
    const std::string nearest = nearest_name(key, {known.begin(), known.end()});
    throw Error(fmt::format("option '--group': found '{}', wanted a key of the configuration{}",
                            key, nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
}

/// Adds what its runs differ in besides the keys of its name.
void add_notes(const RunGroups& groups, const std::vector<RunResults>& runs,
               std::vector<std::string>& notes) {
  for (std::size_t group = 0; group < groups.names.size(); ++group) {
    std::map<std::string, RunList> tasks;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (groups.group_of[i] == group) tasks[runs[i].environment].push_back(&runs[i]);
    }
    std::set<std::string> varying;
    for (const auto& [environment, members] : tasks) {
      for (const std::string& key : varying_keys(members)) varying.insert(key);
    }
    if (varying.empty()) continue;
    notes.push_back(fmt::format("Runs of group {} differ in more than the seed: {}.",
                                groups.names[group], fmt::join(varying, ", ")));
  }
}

std::vector<ConfigurationDifference> differences_of(const RunGroups& groups,
                                                    const std::vector<RunResults>& runs,
                                                    const std::set<std::string>& keys) {
  std::vector<ConfigurationDifference> differences;
  for (const std::string& key : keys) {
    std::vector<std::set<std::string>> values(groups.names.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
      values[groups.group_of[i]].insert(value_of(runs[i], key));
    }
    ConfigurationDifference difference{key};
    for (const auto& of_group : values) {
      difference.values.push_back(fmt::format("{}", fmt::join(of_group, ", ")));
    }
    differences.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace

std::vector<OmittedRun> take_repeated(std::vector<RunResults>& runs, bool by_folder) {
  std::map<std::pair<std::string, std::map<std::string, std::string>>, std::filesystem::path> known;
  std::vector<OmittedRun> repeated;
  std::erase_if(runs, [&](const RunResults& run) {
    std::map<std::string, std::string> config = run.config;
    std::erase_if(config, [](const auto& entry) { return changes_nothing(entry.first); });
    const std::string place = by_folder ? place_of(run).filename().string() : "";
    const auto [first, is_new] = known.try_emplace({place, std::move(config)}, run.folder);
    if (is_new) return false;
    repeated.push_back({run.folder, fmt::format("it has the configuration and the seed of '{}'",
                                                first->second.string())});
    return true;
  });
  return repeated;
}

RunGroups group_runs(const std::vector<RunResults>& runs, const std::vector<std::string>& keys) {
  check_keys(runs, keys);
  std::map<std::string, Keys> chosen;  // By environment.
  std::set<std::string> varying;
  for (const auto& [environment, members] : by_environment(runs)) {
    const Keys differing = varying_keys(members);
    varying.insert(differing.begin(), differing.end());
    chosen[environment] = keys.empty() ? naming_keys(members, differing) : keys;
  }
  RunGroups groups;
  for (const RunResults& run : runs) {
    const std::string name = group_name(run, chosen[run.environment]);
    const auto found = std::find(groups.names.begin(), groups.names.end(), name);
    groups.group_of.push_back(static_cast<std::size_t>(found - groups.names.begin()));
    if (found == groups.names.end()) groups.names.push_back(name);
  }
  groups.differences = differences_of(groups, runs, varying);
  add_notes(groups, runs, groups.notes);
  return groups;
}

}  // namespace saccade

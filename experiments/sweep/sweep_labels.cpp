#include "experiments/sweep/sweep_labels.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

class LabelCheck {
 public:
  explicit LabelCheck(const SweepConfig& sweep) : sweep_(sweep) {
    for (const std::string& config : sweep.configs) {
      if (labels_.insert(config_label(config)).second) continue;
      throw Error(fmt::format("config: two are called '{}'", config_label(config)));
    }
  }

  void check() const {
    for (const ConfigSettings& own : sweep_.own) check_own("for", own);
    for (const Variant& variant : sweep_.variants) check_variant(variant);
    if (sweep_.variants.empty()) return;
    for (const std::string& label : labels_) check_is_tried(label);
  }

 private:
  void check_known(const std::string& where, const std::string& label) const {
    if (labels_.contains(label)) return;
    throw Error(
        fmt::format("{}: found '{}', wanted one of {}", where, label, fmt::join(labels_, ", ")));
  }

  /// Keys that are varied are set later.
  void check_own(const std::string& where, const ConfigSettings& own) const {
    check_known(where, own.config);
    for (const Setting& setting : own.settings) {
      for (const Variation& variation : sweep_.vary) {
        if (variation.key != setting.key) continue;
        throw Error(fmt::format("{}.{}.{}: has no effect: the sweep varies this key", where,
                                own.config, setting.key));
      }
    }
  }

  void check_variant(const Variant& variant) const {
    const std::string name = "variant." + variant.name;
    std::set<std::string> met;
    for (const std::string& label : variant.configs) {
      check_known(name + ".configs", label);
      if (!met.insert(label).second) {
        throw Error(fmt::format("{}.configs: found '{}' twice", name, label));
      }
    }
    for (const ConfigSettings& own : variant.own) {
      check_own(name + ".for", own);
      if (is_tried_with(variant, own.config)) continue;
      throw Error(
          fmt::format("{}.for.{}: has no effect: it is not in {}.configs", name, own.config, name));
    }
  }

  void check_is_tried(const std::string& label) const {
    const bool is_tried =
        std::any_of(sweep_.variants.begin(), sweep_.variants.end(),
                    [&label](const Variant& variant) { return is_tried_with(variant, label); });
    if (!is_tried) throw Error(fmt::format("config: no variant is tried with '{}'", label));
  }

  const SweepConfig& sweep_;
  std::set<std::string> labels_;
};

}  // namespace

std::string config_label(const std::string& config) {
  const std::filesystem::path path(config);
  return config.ends_with(".toml") ? path.stem().string() : path.filename().string();
}

bool is_tried_with(const Variant& variant, const std::string& label) {
  const std::vector<std::string>& configs = variant.configs;
  return configs.empty() || std::find(configs.begin(), configs.end(), label) != configs.end();
}

void check_labels(const SweepConfig& sweep) {
  LabelCheck(sweep).check();
}

}  // namespace saccade

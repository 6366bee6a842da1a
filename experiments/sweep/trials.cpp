#include "experiments/sweep/trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "envs/core/error.h"
#include "envs/core/random.h"
#include "experiments/sweep/seed_list.h"

namespace saccade {
namespace {

double number_at(const ValueRange& range, double part) {
  if (!range.logarithmic) return range.min + (range.max - range.min) * part;
  return std::exp(std::log(range.min) + std::log(range.max / range.min) * part);
}

/// The value at `part` in [0, 1] of the range.  Those of a logarithmic one have few digits: they
/// look better in a table, and do not depend on a platform's logarithm.
ConfigValue value_at(const ValueRange& range, double part) {
  double value = number_at(range, part);
  if (range.logarithmic) value = std::stod(fmt::format("{:.4g}", value));
  value = std::clamp(value, range.min, range.max);
  if (range.whole) return static_cast<std::int64_t>(std::llround(value));
  return value;
}

std::vector<ConfigValue> grid_values(const Variation& variation) {
  if (!variation.values.empty()) return variation.values;
  std::vector<ConfigValue> values;
  const int last = variation.range.count - 1;
  for (int i = 0; i <= last; ++i) {
    const ConfigValue value = value_at(variation.range, static_cast<double>(i) / last);
    if (values.empty() || value != values.back()) values.push_back(value);  // Rounded alike.
  }
  return values;
}

std::vector<Trial> make_grid(const SweepConfig& sweep) {
  std::vector<Trial> trials;
  for (const Variant& variant : sweep.variants) trials.push_back({.variant = variant});
  if (trials.empty()) trials.emplace_back();
  for (const Variation& variation : sweep.vary) {
    const std::vector<ConfigValue> values = grid_values(variation);
    if (trials.size() * values.size() > kMostRuns) {
      throw Error(fmt::format("{}: the grid has more than {} trials", variation.place, kMostRuns));
    }
    std::vector<Trial> longer;
    for (const Trial& trial : trials) {
      for (const ConfigValue& value : values) {
        longer.push_back(trial);
        longer.back().settings.push_back({variation.key, value});
      }
    }
    trials = std::move(longer);
  }
  return trials;
}

ConfigValue draw(const Variation& variation, Rng& rng) {
  ValueRange range = variation.range;
  if (variation.values.empty() && range.whole) {  // Half a step more: the ends are as probable.
    range.min -= 0.5;
    range.max += 0.5;
    const double value = number_at(range, rng.uniform());
    return static_cast<std::int64_t>(
        std::llround(std::clamp(value, variation.range.min, variation.range.max)));
  }
  if (variation.values.empty()) return value_at(range, rng.uniform());
  const auto count = static_cast<std::int64_t>(variation.values.size());
  return variation.values[static_cast<std::size_t>(rng.integers(0, count))];
}

std::vector<Trial> draw_trials(const SweepConfig& sweep, int count) {
  std::vector<Trial> trials;
  for (int number = 0; number < count; ++number) {
    Rng rng(derive_seed({sweep.seed, static_cast<std::uint64_t>(number)}));
    Trial& trial = trials.emplace_back();
    for (const Variation& variation : sweep.vary) {
      trial.settings.push_back({variation.key, draw(variation, rng)});
    }
  }
  return trials;
}

}  // namespace

std::vector<Trial> make_trials(const SweepConfig& sweep, int count) {
  return sweep.search == SearchKind::kGrid ? make_grid(sweep) : draw_trials(sweep, count);
}

std::vector<std::int64_t> rung_steps(const HalvingConfig& halving, std::int64_t steps) {
  std::vector<std::int64_t> rungs;
  for (int rung = 0; rung < halving.rungs; ++rung) {
    rungs.push_back(std::max<std::int64_t>(1, steps));
    steps /= halving.reduction;
  }
  std::reverse(rungs.begin(), rungs.end());
  return rungs;
}

std::int64_t halving_steps(const HalvingConfig& halving, std::size_t trials, std::int64_t steps) {
  std::int64_t total = 0, before = 0;
  auto left = static_cast<std::int64_t>(trials);
  for (const std::int64_t rung : rung_steps(halving, steps)) {
    total += left * (rung - before);
    before = rung;
    left = std::max<std::int64_t>(1, left / halving.reduction);
  }
  return total;
}

std::vector<std::size_t> survivors(const std::vector<std::size_t>& trials,
                                   const std::vector<double>& scores, int reduction) {
  std::vector<std::size_t> order(trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&scores](std::size_t a, std::size_t b) {
    if (std::isnan(scores[a]) || std::isnan(scores[b])) {
      return !std::isnan(scores[a]) && std::isnan(scores[b]);
    }
    return scores[a] > scores[b];
  });
  order.resize(std::max<std::size_t>(1, order.size() / static_cast<std::size_t>(reduction)));
  std::vector<std::size_t> left;
  for (const std::size_t place : order) left.push_back(trials[place]);
  std::sort(left.begin(), left.end());
  return left;
}

std::string describe_trial(const Trial& trial) {
  std::string text = trial.variant.name;
  for (const Setting& setting : trial.settings) {
    const auto* name = std::get_if<std::string>(&setting.value);
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", setting.key,
                        name ? *name : format_value(setting.value));
  }
  return text;
}

}  // namespace saccade

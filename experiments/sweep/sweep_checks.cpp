#include "experiments/sweep/sweep_checks.h"

#include <fmt/format.h>

#include "envs/core/error.h"

namespace saccade {
namespace {

void check_range(const Variation& variation, SearchKind search) {
  if (!variation.values.empty()) return;
  const ValueRange& range = variation.range;
  const std::string where = variation.place + ": vary." + variation.key + ": ";
  if (!(range.min < range.max)) {
    throw Error(
        fmt::format("{}found the range from {} to {}, wanted min and max, min less than max", where,
                    range.min, range.max));
  }
  constexpr double kLeast = 1e-30;
  if (range.logarithmic && range.min < kLeast) {
    throw Error(fmt::format("{}found min = {} with scale = \"log\", wanted at least {}", where,
                            range.min, kLeast));
  }
  if (search == SearchKind::kGrid && range.count == 0) {
    throw Error(where + "a grid needs the range's count, or a list of values");
  }
  if (search != SearchKind::kGrid && range.count != 0) {
    throw Error(where + "count has no effect: this search draws from the whole range");
  }
}

void check_samples(const SweepConfig& sweep, const std::string& name) {
  const bool draws = sweep.search != SearchKind::kGrid;
  if (draws && sweep.samples == 0 && sweep.most_steps == 0) {
    throw Error(name + ": samples is missing, wanted the number of trials (or budget.steps)");
  }
  if (!draws && sweep.samples != 0) {
    throw Error(name + ": samples has no effect with search = \"grid\"");
  }
  if (draws && !sweep.variants.empty()) {
    throw Error(name + ": variants are tried with search = \"grid\" alone");
  }
  if (draws && sweep.vary.empty()) throw Error(name + ": vary is missing, wanted what to search");
}

void check_halving(const SweepConfig& sweep, const std::string& name) {
  for (const Variation& variation : sweep.vary) {
    if (variation.key != "steps") continue;
    throw Error(variation.place + ": vary.steps: halving compares trials at the same steps");
  }
  if (sweep.configs.size() > 1) {
    throw Error(name + ": halving compares trials of one configuration: found several in config");
  }
}

}  // namespace

void check_sweep(const SweepConfig& sweep, const std::string& name) {
  if (sweep.configs.empty()) throw Error(name + ": config is missing, wanted what to train");
  for (const Variation& variation : sweep.vary) check_range(variation, sweep.search);
  check_samples(sweep, name);
  if (sweep.search == SearchKind::kHalving) check_halving(sweep, name);
}

}  // namespace saccade

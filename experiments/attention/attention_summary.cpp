#include "experiments/attention/attention_summary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/attention/age_groups.h"

namespace saccade {

AttentionSummary::AttentionSummary(std::vector<std::string> types, std::vector<std::string> layers,
                                   int heads, std::string prefix)
    : types_(std::move(types)),
      layers_(std::move(layers)),
      heads_(heads),
      prefix_(std::move(prefix)),
      counts_(types_.size()),
      even_((layers_.size() + 1) * types_.size()),
      shares_(layers_.size() * static_cast<std::size_t>(heads) * types_.size()),
      spread_(layers_.size() * static_cast<std::size_t>(heads)),
      rollout_(types_.size()),
      readings_(types_.size()) {}

std::size_t AttentionSummary::slot(int layer, int head) const {
  return static_cast<std::size_t>(layer) * static_cast<std::size_t>(heads_) +
         static_cast<std::size_t>(head);
}

void AttentionSummary::add_even(const AttentionWeights& weights, std::size_t layer) {
  const std::size_t tokens = weights.types.size();
  const auto shows = [&](std::size_t t) {
    return layer == layers_.size() || weights.shown[layer * tokens + t] != 0;
  };
  double seen = 0;
  for (std::size_t t = 0; t < tokens; ++t) seen += shows(t) ? 1 : 0;
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto type = static_cast<std::size_t>(weights.types[t]);
    if (shows(t)) even_[layer * types_.size() + type] += 1 / seen;
  }
}

void AttentionSummary::add(const AttentionWeights& weights) {
  ++decisions_;
  for (const int type : weights.types) counts_[static_cast<std::size_t>(type)] += 1;
  for (std::size_t layer = 0; layer <= layers_.size(); ++layer) add_even(weights, layer);
  for (std::size_t i = 0; i < spread_.size(); ++i) add_head(weights, i);
  add_rollout(weights);
  if (weights.memory.heads > 0) add_memory(weights.memory);
}

void AttentionSummary::add_memory(const MemoryAttention& memory) {
  if (!memory_) {
    std::vector<std::string> ages = age_groups(memory.length);
    for (std::string& age : ages) age.insert(0, prefix_);
    memory_ =
        std::make_unique<AttentionSummary>(ages, std::vector<std::string>{"memory"}, memory.heads);
  }
  memory_->add(as_layer(memory));
}

void AttentionSummary::add_head(const AttentionWeights& weights, std::size_t slot) {
  const std::size_t tokens = weights.types.size();
  double entropy = 0;
  double sum = 0;
  for (std::size_t t = 0; t < tokens; ++t) {
    const auto weight = static_cast<double>(weights.weights[slot * tokens + t]);
    shares_[slot * types_.size() + static_cast<std::size_t>(weights.types[t])] += weight;
    if (weight > 0) entropy -= weight * std::log(weight);
    sum += weight;
  }
  if (sum > 0) spread_[slot] += std::exp(entropy);
}

void AttentionSummary::add_rollout(const AttentionWeights& weights) {
  std::vector<std::size_t> places(types_.size());  // The next of each type.
  for (std::size_t t = 0; t < weights.rollout.size(); ++t) {
    const auto type = static_cast<std::size_t>(weights.types[t]);
    const auto weight = static_cast<double>(weights.rollout[t]);
    rollout_[type] += weight;
    if (weights.ids[t] != kNoEntity) continue;
    const std::size_t place = places[type]++;
    readings_[type].resize(std::max(readings_[type].size(), place + 1));
    readings_[type][place] += weight;
  }
}

double AttentionSummary::averaged(double sum) const {
  return sum / static_cast<double>(std::max<std::int64_t>(decisions_, 1));
}

double AttentionSummary::even(std::size_t layer, int type) const {
  return averaged(even_[layer * types_.size() + static_cast<std::size_t>(type)]);
}

TypeAttention AttentionSummary::compared(double sum, std::size_t layer, int type) const {
  const double share = averaged(sum);
  const double even_share = even(layer, type);
  return {.share = share, .focus = even_share > 0 ? share / even_share : 0};
}

double AttentionSummary::mean_count(int type) const {
  return averaged(counts_[static_cast<std::size_t>(type)]);
}

TypeAttention AttentionSummary::attention(int layer, int head, int type) const {
  const std::size_t first = slot(layer, head) * types_.size();
  return compared(shares_[first + static_cast<std::size_t>(type)], static_cast<std::size_t>(layer),
                  type);
}

bool AttentionSummary::shows(int layer, int type) const {
  return mean_count(type) == 0 || even(static_cast<std::size_t>(layer), type) > 0;
}

double AttentionSummary::spread(int layer, int head) const {
  return averaged(spread_[slot(layer, head)]);
}

TypeAttention AttentionSummary::rollout(int type) const {
  return compared(rollout_[static_cast<std::size_t>(type)], layers_.size(), type);
}

std::vector<ReadingAttention> AttentionSummary::top_readings(std::size_t count) const {
  std::vector<ReadingAttention> readings;
  for (std::size_t type = 0; type < types_.size(); ++type) {
    for (std::size_t place = 0; place < readings_[type].size(); ++place) {
      const double share = averaged(readings_[type][place]);
      readings.push_back({fmt::format("{} {}", types_[type], place), share});
    }
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  readings.resize(std::min(readings.size(), count));
  return readings;
}

}  // namespace saccade

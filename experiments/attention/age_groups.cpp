#include "experiments/attention/age_groups.h"

#include <algorithm>

#include <fmt/format.h>

namespace saccade {

namespace {

constexpr int kSingleAges = 16;

}  // namespace

std::vector<std::string> age_groups(int length) {
  std::vector<std::string> names = {"now"};
  for (int age = 1; age <= std::min(length, kSingleAges); ++age) {
    names.push_back(age == 1 ? "1 step ago" : fmt::format("{} steps ago", age));
  }
  for (int before = kSingleAges; before < length; before *= 2) {
    const int first = before + 1;
    const int last = std::min(2 * before, length);
    names.push_back(first == last ? fmt::format("{} steps ago", last)
                                  : fmt::format("{}-{} steps ago", first, last));
  }
  return names;
}

int age_group(int steps_ago) {
  int group = std::min(steps_ago, kSingleAges);
  for (int before = kSingleAges; before < steps_ago; before *= 2) ++group;
  return group;
}

AttentionWeights as_layer(const MemoryAttention& memory) {
  const auto entries = static_cast<std::size_t>(memory.entries);
  AttentionWeights layer;
  layer.blocks = 1;
  layer.heads = memory.heads;
  layer.ids.assign(entries, kNoEntity);
  for (int entry = 0; entry < memory.entries; ++entry) {
    layer.types.push_back(age_group(memory.entries - 1 - entry));
  }
  layer.layers = {"memory"};
  layer.weights = memory.weights;
  layer.shown.assign(entries, 1);
  return layer;
}

}  // namespace saccade

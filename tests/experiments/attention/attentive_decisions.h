// Decisions with made-up attention, and summaries of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/attention/attention_summary.h"

namespace saccade::testing {

/// Two heads over self and two foods: one looks at the first food alone, the other evenly.
inline AttentionWeights two_heads() {
  const float third = 1.0F / 3;
  return {.blocks = 1,
          .heads = 2,
          .ids = {0, 4, 9},
          .types = {0, 1, 1},
          .layers = {"block 1"},
          .weights = {0, 1, 0, third, third, third},
          .shown = {1, 1, 1},
          .rollout = {0.5F, 0.375F, 0.125F}};
}

/// One head that crosses to three rays and a patch, then a block over the entities.
inline AttentionWeights with_sensors() {
  return {.blocks = 2,
          .heads = 1,
          .ids = {0, kNoEntity, kNoEntity, kNoEntity, kNoEntity},
          .types = {0, 1, 1, 1, 2},
          .layers = {"cross", "block 1"},
          .weights = {0, 0.5F, 0.25F, 0, 0.25F, 1, 0, 0, 0, 0},
          .shown = {0, 1, 1, 1, 1, 1, 0, 0, 0, 0},
          .rollout = {0.5F, 0.25F, 0.125F, 0, 0.125F}};
}

/// The same agent when its sensors gave nothing.
inline AttentionWeights without_sensors() {
  return {.blocks = 2,
          .heads = 1,
          .ids = {0},
          .types = {0},
          .layers = {"cross", "block 1"},
          .weights = {0, 1},
          .shown = {0, 1},
          .rollout = {1}};
}

inline AttentionSummary sensor_summary(const std::vector<AttentionWeights>& decisions) {
  AttentionSummary summary({"self", "lidar", "view"}, {"cross", "block 1"}, 1);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

inline AttentionSummary summary_of(const std::vector<AttentionWeights>& decisions) {
  AttentionSummary summary({"self", "food", "hunter"}, {"block 1"}, 2);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

/// An agent that sees itself alone and remembers at most two steps.
inline AttentionWeights remembering(int entries, std::vector<float> weights) {
  AttentionWeights attention{.blocks = 1,
                             .heads = 1,
                             .ids = {0},
                             .types = {0},
                             .layers = {"block 1"},
                             .weights = {1},
                             .shown = {1},
                             .rollout = {1}};
  attention.memory = {.heads = 2, .length = 2, .entries = entries, .weights = std::move(weights)};
  return attention;
}

inline AttentionSummary memory_summary_of(const std::vector<AttentionWeights>& decisions,
                                          const std::string& prefix = "") {
  AttentionSummary summary({prefix + "self"}, {"block 1"}, 1, prefix);
  for (const AttentionWeights& weights : decisions) summary.add(weights);
  return summary;
}

inline AttentionSummary first_two_steps() {
  return memory_summary_of({remembering(1, {1, 1}), remembering(2, {0.25F, 0.75F, 0.5F, 0.5F})});
}

}  // namespace saccade::testing

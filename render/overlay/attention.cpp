#include "render/overlay/attention.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "envs/core/error.h"
#include "render/draw/labels.h"
#include "render/draw/palette.h"

namespace saccade::render {
namespace {

std::span<const float> head_weights(const AttentionWeights& attention, int block, int head) {
  const std::size_t tokens = attention.ids.size();
  const auto row = static_cast<std::size_t>(block * attention.heads + head);
  assert(attention.weights.size() >= (row + 1) * tokens);
  return std::span(attention.weights).subspan(row * tokens, tokens);
}

ColoredWeights weights_of_head(const AttentionWeights& attention, int block, int head) {
  const auto weights = head_weights(attention, block, head);
  return {head_color(head), {weights.begin(), weights.end()}};
}

std::string layer_name(const AttentionWeights& attention, int block) {
  const auto index = static_cast<std::size_t>(block);
  return index < attention.layers.size() ? attention.layers[index]
                                         : "block " + std::to_string(block + 1);
}

std::string describe_heads(const AttentionWeights& attention, const AttentionChoice& choice) {
  using Heads = AttentionChoice::Heads;
  if (choice.heads == Heads::kOne) {
    return "head " + std::to_string(std::min(choice.head, attention.heads - 1) + 1);
  }
  const bool mean = choice.heads == Heads::kMean;
  return mean ? "mean of " + std::to_string(attention.heads) + " heads" : "heads";
}

}  // namespace

int shown_block(const AttentionWeights& attention, const AttentionChoice& choice) {
  const int last = attention.blocks - 1;
  return choice.block < 0 ? last : std::min(choice.block, last);
}

bool shows_rollout(const AttentionWeights& attention, const AttentionChoice& choice) {
  return choice.rollout && !attention.rollout.empty();
}

AttentionChoice choose_layer(const AttentionWeights& attention, const std::string& name) {
  if (name.empty()) return {};
  std::string wanted;
  for (int block = 0; block < attention.blocks; ++block) {
    if (layer_name(attention, block) == name) return {.block = block};
    wanted += (block == 0 ? ", wanted '" : " or '") + layer_name(attention, block) + "'";
  }
  if (!attention.rollout.empty()) {
    if (name == "rollout") return {.rollout = true};
    wanted += " or 'rollout'";
  }
  if (wanted.empty()) wanted = ", but there is no attention to show";
  throw Error("layer: found '" + name + "'" + wanted);
}

std::string describe_choice(const AttentionWeights& attention, const AttentionChoice& choice) {
  if (shows_rollout(attention, choice)) return "rollout";
  const std::string layer =
      attention.blocks > 1 ? layer_name(attention, shown_block(attention, choice)) : "";
  return (layer.empty() ? "" : layer + ", ") + describe_heads(attention, choice);
}

std::string token_label(const Frame& frame, std::size_t token) {
  const AttentionWeights& attention = frame.attention;
  const int type = attention.types[token];
  const std::string name = readable(frame.token_types.at(static_cast<std::size_t>(type)).name);
  if (attention.ids[token] != kNoEntity) return name + ' ' + std::to_string(attention.ids[token]);
  const auto before = attention.types.begin() + static_cast<std::ptrdiff_t>(token);
  return name + ' ' + std::to_string(std::count(attention.types.begin(), before, type));
}

std::vector<ColoredWeights> shown_weights(const AttentionWeights& attention,
                                          const AttentionChoice& choice) {
  if (attention.blocks <= 0 || attention.heads <= 0 || attention.ids.empty()) return {};
  if (shows_rollout(attention, choice)) return {{kMeanColor, attention.rollout}};
  const int block = shown_block(attention, choice);
  if (choice.heads == AttentionChoice::Heads::kOne) {
    return {weights_of_head(attention, block, std::min(choice.head, attention.heads - 1))};
  }
  std::vector<ColoredWeights> all;
  for (int head = 0; head < attention.heads; ++head)
    all.push_back(weights_of_head(attention, block, head));
  if (choice.heads == AttentionChoice::Heads::kAll) return all;
  return {{kMeanColor, mean_weights(all)}};
}

std::vector<float> mean_weights(std::span<const ColoredWeights> shown) {
  if (shown.empty()) return {};
  std::vector<float> mean(shown[0].weights.size(), 0.0F);
  const float share = 1 / static_cast<float>(shown.size());
  for (const ColoredWeights& one : shown) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += share * one.weights[i];
  }
  return mean;
}

std::vector<float> sum_per_type(std::span<const float> weights, std::span<const int> types,
                                std::size_t type_count) {
  std::vector<float> sums(type_count, 0.0F);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sums.at(static_cast<std::size_t>(types[i])) += weights[i];
  }
  return sums;
}

std::vector<std::size_t> most_attended(std::span<const float> weights) {
  if (weights.empty()) return {};
  std::vector<std::size_t> order(weights.size() - 1);
  std::iota(order.begin(), order.end(), std::size_t{1});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  return order;
}

std::vector<std::size_t> largest(std::span<const float> values, std::size_t count) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  order.resize(std::min(order.size(), count));
  std::sort(order.begin(), order.end());
  return order;
}

float strength(float weight, std::size_t tokens) {
  const float even = 1 / static_cast<float>(std::max<std::size_t>(tokens, 1));
  const float floor = std::min(0.02F, even / 2);
  const float t = std::clamp((weight - floor) / (2 * floor), 0.0F, 1.0F);
  return t * t * (3 - 2 * t) * std::sqrt(std::clamp(weight, 0.0F, 1.0F));
}

AttentionChoice next_heads(AttentionChoice choice, int heads) {
  using Heads = AttentionChoice::Heads;
  if (choice.rollout) {
    choice.rollout = false;
  } else if (choice.heads == Heads::kAll) {
    choice.heads = Heads::kMean;
  } else if (choice.heads == Heads::kMean) {
    choice.heads = Heads::kOne;
    choice.head = 0;
  } else if (++choice.head >= heads) {
    choice.heads = Heads::kAll;
  }
  return choice;
}

AttentionChoice next_block(AttentionChoice choice, int blocks) {
  const int current = choice.block < 0 ? blocks - 1 : std::min(choice.block, blocks - 1);
  choice.block = choice.rollout || current <= 0 ? -1 : current - 1;
  choice.rollout = !choice.rollout && current <= 0;
  return choice;
}

}  // namespace saccade::render

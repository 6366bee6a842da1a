#include "render/attention.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "render/palette.h"

namespace saccade::render {
namespace {

std::span<const float> head_weights(const AttentionView& view, int block, int head) {
  const std::size_t entities = view.ids.size();
  const auto row = static_cast<std::size_t>(block * view.heads + head);
  assert(view.weights.size() >= (row + 1) * entities);
  return std::span(view.weights).subspan(row * entities, entities);
}

Strand strand(const AttentionView& view, int block, int head) {
  const auto weights = head_weights(view, block, head);
  return {head_color(head), {weights.begin(), weights.end()}};
}

}  // namespace

std::vector<Strand> strands(const AttentionView& view, const AttentionChoice& choice) {
  if (view.blocks <= 0 || view.heads <= 0 || view.ids.empty()) return {};
  const int last = view.blocks - 1;
  const int block = choice.block < 0 ? last : std::min(choice.block, last);
  if (choice.heads == AttentionChoice::Heads::kOne) {
    return {strand(view, block, std::min(choice.head, view.heads - 1))};
  }
  std::vector<Strand> all;
  for (int head = 0; head < view.heads; ++head) all.push_back(strand(view, block, head));
  if (choice.heads == AttentionChoice::Heads::kAll) return all;
  return {{kMeanColor, mean_weights(all)}};
}

std::vector<float> mean_weights(std::span<const Strand> strands) {
  if (strands.empty()) return {};
  std::vector<float> mean(strands[0].weights.size(), 0.0F);
  const float share = 1 / static_cast<float>(strands.size());
  for (const Strand& strand : strands) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += share * strand.weights[i];
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

float strength(float weight, std::size_t entities) {
  const float even = 1 / static_cast<float>(std::max<std::size_t>(entities, 1));
  const float floor = std::min(0.02F, even / 2);
  const float t = std::clamp((weight - floor) / (2 * floor), 0.0F, 1.0F);
  return t * t * (3 - 2 * t) * std::sqrt(std::clamp(weight, 0.0F, 1.0F));
}

AttentionChoice next_heads(AttentionChoice choice, int heads) {
  using Heads = AttentionChoice::Heads;
  if (choice.heads == Heads::kAll) {
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
  const int current = choice.block < 0 ? blocks - 1 : choice.block;
  choice.block = current <= 0 ? -1 : current - 1;
  return choice;
}

}  // namespace saccade::render

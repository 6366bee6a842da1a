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

// [heads x tokens]
std::span<const float> block_weights(const AttentionWeights& attention, int block) {
  const std::size_t size = static_cast<std::size_t>(attention.heads) * attention.ids.size();
  const auto row = static_cast<std::size_t>(block);
  assert(attention.weights.size() >= (row + 1) * size);
  return std::span(attention.weights).subspan(row * size, size);
}

// What other entities ask in the layer that is shown; null: nothing.
const QueryWeights* shown_rows(const AttentionWeights& attention, const AttentionChoice& choice) {
  if (shows_memory(attention, choice) || shows_rollout(attention, choice)) return nullptr;
  const auto block = static_cast<std::size_t>(shown_block(attention, choice));
  if (block >= attention.rows.size() || attention.rows[block].queries.empty()) return nullptr;
  return &attention.rows[block];
}

// [heads x tokens] of one query; what the layer does not show weighs 0.
std::vector<float> weights_of_query(const AttentionWeights& attention, const QueryWeights& rows,
                                    std::size_t query) {
  const std::size_t tokens = attention.ids.size(), keys = rows.keys.size();
  const auto heads = static_cast<std::size_t>(attention.heads);
  std::vector<float> weights(heads * tokens, 0.0F);
  for (std::size_t h = 0; h < heads; ++h) {
    const float* row = rows.weights.data() + (h * rows.queries.size() + query) * keys;
    for (std::size_t k = 0; k < keys; ++k) {
      weights[h * tokens + static_cast<std::size_t>(rows.keys[k])] = row[k];
    }
  }
  return weights;
}

// One of weights [heads x n].
ColoredWeights weights_of_head(std::span<const float> weights, int heads, int head) {
  const std::size_t n = weights.size() / static_cast<std::size_t>(heads);
  const auto own = weights.subspan(static_cast<std::size_t>(head) * n, n);
  return {head_color(head), {own.begin(), own.end()}};
}

std::string layer_name(const AttentionWeights& attention, int block) {
  const auto index = static_cast<std::size_t>(block);
  return index < attention.layers.size() ? attention.layers[index]
                                         : "block " + std::to_string(block + 1);
}

std::string describe_heads(int heads, const AttentionChoice& choice) {
  using Heads = AttentionChoice::Heads;
  if (choice.heads == Heads::kOne) {
    return "head " + std::to_string(std::min(choice.head, heads - 1) + 1);
  }
  const bool mean = choice.heads == Heads::kMean;
  return mean ? "mean of " + std::to_string(heads) + " heads" : "heads";
}

// Of all that can be chosen.
std::vector<std::string> layer_names(const AttentionWeights& attention) {
  std::vector<std::string> names;
  for (int block = 0; block < attention.blocks; ++block) {
    names.push_back(layer_name(attention, block));
  }
  if (!attention.rollout.empty()) names.emplace_back("rollout");
  if (attention.memory.heads > 0) names.emplace_back("memory");
  return names;
}

[[noreturn]] void refuse_layer(const AttentionWeights& attention, const std::string& name) {
  std::string wanted;
  for (const std::string& known : layer_names(attention)) {
    wanted += (wanted.empty() ? ", wanted '" : " or '") + known + "'";
  }
  if (wanted.empty()) wanted = ", but there is no attention to show";
  if (name == "memory") wanted = ", which only policy.memory = \"attention\" has" + wanted;
  throw Error("layer: found '" + name + "'" + wanted);
}

}  // namespace

int shown_block(const AttentionWeights& attention, const AttentionChoice& choice) {
  const int last = attention.blocks - 1;
  return choice.block < 0 ? last : std::min(choice.block, last);
}

bool shows_rollout(const AttentionWeights& attention, const AttentionChoice& choice) {
  return choice.rollout && !attention.rollout.empty();
}

bool shows_memory(const AttentionWeights& attention, const AttentionChoice& choice) {
  return attention.memory.heads > 0 && (choice.memory || attention.blocks == 0);
}

int shown_heads(const AttentionWeights& attention, const AttentionChoice& choice) {
  return shows_memory(attention, choice) ? attention.memory.heads : attention.heads;
}

std::size_t asking_token(const AttentionWeights& attention, const AttentionChoice& choice,
                         EntityId pinned) {
  const QueryWeights* rows = shown_rows(attention, choice);
  if (pinned == kNoEntity || rows == nullptr) return 0;
  for (const std::int32_t query : rows->queries) {
    const auto token = static_cast<std::size_t>(query);
    if (attention.ids[token] == pinned) return token;
  }
  return 0;
}

std::string why_agent_asks(const AttentionWeights& attention, const AttentionChoice& choice,
                           EntityId pinned) {
  if (attention.ids.empty() || pinned == kNoEntity || pinned == attention.ids[0]) return "";
  const auto& ids = attention.ids;
  if (std::find(ids.begin(), ids.end(), pinned) == ids.end()) return "the pinned one is not seen";
  if (shows_rollout(attention, choice)) return "the rollout is of the agent alone";
  if (shown_rows(attention, choice) != nullptr) return "";
  const int block = shown_block(attention, choice);
  return attention.blocks < 2 ? "only the agent asks"
                              : "in " + layer_name(attention, block) + " only the agent asks";
}

AttentionChoice choose_layer(const AttentionWeights& attention, const std::string& name) {
  if (name.empty()) return {};
  for (int block = 0; block < attention.blocks; ++block) {
    if (layer_name(attention, block) == name) return {.block = block};
  }
  if (name == "rollout" && !attention.rollout.empty()) return {.rollout = true};
  if (name == "memory" && attention.memory.heads > 0) return {.memory = true};
  refuse_layer(attention, name);
}

std::string describe_choice(const AttentionWeights& attention, const AttentionChoice& choice) {
  if (shows_memory(attention, choice)) return describe_heads(attention.memory.heads, choice);
  if (shows_rollout(attention, choice)) return "rollout";
  const std::string layer =
      attention.blocks > 1 ? layer_name(attention, shown_block(attention, choice)) : "";
  return (layer.empty() ? "" : layer + ", ") + describe_heads(attention.heads, choice);
}

std::string agent_name(const AgentView& agent) {
  const std::string kind = agent.kind.empty() ? "agent" : readable(agent.kind);
  return agent.of > 1 ? kind + ' ' + std::to_string(agent.number + 1) : kind;
}

std::string token_label(const Frame& frame, std::size_t token) {
  const AttentionWeights& attention = frame.mind().attention;
  const int type = attention.types[token];
  if (token == 0) return agent_name(frame.mind());
  for (const AgentView& agent : frame.agents) {
    if (frame.agents.size() > 1 && agent.id == attention.ids[token] && agent.id != kNoEntity) {
      return agent_name(agent);
    }
  }
  const std::string name =
      readable(frame.mind().token_types.at(static_cast<std::size_t>(type)).name);
  if (attention.ids[token] != kNoEntity) return name + ' ' + std::to_string(attention.ids[token]);
  const auto before = attention.types.begin() + static_cast<std::ptrdiff_t>(token);
  return name + ' ' + std::to_string(std::count(attention.types.begin(), before, type));
}

std::vector<ColoredWeights> chosen_heads(std::span<const float> weights, int heads,
                                         const AttentionChoice& choice) {
  if (choice.heads == AttentionChoice::Heads::kOne) {
    return {weights_of_head(weights, heads, std::min(choice.head, heads - 1))};
  }
  std::vector<ColoredWeights> all;
  for (int head = 0; head < heads; ++head) all.push_back(weights_of_head(weights, heads, head));
  if (choice.heads == AttentionChoice::Heads::kAll) {
    for (int head = 0; head < heads; ++head) {
      all[static_cast<std::size_t>(head)].pattern = head_pattern(head);
    }
    return all;
  }
  return {{kMeanColor, mean_weights(all)}};
}

std::vector<ColoredWeights> shown_weights(const AttentionWeights& attention,
                                          const AttentionChoice& choice, std::size_t asking) {
  if (shows_memory(attention, choice)) return {};
  if (attention.blocks <= 0 || attention.heads <= 0 || attention.ids.empty()) return {};
  if (shows_rollout(attention, choice)) return {{kMeanColor, attention.rollout}};
  const QueryWeights* rows = asking == 0 ? nullptr : shown_rows(attention, choice);
  if (rows != nullptr) {
    const auto query =
        std::find(rows->queries.begin(), rows->queries.end(), static_cast<std::int32_t>(asking));
    const auto row = static_cast<std::size_t>(query - rows->queries.begin());
    return chosen_heads(weights_of_query(attention, *rows, row), attention.heads, choice);
  }
  return chosen_heads(block_weights(attention, shown_block(attention, choice)), attention.heads,
                      choice);
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

std::vector<std::size_t> most_attended(std::span<const float> weights, std::size_t asking) {
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase(order, asking);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  return order;
}

std::vector<std::uint8_t> most_of(std::span<const float> weights, float share) {
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  std::vector<std::uint8_t> chosen(weights.size(), 0);
  float left = share * std::accumulate(weights.begin(), weights.end(), 0.0F);
  for (std::size_t i = 0; i < order.size() && left > 0; ++i) {
    chosen[order[i]] = 1;
    left -= weights[order[i]];
  }
  return chosen;
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

AttentionChoice next_block(AttentionChoice choice, int blocks, bool remembers) {
  if (blocks == 0) return choice;  // What is shown is all that can be.
  const int current = choice.block < 0 ? blocks - 1 : std::min(choice.block, blocks - 1);
  const bool was_in_blocks = !choice.rollout && !choice.memory;
  choice.block = !was_in_blocks || current <= 0 ? -1 : current - 1;
  choice.memory = choice.rollout && remembers;
  choice.rollout = was_in_blocks && current <= 0;
  return choice;
}

}  // namespace saccade::render

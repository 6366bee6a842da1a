#include "render/overlay/memory_strip.h"

#include <algorithm>
#include <cmath>

namespace saccade::render {
namespace {

constexpr int kMostPastColumns = 64;

// Sum of the weights of the column's steps, as far as they are remembered.
float sum_of(const MemoryColumn& column, const std::vector<float>& weights) {
  const int latest = static_cast<int>(weights.size()) - 1;  // The present step's entry.
  float sum = 0;
  for (int age = column.newest; age <= std::min(column.oldest, latest); ++age) {
    sum += weights[static_cast<std::size_t>(latest - age)];
  }
  return sum;
}

void add_column(MemoryStrip& strip, int newest, int oldest, int entries) {
  MemoryColumn column{.newest = newest, .oldest = oldest, .remembered = newest < entries};
  const float share = 1 / static_cast<float>(strip.shown.size());
  for (const ColoredWeights& one : strip.shown) {
    column.parts.push_back(sum_of(column, one.weights));
    column.share += share * column.parts.back();
  }
  strip.columns.push_back(column);
}

// Even attention is drawn with about three quarters of the full brightness, and not all of it.
void add_brightness(MemoryStrip& strip) {
  float largest = 0;
  float remembered = 0;
  for (const MemoryColumn& column : strip.columns) {
    for (const float part : column.parts) largest = std::max(largest, part);
    remembered += column.remembered ? 1.0F : 0.0F;
  }
  const float full = std::max(largest, std::min(2 / remembered, 1.0F));
  for (MemoryColumn& column : strip.columns) {
    for (const float part : column.parts) column.brightness.push_back(std::sqrt(part / full));
  }
}

int most_attended_past(const std::vector<MemoryColumn>& columns) {
  int peak = -1;
  for (int i = static_cast<int>(columns.size()) - 2; i >= 0; --i) {  // The later one of a tie.
    const auto at = static_cast<std::size_t>(i);
    if (!columns[at].remembered) break;
    if (peak < 0 || columns[at].share > columns[static_cast<std::size_t>(peak)].share) peak = i;
  }
  return peak;
}

}  // namespace

MemoryStrip make_strip(const AttentionWeights& attention, const AttentionChoice& choice) {
  const MemoryAttention& memory = attention.memory;
  MemoryStrip strip;
  if (memory.heads <= 0 || memory.entries <= 0) return strip;
  using Heads = AttentionChoice::Heads;
  AttentionChoice heads = choice;
  const bool other = shows_rollout(attention, choice) || choice.heads == Heads::kOne;
  if (other && !shows_memory(attention, choice)) heads.heads = Heads::kMean;
  strip.shown = chosen_heads(memory.weights, memory.heads, heads);
  const int steps = (memory.length + kMostPastColumns - 1) / kMostPastColumns;  // In a column.
  for (int column = (memory.length + steps - 1) / steps - 1; column >= 0; --column) {
    const int newest = column * steps + 1;
    add_column(strip, newest, std::min(newest + steps - 1, memory.length), memory.entries);
  }
  add_column(strip, 0, 0, memory.entries);
  add_brightness(strip);
  strip.peak = most_attended_past(strip.columns);
  return strip;
}

std::string age_label(const MemoryColumn& column) {
  if (column.oldest == 0) return "now";
  std::string age = std::to_string(column.newest);
  if (column.oldest > column.newest) age += "\u2013" + std::to_string(column.oldest);
  return age + (column.oldest == 1 ? " step ago" : " steps ago");
}

std::vector<float> step_strengths(const MemoryStrip& strip) {
  std::vector<float> strengths = mean_weights(strip.shown);
  if (strengths.empty()) return strengths;
  strengths.back() = 0;
  const float even = 1 / static_cast<float>(strengths.size());
  const float full = std::max(*std::max_element(strengths.begin(), strengths.end()), even);
  for (float& strength : strengths) strength = std::sqrt(strength / full);
  return strengths;
}

Color step_color(const MemoryStrip& strip, std::size_t entry) {
  float sum = 0, red = 0, green = 0, blue = 0;
  for (const ColoredWeights& one : strip.shown) {
    const float weight = one.weights[entry] + 1e-9F;
    sum += weight;
    red += weight * static_cast<float>(one.color.r);
    green += weight * static_cast<float>(one.color.g);
    blue += weight * static_cast<float>(one.color.b);
  }
  const auto mixed = [sum](float channel) {
    return static_cast<std::uint8_t>(std::lround(channel / sum));
  };
  return {mixed(red), mixed(green), mixed(blue)};
}

}  // namespace saccade::render

// What the overlay and the panel show of the attention weights: pure arithmetic on an
// AttentionView.
#pragma once

#include <span>
#include <vector>

#include "render/frame.h"

namespace saccade::render {

/// Which of the weights are shown.
struct AttentionChoice {
  enum class Heads { kAll, kMean, kOne };
  Heads heads = Heads::kAll;
  int head = 0;    ///< The one shown, for Heads::kOne.
  int block = -1;  ///< -1: the last, which is read out for the action.
};

/// One colour of the overlay: a head, or the mean of all.
struct Strand {
  Color color;
  std::vector<float> weights;  ///< [entities]; sums to 1.
};

/// The strands to be shown, one or one per head; none when the agent does not attend.
std::vector<Strand> strands(const AttentionView& view, const AttentionChoice& choice);

/// Mean over the strands: [entities].
std::vector<float> mean_weights(std::span<const Strand> strands);

/// Sum of the weights per type: [type_count].
std::vector<float> sum_per_type(std::span<const float> weights, std::span<const int> types,
                                std::size_t type_count);

/// Indices of all entities but the agent, the most attended first; ties in the order of the rows.
std::vector<std::size_t> most_attended(std::span<const float> weights);

/// Indices of the `count` largest values, in their own order.
std::vector<std::size_t> largest(std::span<const float> values, std::size_t count);

/// How strongly a weight among `entities` is drawn, in [0, 1]: the square root of the weight, faded
/// out where it is well below an even share, so that hundreds of tiny weights leave no haze.
float strength(float weight, std::size_t entities);

/// The next mode when the heads are cycled: all, mean, head 1, head 2, ..., all.
AttentionChoice next_heads(AttentionChoice choice, int heads);
/// The next block, from the last to the first and over again.
AttentionChoice next_block(AttentionChoice choice, int blocks);

}  // namespace saccade::render

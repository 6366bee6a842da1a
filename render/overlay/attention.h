// What the overlay and the panel show of the attention weights: pure arithmetic on
// AttentionWeights.  The memory's: memory_strip.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "render/draw/drawing.h"
#include "render/frame/frame.h"

namespace saccade::render {

/// Which of the weights are shown.
struct AttentionChoice {
  enum class Heads { kAll, kMean, kOne };
  Heads heads = Heads::kAll;
  int head = 0;    ///< The one shown, for Heads::kOne.
  int block = -1;  ///< -1: the last, which is read out for the action.
  /// All layers together instead of one, by attention rollout (Abnar & Zuidema 2020).
  bool rollout = false;
  /// The memory behind the encoder instead of the encoder's layers.
  bool memory = false;
};

/// The weights that are drawn in one colour: those of a head, the mean of all heads, or the
/// rollout.
struct ColoredWeights {
  Color color;
  std::vector<float> weights;  ///< [tokens], of the memory [entries]; sums to 1.
  /// Of its lines: where several heads are shown each has its own.
  LinePattern pattern = LinePattern::kSolid;
};

/// The block that is shown: that of `choice`, or the last if there is none of this number.
int shown_block(const AttentionWeights& attention, const AttentionChoice& choice);

/// Whether the rollout is what is shown: it was chosen and is known.
bool shows_rollout(const AttentionWeights& attention, const AttentionChoice& choice);

/// Whether the memory is what is shown: it was chosen, or nothing else attends.  False where no
/// memory attends.
bool shows_memory(const AttentionWeights& attention, const AttentionChoice& choice);

/// How many heads what is shown has; 0: nothing attends.
int shown_heads(const AttentionWeights& attention, const AttentionChoice& choice);

/// All heads of the layer of this name ("cross", "block 1"), "rollout" or "memory"; of the
/// encoder's last layer if the name is empty.  Throws Error, naming those there are, when there is
/// no such layer.
AttentionChoice choose_layer(const AttentionWeights& attention, const std::string& name);

/// Whose query is shown, as the number of its token: that of the `pinned` entity where the layer
/// that is shown has such a row; else that of the agent, 0.
std::size_t asking_token(const AttentionWeights& attention, const AttentionChoice& choice,
                         EntityId pinned);

/// Why the agent's query is shown and not that of the pinned entity, in a few words: "in block 2
/// only the agent asks"; empty where there is nothing to explain.
std::string why_agent_asks(const AttentionWeights& attention, const AttentionChoice& choice,
                           EntityId pinned);

/// What is shown, in words: "block 1, head 3", "cross, heads", "mean of 4 heads", "rollout".  The
/// layer is left out when there is only one, and of the memory.
std::string describe_choice(const AttentionWeights& attention, const AttentionChoice& choice);

/// "agent 2", "predator 1", "hider".
std::string agent_name(const AgentView& agent);

/// What a token is called: "food 7" by its id, "lidar 12" by its place among the tokens of its
/// type, from 0 as rays and patches are counted; the agent itself as agent_name has it.
std::string token_label(const Frame& frame, std::size_t token);

/// Of weights [heads x n] the heads that `choice` shows, one per colour: all, their mean, or a
/// single one.
std::vector<ColoredWeights> chosen_heads(std::span<const float> weights, int heads,
                                         const AttentionChoice& choice);

/// How tokens are to be drawn, one per colour: all heads, or a single one; none when the agent does
/// not attend, or its memory is shown instead.  `asking`: as asking_token has it.
std::vector<ColoredWeights> shown_weights(const AttentionWeights& attention,
                                          const AttentionChoice& choice, std::size_t asking = 0);

/// Mean over the colours: [tokens].
std::vector<float> mean_weights(std::span<const ColoredWeights> shown);

/// Sum of the weights per type: [type_count].
std::vector<float> sum_per_type(std::span<const float> weights, std::span<const int> types,
                                std::size_t type_count);

/// Indices of all tokens but the one that asks, the most attended first; ties in the order of the
/// rows.
std::vector<std::size_t> most_attended(std::span<const float> weights, std::size_t asking = 0);

/// [tokens] 1 of the fewest tokens, the largest first, that have `share` of what all have; else 0.
std::vector<std::uint8_t> most_of(std::span<const float> weights, float share);

/// Indices of the `count` largest values, in their own order.
std::vector<std::size_t> largest(std::span<const float> values, std::size_t count);

/// How strongly a weight among `tokens` is drawn, in [0, 1]: the square root of the weight, faded
/// out where it is well below an even share, so that hundreds of tiny weights leave no haze.
float strength(float weight, std::size_t tokens);

/// The next mode when the heads are cycled: all, mean, head 1, head 2, ..., all; from the rollout,
/// which has none, back to the last layer's.
AttentionChoice next_heads(AttentionChoice choice, int heads);
/// The next block, from the last to the first, then the rollout, the memory if the agent
/// `remembers` by attention, and over again.  Without blocks there is nothing to choose: nothing
/// changes.
AttentionChoice next_block(AttentionChoice choice, int blocks, bool remembers);

}  // namespace saccade::render

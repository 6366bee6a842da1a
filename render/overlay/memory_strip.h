// The weights of a memory that attends, as a strip of cells: a column per step, from the oldest
// that the memory can hold at the left to the present one at the right, and a row per colour.  Pure
// arithmetic.
#pragma once

#include <string>
#include <vector>

#include "render/overlay/attention.h"

namespace saccade::render {

/// One step, or in a long memory several that follow each other.
struct MemoryColumn {
  int newest = 0;              ///< Steps ago ...
  int oldest = 0;              ///< ... of the first and the last one.
  bool remembered = false;     ///< False: the episode is not that old yet.
  float share = 0;             ///< Of the attention, mean over the colours; sums to 1.
  std::vector<float> parts{};  ///< [colours] the same of each colour alone.
  /// [colours] in [0, 1]: the square root of the part as a share of the largest one in the strip,
  /// or of twice an even share if that is more: even attention has 0.71.
  std::vector<float> brightness{};
};

struct MemoryStrip {
  std::vector<ColoredWeights> shown;  ///< One per colour: [entries], oldest first.
  std::vector<MemoryColumn> columns;  ///< The last one is the present; none: no memory attends.
  int peak = -1;                      ///< Of the past columns the most attended one; -1: none yet.
};

/// What is to be drawn of the memory: if it is what is shown, the heads that `choice` shows; else
/// all heads or their mean as `choice` has it, and the mean also beside the rollout and beside one
/// head of a layer: no head of the memory belongs to those.
MemoryStrip make_strip(const AttentionWeights& attention, const AttentionChoice& choice);

/// "now", "1 step ago", "12 steps ago", "33\u201336 steps ago".
std::string age_label(const MemoryColumn& column);

/// How strongly the place of each step is marked in the world: [entries], in [0, 1], the present
/// one 0.  The square root of its weight, as a share of the largest weight of an earlier step, or
/// of an even share if that is more.
std::vector<float> step_strengths(const MemoryStrip& strip);

/// The colours of a strip, mixed as they weigh the entry.
Color step_color(const MemoryStrip& strip, std::size_t entry);

}  // namespace saccade::render

#include "render/panel/legend.h"

#include <algorithm>

namespace saccade::render {
namespace {

// A short line as the head's beams are; returns the left end.
float head_line(RowWriter& rows, int head, LinePattern pattern, float x, float y) {
  const float unit = rows.unit();
  const Color color = head_color(head);
  const float width = 0.32F * unit;
  rows.drawing().push_back(Stroke{.points = {{x - 0.75F * unit, y}, {x, y}},
                                  .width_from = width,
                                  .width_to = width,
                                  .from = color,
                                  .to = color,
                                  .pattern = pattern,
                                  .pattern_scale = 0.4F * unit / 14});
  return x - 0.97F * unit;
}

// The lines of all heads, with their numbers if there is room; returns their left end.
float head_lines(RowWriter& rows, int count, float x, float y) {
  constexpr int kMostLines = 8;  // Then colours come again.
  constexpr int kMostNumbers = 4;
  const int heads = std::min(count, kMostLines);
  for (int head = heads - 1; head >= 0; --head) {
    if (heads <= kMostNumbers) {
      rows.text(x, y, std::to_string(head + 1),
                {.size = rows.note_size(), .color = kMutedColor, .align = Align::kRight});
      x -= 0.68F * rows.unit();
    }
    x = head_line(rows, head, head_pattern(head), x, y);
  }
  return x;
}

}  // namespace

void write_legend(RowWriter& rows, float y, const AttentionWeights& attention,
                  const AttentionChoice& choice) {
  using Heads = AttentionChoice::Heads;
  const int heads = shown_heads(attention, choice);
  const bool memory = shows_memory(attention, choice);
  const bool rollout = !memory && shows_rollout(attention, choice);
  float x = rows.column().right();
  if (choice.heads == Heads::kAll && !rollout) x = head_lines(rows, heads, x, y);
  if (choice.heads == Heads::kOne && !rollout) {
    x = head_line(rows, std::min(choice.head, heads - 1), LinePattern::kSolid, x, y);
  }
  rows.text(x, y, describe_choice(attention, choice),
            {.size = rows.note_size(), .color = kMutedColor, .align = Align::kRight});
}

}  // namespace saccade::render

#include "render/panel/legend.h"

#include <algorithm>

namespace saccade::render {
namespace {

// Returns the left end.
float head_dot(RowWriter& rows, int head, float x, float y) {
  const float radius = 0.27F * rows.unit();
  rows.drawing().push_back(Disc{{x - radius, y}, radius, head_color(head)});
  return x - 0.97F * rows.unit();
}

// The dots of all heads, with their numbers if there is room; returns their left end.
float head_dots(RowWriter& rows, int count, float x, float y) {
  constexpr int kMostDots = 8;  // Then colours come again.
  constexpr int kMostNumbers = 4;
  const int heads = std::min(count, kMostDots);
  for (int head = heads - 1; head >= 0; --head) {
    if (heads <= kMostNumbers) {
      rows.text(x, y, std::to_string(head + 1),
                {.size = rows.note_size(), .color = kMutedColor, .align = Align::kRight});
      x -= 0.68F * rows.unit();
    }
    x = head_dot(rows, head, x, y);
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
  if (choice.heads == Heads::kAll && !rollout) x = head_dots(rows, heads, x, y);
  if (choice.heads == Heads::kOne && !rollout) {
    x = head_dot(rows, std::min(choice.head, heads - 1), x, y);
  }
  rows.text(x, y, describe_choice(attention, choice),
            {.size = rows.note_size(), .color = kMutedColor, .align = Align::kRight});
}

}  // namespace saccade::render

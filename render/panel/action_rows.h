// One action head in the side panel: probabilities of choices, or means and spreads on range bars.
#pragma once

#include <vector>

#include "render/draw/rows.h"
#include "render/frame/frame.h"

namespace saccade::render {

/// Rows that the head would fill.
int action_rows(const HeadDecision& action);

/// The `count` choices that are shown, in their own order: the one taken, the one that a person
/// took, and the most probable ones.
std::vector<int> shown_choices(const HeadDecision& action, int count);

/// Writes the section with `rows` rows.  `before`: the same head before a change, whose
/// probabilities are marked; null: nothing was changed.
void write_action(RowWriter& writer, const HeadDecision& action, int rows,
                  const HeadDecision* before = nullptr);

}  // namespace saccade::render

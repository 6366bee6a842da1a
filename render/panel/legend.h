// Beside the heading of what attends: which layer and heads are shown, and their colours.
#pragma once

#include "render/draw/rows.h"
#include "render/overlay/attention.h"

namespace saccade::render {

/// Writes at the right end of the line whose middle is `y` what is shown, in words, and a line in
/// the colour and pattern of each head that is.
void write_legend(RowWriter& rows, float y, const AttentionWeights& attention,
                  const AttentionChoice& choice);

}  // namespace saccade::render

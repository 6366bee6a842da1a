// From the figures of faithfulness to a verdict and one plain sentence.
#pragma once

#include "experiments/explain/faithfulness.h"

namespace saccade {

/// Fills `verdict` and `sentence`.
///
///   faithful     gain at least 0.75, its interval above 0.5, and agreement surely above 0
///   unfaithful   not surely better than a random order (the interval of the gain reaches 0, or the
///                gain is below 0.25), or agreement not surely above 0
///   partly       everything else
///
/// Where attention of random weights agrees with leave-one-out by kRandomisedLimit or more, the
/// verdict is one step worse.
void reach_verdict(Faithfulness& found);

}  // namespace saccade

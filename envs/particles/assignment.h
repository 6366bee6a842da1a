// Optimal assignment.
#pragma once

#include <span>
#include <vector>

namespace saccade {

/// Matches each of n rows with a column of its own, so that the sum of costs is minimal: the
/// Hungarian method (Kuhn 1955, Munkres 1957), by shortest augmenting paths in n^3 steps.  `costs`
/// [n x n], finite, row after row.  The column of each row.
std::vector<int> assign(std::span<const double> costs, int n);

}  // namespace saccade

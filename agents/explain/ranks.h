// Orders of things by scores, and how well two scores agree.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace saccade {

/// Indices from the highest score to the lowest.  Of equal scores the order is drawn from `seed`:
/// it must not tell anything.
std::vector<std::size_t> order_by(std::span<const double> scores, std::uint64_t seed);

/// A random order.
std::vector<std::size_t> random_order(std::size_t count, std::uint64_t seed);

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranks_of(std::span<const double> values);

/// Spearman's rank correlation (1904); 0 where one of them has no differences, or of fewer than 2.
double spearman(std::span<const double> a, std::span<const double> b);

/// The chance that a thing of the marked ones has a higher score than one of the others, equal
/// scores counting half (area under the ROC curve; Hanley & McNeil 1982).  Marks are 1 or 0; there
/// is one of each at least.
double auroc(std::span<const double> scores, std::span<const std::uint8_t> marks);

}  // namespace saccade

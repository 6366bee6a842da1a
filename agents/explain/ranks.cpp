#include "agents/explain/ranks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "envs/core/random.h"

namespace saccade {

std::vector<std::size_t> random_order(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng(seed);
  for (std::size_t left = count; left > 1; --left) {
    const auto other = static_cast<std::size_t>(rng.integers(0, static_cast<std::int64_t>(left)));
    std::swap(order[left - 1], order[other]);
  }
  return order;
}

std::vector<std::size_t> order_by(std::span<const double> scores, std::uint64_t seed) {
  std::vector<std::size_t> order = random_order(scores.size(), seed);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double rank = static_cast<double>(first + 1 + last) / 2;
    for (; first < last; ++first) ranks[order[first]] = rank;
  }
  return ranks;
}

double spearman(std::span<const double> a, std::span<const double> b) {
  const std::vector<double> x = ranks_of(a), y = ranks_of(b);
  const double mean = static_cast<double>(a.size() + 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

double auroc(std::span<const double> scores, std::span<const std::uint8_t> marks) {
  const std::vector<double> ranks = ranks_of(scores);
  double sum = 0, marked = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (marks[i] == 0) continue;
    sum += ranks[i];
    ++marked;
  }
  const double others = static_cast<double>(ranks.size()) - marked;
  return (sum - marked * (marked + 1) / 2) / (marked * others);
}

}  // namespace saccade

#include "experiments/statistics/scores.h"

#include <algorithm>

namespace saccade {

double mean_score(const Scores& scores) {
  double sum = 0;
  for (const double score : scores) sum += score;
  return sum / static_cast<double>(scores.size());
}

double sample_variance(const Scores& scores) {
  Scores moved = scores;  // Equal ones become zeros: no variance, not a rounding error.
  for (double& score : moved) score -= scores.front();
  const double mean = mean_score(moved);
  double sum = 0;
  for (const double score : moved) sum += (score - mean) * (score - mean);
  return sum / static_cast<double>(scores.size() - 1);
}

Scores pooled(const TaskScores& tasks) {
  Scores all;
  for (const Scores& scores : tasks) all.insert(all.end(), scores.begin(), scores.end());
  std::sort(all.begin(), all.end());
  return all;
}

TaskScores sorted(TaskScores tasks) {
  for (Scores& scores : tasks) std::sort(scores.begin(), scores.end());
  return tasks;
}

bool has_repeats(const TaskScores& tasks) {
  return std::all_of(tasks.begin(), tasks.end(),
                     [](const Scores& scores) { return scores.size() > 1; });
}

}  // namespace saccade

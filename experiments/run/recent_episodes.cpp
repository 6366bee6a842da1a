#include "experiments/run/recent_episodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "agents/state/tensor_checks.h"

namespace saccade {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::size_t kPointNumbers = 3;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool is_whole(double value) {
  return std::abs(value) <= static_cast<double>(kMostCounted) && value == std::trunc(value);
}

}  // namespace

void RecentEpisodes::add(const EpisodeSummary& episode) {
  ++episodes_;
  window_.push_back({episode.mean_return(), static_cast<double>(episode.length)});
  for (std::size_t k = 0; k < kinds(); ++k) {
    window_.back().of_kinds.push_back(episode.mean_return(spec_, k).value_or(kNone));
  }
  if (window_.size() > kWindow) window_.pop_front();
}

double RecentEpisodes::return_mean() const {
  if (window_.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const Entry& entry : window_) sum += entry.episode_return;
  return sum / static_cast<double>(window_.size());
}

double RecentEpisodes::length_mean() const {
  if (window_.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const Entry& entry : window_) sum += entry.length;
  return sum / static_cast<double>(window_.size());
}

std::vector<std::pair<std::string, double>> RecentEpisodes::kind_returns() const {
  std::vector<std::pair<std::string, double>> means;
  for (std::size_t k = 0; k < kinds(); ++k) {
    double sum = 0, count = 0;
    for (const Entry& entry : window_) {
      if (std::isnan(entry.of_kinds[k])) continue;
      sum += entry.of_kinds[k];
      ++count;
    }
    means.emplace_back(spec_.kinds[k].name, count == 0 ? kNone : sum / count);
  }
  return means;
}

void RecentEpisodes::save(TensorMap& tensors) const {
  std::vector<double> returns, lengths, of_kinds;
  for (const Entry& entry : window_) {
    of_kinds.insert(of_kinds.end(), entry.of_kinds.begin(), entry.of_kinds.end());
    returns.push_back(entry.episode_return);
    lengths.push_back(entry.length);
  }
  tensors["run.episodes"].assign(std::vector<std::int64_t>{episodes_});
  tensors["run.returns"].assign(returns);
  tensors["run.lengths"].assign(lengths);
  if (kinds() > 0) tensors["run.kind_returns"].assign(of_kinds);
}

void RecentEpisodes::restore(const TensorMap& tensors) {
  const std::int64_t episodes = read_counts<std::int64_t>(tensors, "run.episodes", 1)[0];
  const auto size =
      static_cast<std::size_t>(std::min(episodes, static_cast<std::int64_t>(kWindow)));
  const auto returns = read_finite<double>(tensors, "run.returns", size);
  const auto lengths = read_sized<double>(tensors, "run.lengths", size);
  check_values(
      "run.lengths", lengths, [](double length) { return length >= 1 && is_whole(length); },
      "whole numbers, 1 or more");
  std::vector<double> of_kinds;
  if (kinds() > 0) {
    of_kinds = read_sized<double>(tensors, "run.kind_returns", size * kinds());
    check_values(
        "run.kind_returns", of_kinds, [](double value) { return !std::isinf(value); },
        "finite numbers, or NaN for none");
  }
  episodes_ = episodes;
  window_.clear();
  for (std::size_t i = 0; i < size; ++i) {
    const auto own = of_kinds.begin() + static_cast<std::ptrdiff_t>(i * kinds());
    window_.push_back({returns[i], lengths[i], {own, own + static_cast<std::ptrdiff_t>(kinds())}});
  }
}

void save_point(const std::optional<EvaluationPoint>& point, const std::string& name,
                TensorMap& tensors) {
  if (!point) return;
  const std::vector<double> numbers = {static_cast<double>(point->step), point->return_mean,
                                       point->return_std};
  tensors[name].assign(numbers);
}

std::optional<EvaluationPoint> restore_point(const std::string& name, const TensorMap& tensors,
                                             std::int64_t newest) {
  if (!tensors.contains(name)) return std::nullopt;
  const auto numbers = read_finite<double>(tensors, name, kPointNumbers);
  const double step = numbers[0], deviation = numbers[2];
  if (step >= 0 && step <= static_cast<double>(newest) && is_whole(step) && deviation >= 0) {
    return EvaluationPoint{static_cast<std::int64_t>(step), numbers[1], deviation};
  }
  throw Error(
      fmt::format("checkpoint: tensor '{}' holds the step {} and the deviation {}, wanted a whole "
                  "number from 0 to {} and one that is not negative",
                  name, step, deviation, newest));
}

}  // namespace saccade

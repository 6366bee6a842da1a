#include "experiments/run/recent_episodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "agents/state/tensor_checks.h"

namespace saccade {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::size_t kPointNumbers = 3;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kHeld = "run.held";

bool is_whole(double value) {
  return std::abs(value) <= static_cast<double>(kMostCounted) && value == std::trunc(value);
}

std::string details_of(const std::string& point) {
  return point + "_outcomes";
}

/// Tensors "<name>" and "<name>_outcomes" with the point, if there is one.
void save_point(const std::optional<EvaluationPoint>& point, const std::string& name,
                TensorMap& tensors) {
  if (!point) return;
  tensors[name].assign(
      std::vector<double>{static_cast<double>(point->step), point->return_mean, point->return_std});
  if (point->episodes == 0) return;
  std::vector<double> details = {static_cast<double>(point->episodes)};
  for (const auto& [outcome, number] : point->outcomes) details.push_back(number);
  for (const auto& [count, mean] : point->counts) details.push_back(mean);
  tensors[details_of(name)].assign(details);
}

/// The point without its episodes.
std::optional<EvaluationPoint> read_point(const std::string& name, const TensorMap& tensors,
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

/// Its episodes, if the checkpoint tells of them: older versions did not.
void read_details(EvaluationPoint& point, const std::string& name, const EnvironmentSpec& spec,
                  const TensorMap& tensors) {
  if (!tensors.contains(name)) return;
  const std::size_t outcomes = spec.outcomes.size();
  const auto numbers = read_finite<double>(tensors, name, 1 + outcomes + spec.counts.size());
  const std::vector<double> whole(numbers.begin(),
                                  numbers.begin() + static_cast<std::ptrdiff_t>(1 + outcomes));
  const auto is_number = [](double value) { return value >= 0 && value <= 1e6 && is_whole(value); };
  check_values(name, whole, is_number, "a number of episodes");
  point.episodes = static_cast<int>(numbers[0]);
  for (std::size_t i = 0; i < outcomes; ++i) {
    point.outcomes.emplace_back(spec.outcomes[i], numbers[1 + i]);
  }
  for (std::size_t i = 0; i < spec.counts.size(); ++i) {
    point.counts.emplace_back(spec.counts[i], numbers[1 + outcomes + i]);
  }
}

std::optional<EvaluationPoint> restore_point(const std::string& name, const EnvironmentSpec& spec,
                                             const TensorMap& tensors, std::int64_t newest) {
  std::optional<EvaluationPoint> point = read_point(name, tensors, newest);
  if (point) read_details(*point, details_of(name), spec, tensors);
  return point;
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

EvaluationPoint point_of(std::int64_t step, const EvaluationReport& report) {
  EvaluationPoint point{step, report.return_mean, report.return_std, report.episodes};
  point.outcomes.assign(report.outcomes.begin(), report.outcomes.end());
  point.counts = report.counts;
  return point;
}

EvaluationHistory::EvaluationHistory(const EvaluationConfig& config, const EnvironmentSpec& spec)
    : config_(config), spec_(spec) {
  if (config.stop_return == kNeverStop || (config.every > 0 && config.episodes > 0)) return;
  const char* key = config.every > 0 ? "eval.episodes" : "eval.every";
  throw Error(fmt::format(
      "eval.stop_return: found {} with {} = 0, wanted evaluations before the end of the run",
      config.stop_return, key));
}

bool EvaluationHistory::add(EvaluationPoint point) {
  const bool is_best = !best_ || point.return_mean >= best_->return_mean;
  held_ = reaches(point.return_mean) ? held_ + 1 : 0;
  last_ = std::move(point);
  if (is_best) best_ = last_;
  return is_best;
}

void EvaluationHistory::never_stop() {
  config_.stop_return = kNeverStop;
  held_ = 0;
}

/// As floats, since the key is one: a mean of 0.1 reaches 0.1.
bool EvaluationHistory::reaches(double return_mean) const {
  return config_.stop_return != kNeverStop &&
         static_cast<float>(return_mean) >= config_.stop_return;
}

void EvaluationHistory::save(TensorMap& tensors) const {
  save_point(best_, "run.best", tensors);
  save_point(last_, "run.last", tensors);
  if (config_.stop_return == kNeverStop) return;
  tensors[kHeld].assign(std::vector<double>{static_cast<double>(held_), config_.stop_return});
}

void EvaluationHistory::restore(const TensorMap& tensors, std::int64_t newest) {
  best_ = restore_point("run.best", spec_, tensors, newest);
  last_ = restore_point("run.last", spec_, tensors, newest);
  held_ = 0;
  if (config_.stop_return == kNeverStop || !tensors.contains(kHeld)) return;
  const auto numbers = read_sized<double>(tensors, kHeld, 2);
  check_values(
      kHeld, std::vector{numbers[0]}, [](double value) { return value >= 0 && is_whole(value); },
      "a count");
  if (numbers[1] == config_.stop_return) held_ = static_cast<std::int64_t>(numbers[0]);
}

void EvaluationHistory::check_complete(const std::filesystem::path& checkpoint) const {
  if (best_.has_value() == last_.has_value()) return;
  throw Error(fmt::format(
      "checkpoint '{}': found only the tensor '{}', wanted both 'run.best' and 'run.last' or none",
      checkpoint.string(), best_ ? "run.best" : "run.last"));
}

std::optional<std::int64_t> last_evaluation(const TensorMap& tensors, std::int64_t newest) {
  const auto numbers = read_point("run.last", tensors, newest);
  return numbers ? std::optional(numbers->step) : std::nullopt;
}

}  // namespace saccade

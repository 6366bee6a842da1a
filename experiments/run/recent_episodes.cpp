#include "experiments/run/recent_episodes.h"

#include <limits>

namespace saccade {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::size_t kPointNumbers = 3;

}  // namespace

void RecentEpisodes::add(const EpisodeSummary& episode) {
  ++episodes_;
  window_.push_back({episode.mean_return(), static_cast<double>(episode.length)});
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

void RecentEpisodes::save(TensorMap& tensors) const {
  std::vector<double> returns, lengths;
  for (const Entry& entry : window_) {
    returns.push_back(entry.episode_return);
    lengths.push_back(entry.length);
  }
  tensors["run.episodes"] = make_tensor(std::vector<std::int64_t>{episodes_});
  tensors["run.returns"] = make_tensor(returns);
  tensors["run.lengths"] = make_tensor(lengths);
}

void RecentEpisodes::restore(const TensorMap& tensors) {
  const auto episodes = read_tensor<std::int64_t>(tensors, "run.episodes");
  const auto returns = read_tensor<double>(tensors, "run.returns");
  const auto lengths = read_tensor<double>(tensors, "run.lengths");
  if (episodes.size() != 1 || returns.size() != lengths.size()) {
    throw Error("checkpoint: the tensors of recent episodes do not fit together");
  }
  episodes_ = episodes[0];
  window_.clear();
  for (std::size_t i = 0; i < returns.size(); ++i) window_.push_back({returns[i], lengths[i]});
}

void save_point(const std::optional<EvaluationPoint>& point, const std::string& name,
                TensorMap& tensors) {
  if (!point) return;
  const std::vector<double> numbers = {static_cast<double>(point->step), point->return_mean,
                                       point->return_std};
  tensors[name] = make_tensor(numbers);
}

std::optional<EvaluationPoint> restore_point(const std::string& name, const TensorMap& tensors) {
  if (!tensors.contains(name)) return std::nullopt;
  const auto numbers = read_tensor<double>(tensors, name);
  if (numbers.size() != kPointNumbers) {
    throw Error("checkpoint: tensor '" + name + "' has the wrong size");
  }
  return EvaluationPoint{static_cast<std::int64_t>(numbers[0]), numbers[1], numbers[2]};
}

}  // namespace saccade

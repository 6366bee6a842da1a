// How training goes: the latest training episodes, and the evaluations that count.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/state/tensors.h"
#include "envs/episode/episode_runner.h"

namespace saccade {

/// Means over the last 100 training episodes; NaN before the first has ended.
class RecentEpisodes {
 public:
  /// Of environments like this.
  explicit RecentEpisodes(const EnvironmentSpec& spec) : spec_(spec) {}

  void add(const EpisodeSummary& episode);

  std::int64_t episodes() const { return episodes_; }  ///< Ever.
  double return_mean() const;
  double length_mean() const;  ///< Steps.
  /// The name and mean return of each kind of agents, over the episodes in which it had some; none
  /// unless there are several kinds.
  std::vector<std::pair<std::string, double>> kind_returns() const;

  /// Adds tensors "run.episodes", "run.returns" and "run.lengths", and with several kinds
  /// "run.kind_returns" [episodes x kinds], NaN where there was no agent of a kind.
  void save(TensorMap& tensors) const;
  /// Throws Error when they are missing or hold what no episodes give.
  void restore(const TensorMap& tensors);

 private:
  struct Entry {
    double episode_return;
    double length;
    std::vector<double> of_kinds{};  // [kinds], or none of a single kind.
  };
  std::size_t kinds() const { return spec_.kinds.size() == 1 ? 0 : spec_.kinds.size(); }

  EnvironmentSpec spec_;

  std::int64_t episodes_ = 0;
  std::deque<Entry> window_;
};

/// An evaluation during training.
struct EvaluationPoint {
  std::int64_t step = 0;
  double return_mean = 0;
  double return_std = 0;
};

/// Tensor "<name>" with the point, if there is one.
void save_point(const std::optional<EvaluationPoint>& point, const std::string& name,
                TensorMap& tensors);
/// Nothing when there is none.  Throws Error when it holds what no evaluation up to step `newest`
/// gives.
std::optional<EvaluationPoint> restore_point(const std::string& name, const TensorMap& tensors,
                                             std::int64_t newest);

}  // namespace saccade

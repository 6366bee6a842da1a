// Many environments with one agent each, stepped together; a single one is the case of one.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "agents/threads/thread_pool.h"
#include "python/src/episodes/environment_maker.h"
#include "python/src/episodes/padded_arrays.h"
#include "python/src/episodes/seeded_episodes.h"

namespace saccade::python {

/// How arrays from Python are wanted; others are copied.
inline constexpr int kRowByRow = pybind11::array::c_style | pybind11::array::forcecast;

/// When the next episode begins, as gymnasium.vector.AutoresetMode has it.
enum class Autoreset {
  kNever,     ///< When it is asked for.
  kNextStep,  ///< With the step after the end, which takes no action.
  kSameStep,  ///< With the step of the end, whose last observation is handed over beside.
};

/// What a step or a reset gives.
struct VectorStep {
  pybind11::tuple seen;         ///< As PaddedArrays::take.
  pybind11::object final_seen;  ///< The same of who ended, in kSameStep; else None.
  pybind11::array_t<double> rewards;
  pybind11::array_t<bool> terminated, truncated;
  pybind11::array_t<bool> begun;             ///< Whose observation is the first of an episode.
  pybind11::array_t<std::int32_t> outcomes;  ///< Of who ended, if it has one; else -1.
  pybind11::array_t<float> counts;           ///< [environments, counts], of who ended.
};

class VectorEpisodes {
 public:
  /// What is not padded comes from one environment, which is never reset by itself.  Throws Error
  /// for an environment of several agents.
  VectorEpisodes(const EnvironmentMaker& maker, RowLayout layout, int count, int threads,
                 Autoreset autoreset, bool entities);

  /// Begins an episode in each environment, or in those that are `chosen`; [environments] seeds.
  VectorStep reset(const std::vector<std::optional<std::uint64_t>>& seeds,
                   const std::vector<bool>& chosen);

  /// [environments, action_width] places and numbers, as read_action takes them.
  VectorStep step(const pybind11::array_t<float, kRowByRow>& actions);

  int count() const { return static_cast<int>(environments_.size()); }
  const SeededEpisodes& at(int index) const {
    return environments_[static_cast<std::size_t>(index)];
  }
  const AgentKind& kind() const { return spec_.kinds.front(); }
  const RowLayout& layout() const { return layout_; }

 private:
  struct Numbers;
  VectorStep empty_step() const;
  std::vector<int> rows() const;
  void advance(int index, const float* actions, const Numbers& numbers);
  void look(VectorStep& result, const Numbers& numbers);

  EnvironmentSpec spec_;
  RowLayout layout_;
  Autoreset autoreset_;
  bool entities_;
  std::vector<SeededEpisodes> environments_;
  std::vector<std::vector<float>> actions_;  // [environments] scratch
  std::vector<std::uint8_t> begun_ever_;     // [environments] as booleans
  ThreadPool pool_;
};

}  // namespace saccade::python

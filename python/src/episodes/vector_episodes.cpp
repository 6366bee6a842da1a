#include "python/src/episodes/vector_episodes.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace saccade::python {

namespace py = pybind11;

namespace {

constexpr const char* kFinished = "the episode has ended, or none has begun: call reset()";

template <class Number>
py::array_t<Number> zeros(std::vector<py::ssize_t> shape) {
  py::array_t<Number> array(std::move(shape));
  std::fill_n(array.mutable_data(), array.size(), Number{});
  return array;
}

}  // namespace

/// The arrays of a VectorStep, as they are written without Python's lock.
struct VectorEpisodes::Numbers {
  explicit Numbers(VectorStep& step)
      : rewards(step.rewards.mutable_data()),
        terminated(step.terminated.mutable_data()),
        truncated(step.truncated.mutable_data()),
        begun(step.begun.mutable_data()),
        outcomes(step.outcomes.mutable_data()),
        counts(step.counts.mutable_data()) {}

  bool ended(int index) const { return terminated[index] || truncated[index]; }

  double* rewards;
  bool *terminated, *truncated, *begun;
  std::int32_t* outcomes;
  float* counts;
};

VectorEpisodes::VectorEpisodes(const EnvironmentMaker& maker, RowLayout layout, int count,
                               int threads, Autoreset autoreset, bool entities)
    : spec_(maker.spec()),
      layout_(std::move(layout)),
      autoreset_(autoreset),
      entities_(entities),
      begun_ever_(static_cast<std::size_t>(count)),
      pool_(threads) {
  assert(layout_.padded || (count == 1 && autoreset == Autoreset::kNever));
  if (spec_.agent_count() != 1) {
    throw Error("environment " + spec_.id + ": found " + std::to_string(spec_.agent_count()) +
                " agents, wanted one");
  }
  const auto width = static_cast<std::size_t>(action_width(kind().action));
  actions_.assign(static_cast<std::size_t>(count), std::vector<float>(width));
  for (int i = 0; i < count; ++i) environments_.emplace_back(maker.make());
}

VectorStep VectorEpisodes::empty_step() const {
  const py::ssize_t n = count();
  return {.seen = py::tuple(),
          .final_seen = py::none(),
          .rewards = zeros<double>({n}),
          .terminated = zeros<bool>({n}),
          .truncated = zeros<bool>({n}),
          .begun = zeros<bool>({n}),
          .outcomes = zeros<std::int32_t>({n}),
          .counts = zeros<float>({n, static_cast<py::ssize_t>(spec_.counts.size())})};
}

VectorStep VectorEpisodes::reset(const std::vector<std::optional<std::uint64_t>>& seeds,
                                 const std::vector<bool>& chosen) {
  VectorStep result = empty_step();
  const Numbers numbers(result);
  {
    const py::gil_scoped_release release;
    pool_.parallel_for(count(), [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      if (!chosen[at]) return;
      environments_[at].begin(seeds[at]);
      begun_ever_[at] = 1;
      numbers.begun[i] = true;
    });
  }
  look(result, numbers);
  return result;
}

void VectorEpisodes::advance(int index, const float* actions, const Numbers& numbers) {
  const auto at = static_cast<std::size_t>(index);
  SeededEpisodes& episodes = environments_[at];
  EpisodeRunner& runner = episodes.runner();
  numbers.outcomes[index] = -1;
  if (!begun_ever_[at] || (runner.is_over() && autoreset_ != Autoreset::kNextStep)) {
    throw Error(kFinished);
  }
  if (runner.is_over()) {
    episodes.begin(std::nullopt);
    numbers.begun[index] = true;
    return;
  }
  std::vector<float>& action = actions_[at];
  read_action(kind(), layout_, runner.observation(0), {actions, action.size()}, action);
  const StepResult result = runner.advance(action);
  numbers.rewards[index] = static_cast<double>(runner.rewards()[0]);
  numbers.terminated[index] = result.terminated;
  numbers.truncated[index] = result.truncated;
  if (!numbers.ended(index)) return;
  numbers.outcomes[index] = result.outcome;
  const std::vector<float>& counts = runner.finished().counts;
  std::copy(counts.begin(), counts.end(), numbers.counts + at * counts.size());
}

VectorStep VectorEpisodes::step(const py::array_t<float, kRowByRow>& actions) {
  const auto width = static_cast<py::ssize_t>(action_width(kind().action));
  if (actions.ndim() != 2 || actions.shape(0) != count() || actions.shape(1) != width) {
    throw Error("actions: wanted an array of shape [" + std::to_string(count()) + ", " +
                std::to_string(width) + "]");
  }
  VectorStep result = empty_step();
  const Numbers numbers(result);
  {
    const py::gil_scoped_release release;
    const float* const data = actions.data();
    pool_.parallel_for(count(), [&](int i) { advance(i, data + i * width, numbers); });
  }
  look(result, numbers);
  return result;
}

/// Of the arrays: as the layout has it or, where nothing is padded, as many as a lone environment
/// shows now.
std::vector<int> VectorEpisodes::rows() const {
  if (layout_.padded) return layout_.rows;
  std::vector<int> rows;
  for (const Observation::Rows& type : environments_.front().runner().observation(0).rows()) {
    rows.push_back(type.count());
  }
  return rows;
}

// Begins the episodes that begin with the same step, and writes what all see.
void VectorEpisodes::look(VectorStep& result, const Numbers& numbers) {
  int ended = 0;
  if (autoreset_ == Autoreset::kSameStep) {
    for (int i = 0; i < count(); ++i) ended += numbers.ended(i) ? 1 : 0;
  }
  PaddedArrays seen(kind(), layout_, rows(), count(), entities_);
  std::optional<PaddedArrays> last;
  if (ended > 0) last.emplace(kind(), layout_, rows(), count(), entities_);
  {
    const py::gil_scoped_release release;
    pool_.parallel_for(count(), [&](int i) {
      SeededEpisodes& episodes = environments_[static_cast<std::size_t>(i)];
      if (last && numbers.ended(i)) {
        last->fill(i, episodes.runner().observation(0));
        episodes.begin(std::nullopt);
        numbers.begun[i] = true;
      }
      if (begun_ever_[static_cast<std::size_t>(i)]) seen.fill(i, episodes.runner().observation(0));
    });
  }
  result.seen = seen.take();
  if (last) result.final_seen = last->take();
}

}  // namespace saccade::python

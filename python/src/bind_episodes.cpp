// Environments that are stepped from Python.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>

#include "python/src/bindings.h"
#include "python/src/episodes/vector_episodes.h"

namespace saccade::python {

namespace py = pybind11;

namespace {

py::tuple tuple_of(const VectorStep& step) {
  return py::make_tuple(step.seen, step.rewards, step.terminated, step.truncated, step.begun,
                        step.outcomes, step.counts, step.final_seen);
}

using Actions = py::array_t<float, kRowByRow>;

}  // namespace

void bind_episodes(py::module_& module) {
  py::enum_<Autoreset>(module, "Autoreset")
      .value("NEVER", Autoreset::kNever)
      .value("NEXT_STEP", Autoreset::kNextStep)
      .value("SAME_STEP", Autoreset::kSameStep);
  py::class_<RowLayout>(module, "Layout")
      .def(py::init([](std::vector<int> rows, bool padded) {
             return RowLayout{std::move(rows), padded};
           }),
           py::arg("rows"), py::arg("padded"));
  py::class_<VectorEpisodes>(module, "Episodes")
      .def(py::init<const EnvironmentMaker&, RowLayout, int, int, Autoreset, bool>(),
           py::arg("maker"), py::arg("layout"), py::arg("count"), py::arg("threads"),
           py::arg("autoreset"), py::arg("entities"), py::call_guard<py::gil_scoped_release>())
      .def(
          "reset",
          [](VectorEpisodes& episodes, const std::vector<std::optional<std::uint64_t>>& seeds,
             const std::vector<bool>& chosen) { return tuple_of(episodes.reset(seeds, chosen)); },
          py::arg("seeds"), py::arg("chosen"))
      .def(
          "step",
          [](VectorEpisodes& episodes, const Actions& actions) {
            return tuple_of(episodes.step(actions));
          },
          py::arg("actions"));
}

}  // namespace saccade::python

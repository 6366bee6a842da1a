// Training runs.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <utility>

#include "python/src/bindings.h"
#include "python/src/training/python_training.h"

namespace saccade::python {

namespace py = pybind11;

void bind_training(py::module_& module) {
  using Texts = std::vector<std::string>;
  py::class_<PythonTraining>(module, "Training")
      .def(py::init([](const std::string& config, const Texts& sets, const std::string& out,
                       const std::string& init, RegisteredEnvironments environments) {
             const py::gil_scoped_release release;
             return std::make_unique<PythonTraining>(config, sets, out, init,
                                                     std::move(environments));
           }),
           py::arg("config"), py::arg("sets"), py::arg("out"), py::arg("init"),
           py::arg("environments"))
      .def_static(
          "resume",
          [](const std::string& run, const Texts& sets, RegisteredEnvironments environments) {
            const py::gil_scoped_release release;
            return std::make_unique<PythonTraining>(run, sets, std::move(environments));
          },
          py::arg("run"), py::arg("sets"), py::arg("environments"))
      .def("advance", &PythonTraining::advance)
      .def("metrics", &PythonTraining::metrics)
      .def("save", &PythonTraining::save)
      .def_property_readonly(
          "folder", [](const PythonTraining& run) { return run.training().folder().string(); })
      .def_property_readonly("total_steps", [](const PythonTraining& run) {
        return run.training().progress().total_steps;
      });
}

}  // namespace saccade::python

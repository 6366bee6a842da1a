// The environments at hand, and what each of them is like.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "experiments/config/registered_environments.h"
#include "experiments/manual/environment_json.h"
#include "python/src/bindings.h"
#include "python/src/episodes/environment_maker.h"

namespace saccade::python {

namespace py = pybind11;

namespace {

std::vector<std::string> ids_of(const RegisteredEnvironments& environments) {
  std::vector<std::string> ids;
  for (const EnvironmentEntry& entry : environments.registry().entries()) ids.push_back(entry.id);
  return ids;
}

}  // namespace

void bind_environments(py::module_& module) {
  py::class_<RegisteredEnvironments>(module, "Environments")
      .def(py::init<>())
      .def("load", &RegisteredEnvironments::load, py::arg("path"))
      .def("ids", &ids_of)
      .def_property_readonly("plugins", &RegisteredEnvironments::plugins)
      .def(
          "describe",
          [](const RegisteredEnvironments& environments, const std::string& id) {
            return describe_json(environments.registry().find(id)).dump();
          },
          py::arg("id"));
  py::class_<EnvironmentMaker>(module, "Maker")
      .def(py::init([](const RegisteredEnvironments& environments, const std::string& id,
                       const OptionMap& options, const OptionMap& wrap) {
             EnvironmentEntry entry = environments.registry().find(id);
             // An environment in another program may be long in coming, or be a thread of this one.
             const py::gil_scoped_release release;
             return EnvironmentMaker(std::move(entry), options, wrap);
           }),
           py::arg("environments"), py::arg("id"), py::arg("options"), py::arg("wrap"))
      .def("spec", [](const EnvironmentMaker& maker) { return spec_json(maker.spec()); })
      .def("counted", &EnvironmentMaker::counted);
}

}  // namespace saccade::python

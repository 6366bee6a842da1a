// The module saccade._native: what the Python package is made of.  Shapes, names and spaces of
// Gymnasium are the business of the Python files; here is what must be fast, and what only C++ can.
#include <pybind11/pybind11.h>

#include "envs/core/error.h"
#include "python/src/bindings.h"

PYBIND11_MODULE(_native, module) {
  namespace py = pybind11;
  module.doc() = "The C++ side of the package saccade; use the package.";
  py::register_exception<saccade::Error>(module, "Error", PyExc_ValueError).doc() =
      "What is wrong, with the thing, what was found and what was wanted.";
  saccade::python::bind_environments(module);
  saccade::python::bind_episodes(module);
  saccade::python::bind_policies(module);
  saccade::python::bind_training(module);
}

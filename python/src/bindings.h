// The parts of the module, each bound in a file of its own.
#pragma once

#include <pybind11/pybind11.h>

namespace saccade::python {

void bind_environments(pybind11::module_& module);  ///< bind_environments.cpp
void bind_episodes(pybind11::module_& module);      ///< bind_episodes.cpp
void bind_policies(pybind11::module_& module);      ///< bind_policies.cpp
void bind_training(pybind11::module_& module);      ///< bind_training.cpp

}  // namespace saccade::python

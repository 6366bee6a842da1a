// An observation made of NumPy arrays.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "python/src/episodes/choices.h"

namespace saccade::python {

/// Of `types`, `sensors` and `masks`, lists as PaddedArrays::take gives them but of one agent,
/// without padding and without the first axis.  What is None is not known: ids are then counted,
/// and what has no place has none.  Throws Error where this is no observation of the kind, or a
/// mask is missing.
Observation read_observation(const AgentKind& kind, const RowLayout& layout,
                             const pybind11::list& types, const pybind11::list& sensors,
                             const pybind11::list& masks);

}  // namespace saccade::python

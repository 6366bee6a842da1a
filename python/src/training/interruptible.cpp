#include "python/src/training/interruptible.h"

#include <pybind11/pybind11.h>

#include <chrono>
#include <future>
#include <optional>

namespace saccade::python {

namespace py = pybind11;

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{50};

}  // namespace

void run_interruptibly(const std::function<void(const std::atomic<bool>& stop)>& work) {
  std::atomic<bool> stop{false};
  std::future<void> done = std::async(std::launch::async, [&] { work(stop); });
  const auto is_done = [&done] {
    const py::gil_scoped_release release;
    return done.wait_for(kBetweenLooks) == std::future_status::ready;
  };
  std::optional<py::error_already_set> raised;
  while (!is_done()) {
    if (PyErr_CheckSignals() == 0) continue;
    stop = true;
    if (!raised)
      raised.emplace();  // Takes the exception.  A second one is that of somebody in haste.
    PyErr_Clear();
  }
  if (raised) throw py::error_already_set(*raised);
  done.get();
}

}  // namespace saccade::python

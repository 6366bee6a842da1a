// Long work that Python waits for and Ctrl-C ends.
#pragma once

#include <atomic>
#include <functional>

namespace saccade::python {

/// Runs the work on a thread of its own and returns when it is done; throws what it throws.
/// Python's other threads go on meanwhile.  Once a signal's handler has raised an exception, such
/// as KeyboardInterrupt, `stop` is true; the exception is thrown when the work has ended.
void run_interruptibly(const std::function<void(const std::atomic<bool>& stop)>& work);

}  // namespace saccade::python

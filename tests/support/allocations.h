// Counts heap allocations of a test program, to prove that a warm pass makes none.
#pragma once

#include <cstddef>

namespace saccade::testing {

/// Calls of malloc and operator new by this program so far, on all threads.
std::size_t allocations();

}  // namespace saccade::testing

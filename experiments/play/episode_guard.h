// Names the place when playing an episode fails.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <new>
#include <string>

#include "envs/core/error.h"

namespace saccade {

/// Where in which episode something happens.
struct EpisodePlace {
  const std::string& environment;
  const std::uint64_t& seed;
  const int& step;
};

/// Calls `function`.  Whatever it throws becomes an Error (kind kFailure) that names environment,
/// seed and step; running out of memory is nobody's fault and passes.
template <class Function>
void at_episode(const EpisodePlace& place, const Function& function) {
  const auto fail = [&place](const char* what) {
    throw Error(fmt::format("environment '{}', seed {}, step {}: {}", place.environment, place.seed,
                            place.step, what),
                Error::Kind::kFailure);
  };
  try {
    function();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    fail(error.what());
  } catch (...) {
    fail("something that is no std::exception was thrown");
  }
}

}  // namespace saccade

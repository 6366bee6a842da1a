// The contract test of an environment: run `check_contract` over each of yours.
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "envs/check/check_environment.h"

namespace saccade::testing {

/// Fails the test case once for every promise that the environment breaks.
inline void check_contract(const EnvironmentFactory& factory, int episodes = 3,
                           std::uint64_t seed = 1) {
  for (const std::string& violation : check_environment(factory, episodes, seed)) {
    FAIL_CHECK(violation);
  }
}

/// Fingerprints of `count` environments with different seeds, dealt to so many threads.
inline std::vector<std::uint64_t> fingerprints(const EnvironmentFactory& factory, int count,
                                               int threads) {
  std::vector<std::uint64_t> result(static_cast<std::size_t>(count));
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      for (int i = t; i < count; i += threads) {
        const auto seed = static_cast<std::uint64_t>(i);
        result[static_cast<std::size_t>(i)] = fingerprint(factory, 1, seed);
      }
    });
  }
  for (std::thread& thread : pool) thread.join();
  return result;
}

}  // namespace saccade::testing

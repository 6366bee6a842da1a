// An environment in a worker, with what is needed to use it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "envs/gym/gym_line.h"
#include "envs/gym/gym_worker.h"

namespace saccade {

/// Is lent to one RemoteEnvironment after the other.
struct GymLease {
  GymWorker* worker = nullptr;  ///< Of the pool that the lease is from.
  std::unique_ptr<GymLine> line{};
  std::string label{};             ///< "gym:CartPole-v1, environment 3 of worker 2 (process 4242)"
  std::uint32_t last_request = 0;  ///< Its number.
  bool is_given_up = false;        ///< Something was wrong: it is not to be used again.
};

}  // namespace saccade

// The workers of one environment id with its arguments, and the environments in them.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "envs/gym/gym_lease.h"
#include "envs/remote/hello.h"
#include "envs/remote/remote_environment.h"
#include "envs/socket/client_watch.h"

namespace saccade {

/// What the options of an environment say of time, in seconds.
struct GymPatience {
  double answer = 60;   ///< For an answer.
  double making = 120;  ///< Until a worker has made an environment.
};

/// Starts workers as they are needed and deals environments out to them evenly.  An environment
/// that is not used any more is there for the next one.  Several threads may ask.
class GymPool : public std::enable_shared_from_this<GymPool> {
 public:
  /// `id` is what messages begin with.
  GymPool(std::string id, GymCommand command, ClientWatch watch);
  /// Ends the workers.
  ~GymPool();
  GymPool(const GymPool&) = delete;
  GymPool& operator=(const GymPool&) = delete;

  /// One of an environment that is not in use, or of another one that is made, in one of `workers`
  /// processes at most.  The first one of all is played twice, to see whether episodes can be
  /// repeated.  Throws Error when there is no Python, no such environment, or it takes too long.
  std::unique_ptr<RemoteEnvironment> make_environment(const GymPatience& patience, int workers);

 private:
  friend class GymChannel;
  void give_back(std::unique_ptr<GymLease> lease);

  std::unique_ptr<RemoteEnvironment> lend(const GymPatience& patience, int workers);
  void say_whether_it_repeats(std::unique_ptr<RemoteEnvironment>& environment,
                              const GymPatience& patience, int workers);
  std::unique_ptr<GymLease> take_idle();
  std::unique_ptr<GymLease> open(const GymPatience& patience, int workers);
  GymWorker& choose_worker(int workers);
  Hello wait_for_hello(GymWorker& worker, GymLine& line, double seconds);
  Error refusal(GymWorker& worker, const GymLine& line, const std::string& what) const;

  std::string id_;
  GymCommand command_;
  ClientWatch watch_;
  std::atomic<bool> is_tried_{false};
  std::mutex mutex_;  // Of what follows.
  std::optional<RemoteSpec> remote_;
  std::vector<std::unique_ptr<GymWorker>> workers_;  // Also those that have ended.
  std::vector<std::unique_ptr<GymLease>> idle_;
};

}  // namespace saccade

// A few threads that share loops: parallel_for hands out indices until none is left.
//
// Which thread takes which index is left to chance, so an index must always mean the same work;
// that is what keeps results independent of the number of threads.
//
//   caller     | loop | loop |  loop  | end_beside: what is left of it |
//   worker     | loop | beside |loop| beside | beside |                |
//
// A second loop may run beside those of the caller: threads work on it whenever the caller's loop
// has nothing left for them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <type_traits>
#include <vector>

#include "agents/threads/shared_loop.h"

namespace saccade {

class ThreadPool {
 public:
  /// Begins a thread that runs the function, or throws std::system_error.
  using StartThread = std::function<std::thread(std::function<void()>)>;

  /// `threads` workers, the caller included: with 1, everything runs in the caller.  Throws Error
  /// (kFailure) telling how many could be had when the system has no more.
  explicit ThreadPool(int threads);
  ThreadPool(int threads, const StartThread& start);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls fn(i), or fn(i, thread), for each i in [0, count) and returns when all are done.  What
  /// is kept for thread in [0, threads()) is used by one call at a time.  Of the exceptions thrown,
  /// the one of the lowest index is rethrown here.  Nothing is allocated.  Not to be nested.
  template <class Function>
  void parallel_for(int count, Function&& fn) {
    run(job_of(count, fn));
  }

  /// Begins fn(i) for each i in [0, count) beside what the caller goes on to do, parallel_for
  /// included.  `fn` must stay until end_beside; no other such loop may be running.
  template <class Function>
  void begin_beside(int count, Function& fn) {
    beside_.open(job_of(count, fn));
    wake();
  }
  /// Returns when all of it is done, the caller helping; throws as parallel_for does.
  void end_beside() { beside_.close(kCaller); }

 private:
  static constexpr int kCaller = 0;  // The caller's thread; workers are 1, 2, ...

  template <class Function>
  static SharedLoop::Job job_of(int count, Function& fn) {
    return {count, &fn, [](const void* context, int i, int thread) {
              auto& target = *const_cast<Function*>(static_cast<const Function*>(context));
              if constexpr (std::is_invocable_v<Function&, int, int>) {
                target(i, thread);
              } else {
                target(i);
              }
            }};
  }

  void run(const SharedLoop::Job& job);
  void wake();
  void stop();
  void work(int thread);

  SharedLoop loop_;                           // The caller's.
  SharedLoop beside_;                         // The one beside it.
  std::atomic<std::uint32_t> generation_{0};  // Changes when there is something to do.
  std::atomic<bool> stop_{false};
  std::vector<std::thread> workers_;
};

}  // namespace saccade

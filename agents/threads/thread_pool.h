// A few threads that share loops: parallel_for hands out indices until none is left.
//
// Which thread takes which index is left to chance, so an index must always mean the same work;
// that is what keeps results independent of the number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

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
    using Target = std::remove_reference_t<Function>;
    run({count, &fn, [](const void* context, int i, int thread) {
           auto& target = *const_cast<Target*>(static_cast<const Target*>(context));
           if constexpr (std::is_invocable_v<Target&, int, int>) {
             target(i, thread);
           } else {
             target(i);
           }
         }});
  }

 private:
  struct Job {
    int count = 0;
    const void* context = nullptr;
    void (*call)(const void*, int, int) = nullptr;
  };

  void run(const Job& job);
  void stop();
  void work(int thread);
  void take_indices(int thread);
  void keep(std::exception_ptr failure, int index);

  Job job_;
  std::atomic<int> next_{0};
  std::atomic<std::uint32_t> generation_{0};  // Changes when a job is posted.
  std::atomic<int> busy_{0};                  // Workers that have not yet finished the job.
  std::atomic<bool> stop_{false};
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
  int failure_index_ = 0;
  std::vector<std::thread> workers_;
};

}  // namespace saccade

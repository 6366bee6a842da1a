// A loop whose indices are taken by whoever is free, until none is left.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>

namespace saccade {

/// One owner opens and closes it; any number of threads help in between.
class SharedLoop {
 public:
  struct Job {
    int count = 0;
    const void* context = nullptr;
    void (*call)(const void* context, int index, int thread) = nullptr;
  };

  static constexpr int kAll = 1 << 30;

  /// By the owner, once what it opened before is closed.
  void open(const Job& job);
  /// By any thread at any time: works on at most `most` indices, if it is open.  Returns whether
  /// there was one.
  bool help(int thread, int most);
  /// By the owner: does what nobody has taken, waits for what others have, and rethrows the
  /// exception of the lowest index.
  void close(int thread);

 private:
  bool take_indices(int thread, int most);
  void keep(std::exception_ptr failure, int index);

  static constexpr int kOpen = 1 << 30;

  Job job_;  // Changes only while nobody is inside.
  std::atomic<int> next_{0};
  std::atomic<int> gate_{0};  // Threads inside, and kOpen while more may come in.
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
  int failure_index_ = 0;
};

/// Returns once the value is another one.  Loops come in quick succession: a little patience saves
/// a trip through the kernel.
template <class T>
void await_change(const std::atomic<T>& value, T old) {
  constexpr int kSpins = 4000;
  for (int i = 0; i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace saccade

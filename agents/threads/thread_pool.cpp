#include "agents/threads/thread_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr int kCaller = 0;  // The caller's thread; workers are 1, 2, ...

// Loops come in quick succession: a little patience saves a trip through the kernel.
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

}  // namespace

ThreadPool::ThreadPool(int threads)
    : ThreadPool(threads, [](std::function<void()> work) { return std::thread(std::move(work)); }) {
}

ThreadPool::ThreadPool(int threads, const StartThread& start) {
  const int workers = std::max(threads, 1) - 1;
  workers_.reserve(static_cast<std::size_t>(workers));
  try {
    for (int i = 1; i <= workers; ++i) workers_.push_back(start([this, i] { work(i); }));
  } catch (const std::system_error& error) {
    const int found = this->threads();
    stop();  // Those that run would end the process when they are destroyed.
    throw Error(fmt::format("threads: found {} that the system grants, wanted {}: {}", found,
                            threads, error.code().message()),
                Error::Kind::kFailure);
  } catch (...) {
    stop();
    throw;
  }
}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::stop() {
  stop_.store(true);
  generation_.fetch_add(1, std::memory_order_release);
  generation_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void ThreadPool::run(const Job& job) {
  job_ = job;
  failure_ = nullptr;
  next_.store(0, std::memory_order_relaxed);
  const bool shared = !workers_.empty() && job.count > 1;
  if (shared) {
    busy_.store(static_cast<int>(workers_.size()), std::memory_order_relaxed);
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
  }
  take_indices(kCaller);
  if (shared) {
    for (int busy = busy_.load(std::memory_order_acquire); busy != 0;
         busy = busy_.load(std::memory_order_acquire)) {
      await_change(busy_, busy);
    }
  }
  if (failure_) std::rethrow_exception(failure_);
}

void ThreadPool::work(int thread) {
  std::uint32_t seen = 0;
  while (true) {
    await_change(generation_, seen);
    ++seen;
    if (stop_.load()) return;
    take_indices(thread);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

void ThreadPool::take_indices(int thread) {
  for (int i = next_.fetch_add(1); i < job_.count; i = next_.fetch_add(1)) {
    try {
      job_.call(job_.context, i, thread);
    } catch (...) {
      keep(std::current_exception(), i);
    }
  }
}

void ThreadPool::keep(std::exception_ptr failure, int index) {
  const std::lock_guard lock(failure_mutex_);
  if (failure_ && failure_index_ <= index) return;
  failure_ = std::move(failure);
  failure_index_ = index;
}

}  // namespace saccade

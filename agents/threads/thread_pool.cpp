#include "agents/threads/thread_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {

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
  wake();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void ThreadPool::wake() {
  generation_.fetch_add(1, std::memory_order_release);
  generation_.notify_all();
}

void ThreadPool::run(const SharedLoop::Job& job) {
  loop_.open(job);
  if (!workers_.empty() && job.count > 1) wake();
  loop_.close(kCaller);
}

void ThreadPool::work(int thread) {
  while (true) {
    const std::uint32_t seen = generation_.load(std::memory_order_acquire);
    if (stop_.load()) return;
    loop_.help(thread, SharedLoop::kAll);
    // One at a time: the caller's loop comes first.
    if (beside_.help(thread, 1)) continue;
    await_change(generation_, seen);
  }
}

}  // namespace saccade

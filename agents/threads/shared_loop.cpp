#include "agents/threads/shared_loop.h"

#include <utility>

namespace saccade {

void SharedLoop::open(const Job& job) {
  job_ = job;
  failure_ = nullptr;
  next_.store(0, std::memory_order_relaxed);
  gate_.fetch_add(kOpen, std::memory_order_release);
}

bool SharedLoop::help(int thread, int most) {
  if (gate_.load(std::memory_order_relaxed) < kOpen) return false;
  // It may have been closed in between: who comes in then looks at nothing.
  const bool is_open = gate_.fetch_add(1, std::memory_order_acq_rel) >= kOpen;
  const bool worked = is_open && take_indices(thread, most);
  if (gate_.fetch_sub(1, std::memory_order_acq_rel) == 1) gate_.notify_one();
  return worked;
}

void SharedLoop::close(int thread) {
  take_indices(thread, kAll);
  int inside = gate_.fetch_sub(kOpen, std::memory_order_acq_rel) - kOpen;
  while (inside != 0) {
    await_change(gate_, inside);
    inside = gate_.load(std::memory_order_acquire);
  }
  if (failure_) std::rethrow_exception(failure_);
}

bool SharedLoop::take_indices(int thread, int most) {
  int taken = 0;
  while (taken < most) {
    const int i = next_.fetch_add(1);
    if (i >= job_.count) break;
    ++taken;
    try {
      job_.call(job_.context, i, thread);
    } catch (...) {
      keep(std::current_exception(), i);
    }
  }
  return taken > 0;
}

void SharedLoop::keep(std::exception_ptr failure, int index) {
  const std::lock_guard lock(failure_mutex_);
  if (failure_ && failure_index_ <= index) return;
  failure_ = std::move(failure);
  failure_index_ = index;
}

}  // namespace saccade

#include "envs/gym/gym_pool.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "envs/core/names.h"
#include "envs/gym/gym_channel.h"
#include "envs/gym/repeat_check.h"
#include "envs/remote/answer_check.h"

namespace saccade {
namespace {

constexpr double kLookSeconds = 0.05;  // Between two looks at whether to go on waiting.
constexpr int kOldPython = 78;         // With this status it says that it is too old.
constexpr const char* kElsewhere = "; the environment variable SACCADE_PYTHON names another Python";

Hello read_first(const ReceivedFrame& frame) {
  if (frame.kind == FrameKind::kFailure) detail::refuse(failure_text(frame));
  if (frame.kind != FrameKind::kHello) {
    detail::refuse("found a frame " + frame_label(frame.kind) + ", wanted 'hello' first");
  }
  return read_hello(frame.content);
}

}  // namespace

GymPool::GymPool(std::string id, GymCommand command, ClientWatch watch)
    : id_(std::move(id)), command_(std::move(command)), watch_(std::move(watch)) {}

// All at once are told to end, and then waited for.
GymPool::~GymPool() {
  idle_.clear();
  for (const auto& worker : workers_) worker->leave();
}

std::unique_ptr<RemoteEnvironment> GymPool::make_environment(const GymPatience& patience,
                                                             int workers) {
  std::unique_ptr<RemoteEnvironment> environment = lend(patience, workers);
  if (!is_tried_.exchange(true)) say_whether_it_repeats(environment, patience, workers);
  return environment;
}

void GymPool::say_whether_it_repeats(std::unique_ptr<RemoteEnvironment>& environment,
                                     const GymPatience& patience, int workers) {
  std::string difference;
  try {
    difference = difference_when_repeated(*environment);
  } catch (const Error&) {
    // Whoever uses it will meet the error, and tell where it was.
    environment = lend(patience, workers);
  }
  if (difference.empty()) return;
  watch_.say(
      fmt::format("{}: the same seed and actions gave another episode: {}; it can be trained "
                  "in, but --resume is refused, and no episode can be replayed",
                  id_, difference));
}

std::unique_ptr<RemoteEnvironment> GymPool::lend(const GymPatience& patience, int workers) {
  std::unique_ptr<GymLease> lease;
  {
    const std::lock_guard lock(mutex_);
    lease = take_idle();
    if (!lease) lease = open(patience, workers);
    ++lease->worker->in_use;
  }
  auto channel =
      std::make_unique<GymChannel>(shared_from_this(), std::move(lease), patience.answer);
  return std::make_unique<RemoteEnvironment>(std::move(channel), *remote_);
}

void GymPool::give_back(std::unique_ptr<GymLease> lease) {
  const std::lock_guard lock(mutex_);
  --lease->worker->in_use;
  if (lease->is_given_up) {
    --lease->worker->lines;
  } else {
    idle_.push_back(std::move(lease));
  }
}

/// That of the worker that is the least busy; null if there is none.
std::unique_ptr<GymLease> GymPool::take_idle() {
  std::erase_if(idle_, [](const auto& lease) { return !lease->worker->is_alive(); });
  const auto least = std::min_element(idle_.begin(), idle_.end(), [](const auto& a, const auto& b) {
    return a->worker->in_use < b->worker->in_use;
  });
  if (least == idle_.end()) return nullptr;
  std::unique_ptr<GymLease> lease = std::move(*least);
  idle_.erase(least);
  return lease;
}

std::unique_ptr<GymLease> GymPool::open(const GymPatience& patience, int workers) {
  GymWorker& worker = choose_worker(workers);
  auto line = std::make_unique<GymLine>();
  Hello hello = wait_for_hello(worker, *line, patience.making);
  if (remote_) {
    const std::string difference = remote_difference(hello.remote, *remote_);
    if (!difference.empty()) {
      detail::refuse(fmt::format("{} of {}: {} in the first one, wanted the same in every one",
                                 hello.name, worker.label(), difference));
    }
  } else {
    remote_ = std::move(hello.remote);
  }
  ++worker.lines;
  auto lease = std::make_unique<GymLease>();
  lease->worker = &worker;
  lease->line = std::move(line);
  lease->label = fmt::format("{}, {} of {}", id_, hello.name, worker.label());
  return lease;
}

// The first environment is often the only one.  Who wants another one wants many: all workers are
// started then.
GymWorker& GymPool::choose_worker(int workers) {
  std::vector<GymWorker*> alive;
  for (const auto& worker : workers_) {
    if (worker->is_alive()) alive.push_back(worker.get());
  }
  const int wanted = alive.empty() ? 1 : std::max(workers, 1);
  while (static_cast<int>(alive.size()) < wanted) {
    const int number = static_cast<int>(workers_.size()) + 1;
    try {
      workers_.push_back(std::make_unique<GymWorker>(command_, number));
    } catch (const Error& error) {
      throw Error(error.what() + std::string(kElsewhere), error.kind());
    }
    alive.push_back(workers_.back().get());
  }
  return **std::min_element(alive.begin(), alive.end(), [](const GymWorker* a, const GymWorker* b) {
    return a->lines < b->lines;
  });
}

Hello GymPool::wait_for_hello(GymWorker& worker, GymLine& line, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(seconds));
  line.limit_wait(kLookSeconds);
  try {
    worker.connect(line);
    while (Clock::now() < end) {
      if (const std::optional<ReceivedFrame> frame = line.receive()) return read_first(*frame);
      if (watch_.is_interrupted()) break;
    }
  } catch (const Error& error) {
    throw refusal(worker, line, error.what());
  }
  if (watch_.is_interrupted()) {
    detail::refuse("interrupted while " + worker.label() + " made the environment");
  }
  const std::string what = fmt::format("made no environment within {} s", seconds);
  worker.kill(what);
  throw Error(worker.label() + ": " + what, Error::Kind::kFailure);
}

/// Where there was none before, the request is wrong: the id, its arguments, the Python.
Error GymPool::refusal(GymWorker& worker, const GymLine& line, const std::string& what) const {
  const auto kind = remote_ ? Error::Kind::kFailure : Error::Kind::kRequest;
  if (!line.is_cut()) return Error(what, kind);
  const std::optional<int> status = worker.status();
  if (status && *status == kOldPython) {
    return Error(
        command_.python + ": found a Python before 3.10, wanted 3.10 or later" + kElsewhere, kind);
  }
  return Error(fmt::format("{}: {} ended before it had made the environment: {}", command_.python,
                           worker.label(), worker.end_text()),
               kind);
}

}  // namespace saccade

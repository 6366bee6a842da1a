#include "envs/call_board.h"

#include <utility>

namespace saccade {
namespace {

/// Stands on the board while it lives.
class Entry {
 public:
  Entry(CallBoard::Slot& slot, const char* function) : slot_(slot) {
    slot_.function.store(function, std::memory_order_relaxed);
    advance();
  }
  ~Entry() { advance(); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  // One thread writes: no read-modify-write is needed.
  void advance() {
    slot_.calls.store(slot_.calls.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  CallBoard::Slot& slot_;
};

}  // namespace

/// Passes every call on.
class WatchedEnvironment final : public Environment {
 public:
  WatchedEnvironment(CallBoard& board, const EnvironmentFactory& factory, const std::string& id)
      : board_(board), slot_(board.add(id)) {
    try {
      const Entry entry(*slot_, "the constructor");
      environment_ = factory();
    } catch (...) {
      board_.remove(slot_);
      throw;
    }
  }
  ~WatchedEnvironment() override {
    {
      const Entry entry(*slot_, "the destructor");
      environment_.reset();
    }
    board_.remove(slot_);
  }
  WatchedEnvironment(const WatchedEnvironment&) = delete;
  WatchedEnvironment& operator=(const WatchedEnvironment&) = delete;

  const EnvironmentSpec& spec() const override {
    const Entry entry(*slot_, "spec");
    return environment_->spec();
  }
  void set_progress(double done) override {
    const Entry entry(*slot_, "set_progress");
    environment_->set_progress(done);
  }
  void reset(std::uint64_t seed) override {
    slot_->seed.store(seed, std::memory_order_relaxed);
    slot_->step.store(0, std::memory_order_relaxed);
    const Entry entry(*slot_, "reset");
    environment_->reset(seed);
  }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    slot_->step.store(slot_->step.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    const Entry entry(*slot_, "step");
    return environment_->step(actions, rewards);
  }
  bool is_present(int agent) const override {
    const Entry entry(*slot_, "is_present");
    return environment_->is_present(agent);
  }
  void observe(int agent, Observation& observation) const override {
    const Entry entry(*slot_, "observe");
    environment_->observe(agent, observation);
  }
  void draw(Scene& scene) const override {
    const Entry entry(*slot_, "draw");
    environment_->draw(scene);
  }
  void counts(std::span<float> values) const override {
    const Entry entry(*slot_, "counts");
    environment_->counts(values);
  }
  EntityId edit(const StateEdit& edit) override {
    const Entry entry(*slot_, "edit");
    return environment_->edit(edit);
  }

 private:
  CallBoard& board_;
  std::list<CallBoard::Slot>::iterator slot_;
  std::unique_ptr<Environment> environment_;
};

EnvironmentFactory CallBoard::watched(EnvironmentFactory factory, std::string id) {
  return [this, factory = std::move(factory), id = std::move(id)] {
    return std::make_unique<WatchedEnvironment>(*this, factory, id);
  };
}

std::vector<CallBoard::Call> CallBoard::running() const {
  std::vector<Call> calls;
  const std::lock_guard lock(mutex_);
  for (const Slot& slot : slots_) {
    const std::uint64_t number = slot.calls.load(std::memory_order_acquire);
    if (number % 2 == 0) continue;
    calls.push_back({slot.environment, slot.function.load(std::memory_order_relaxed),
                     slot.seed.load(std::memory_order_relaxed),
                     slot.step.load(std::memory_order_relaxed), &slot, number});
  }
  return calls;
}

std::list<CallBoard::Slot>::iterator CallBoard::add(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto slot = slots_.emplace(slots_.end());
  slot->environment = id;
  return slot;
}

void CallBoard::remove(std::list<Slot>::iterator slot) {
  const std::lock_guard lock(mutex_);
  slots_.erase(slot);
}

}  // namespace saccade

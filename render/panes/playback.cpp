#include "render/panes/playback.h"

#include <algorithm>
#include <chrono>

#include "render/frame/viewed_agent.h"

namespace saccade::render {
namespace {

constexpr int kTrailSteps = 40;

}  // namespace

void Playback::begin(std::uint64_t seed) {
  branch_.forget();
  tracker_ = {};
  failure_ = nullptr;
  tape_ = Tape(source_);
  tape_.begin(seed);
  step_ = tape_.first();
  look_again();
}

const Frame* Playback::before() {
  if (branch_.step() == step_) return &tape_.at(step_);
  const Tape* original = branch_.original();
  return original != nullptr && step_ <= original->last() ? &original->at(step_) : nullptr;
}

const Scene* Playback::next_scene() const {
  return step_ < tape_.last() ? &tape_.at(step_ + 1).scene : nullptr;
}

const Track& Playback::track(const AttentionChoice& choice, EntityId pinned) {
  return tracker_.follow(tape_, step_, frame().viewed, choice, pinned);
}

std::vector<Vec2> Playback::trail(EntityId entity) const {
  if (entity == kNoEntity) return {};
  return places_of(tape_, step_, entity, kTrailSteps);
}

void Playback::go_to(int step) {
  while (step > tape_.last() && !failure_ && extend(tape_)) {
  }
  step_ = std::clamp(step, tape_.first(), tape_.last());
  if (branch_.step() >= 0 && branch_.step() != step_) branch_.forget_changes();
}

// One step more than is known; false at the end of the episode.
bool Playback::extend(Tape& tape) {
  if (!tape.extend()) return false;
  Frame& reached = tape.at(tape.last());
  reached.viewed = agent_to_view(reached, chosen_);
  return true;
}

void Playback::advance() {
  if (step_ == tape_.last()) {
    if (failure_) std::rethrow_exception(failure_);
    extend(tape_);
  }
  step_ = std::min(step_ + 1, tape_.last());
}

void Playback::look_ahead(double seconds) {
  if (failure_) return;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  Tape* original = branch_.original();
  try {
    while (std::chrono::steady_clock::now() < end) {
      const bool more = (!tape_.full() && extend(tape_)) ||
                        (original != nullptr && !original->full() && extend(*original));
      if (!more) return;
    }
  } catch (const Error&) {
    failure_ = std::current_exception();
  }
}

// In all frames that are known.
void Playback::view(int agent) {
  chosen_ = agent;
  const auto view_in = [agent](Tape& tape) {
    for (int step = tape.first(); step <= tape.last(); ++step) {
      tape.at(step).viewed = agent_to_view(tape.at(step), agent);
    }
  };
  view_in(tape_);
  if (Tape* original = branch_.original()) view_in(*original);
  if (branch_.step() >= 0) branch_.view(agent_to_view(branch_.changed(), agent));
}

void Playback::put_back() {
  branch_.put_back(tape_);
  tracker_ = {};
  go_to(step_);
}

bool Playback::go_on(std::string& why) {
  if (branch_.step() != step_) return true;
  if (!branch_.play_on(tape_, why)) return false;
  tracker_ = {};
  return true;
}

void Playback::check_saves() const {
  std::string why;
  if (!can_go_on(why)) throw Error(why);
  if (branch_.step() != step_) return;
  throw Error("play on first (Space): the change is saved with what follows");
}

void Playback::save(const std::string& path) const {
  check_saves();
  branch_.playing().save(path);
}

}  // namespace saccade::render

#include "render/window/session.h"

#include <algorithm>

namespace saccade::render {
namespace {

constexpr double kRestSeconds = 1.0;  // on an episode's end
constexpr double kNoticeSeconds = 2.0;
constexpr double kSlowest = 0.125;
constexpr double kFastest = 64;
constexpr double kLongestPass = 0.1;  // seconds; a slow machine falls behind instead of freezing

}  // namespace

HeldKeys PlayKeys::take() {
  HeldKeys keys{.left = held(PlayKey::kLeft),
                .right = held(PlayKey::kRight),
                .up = held(PlayKey::kUp),
                .down = held(PlayKey::kDown),
                .space = held(PlayKey::kSpace)};
  for (int digit = 0; digit <= 9 && keys.digit < 0; ++digit) {
    if (held(static_cast<PlayKey>(static_cast<int>(PlayKey::kDigit0) + digit))) keys.digit = digit;
  }
  tapped_.fill(false);
  return keys;
}

Session::Session(FrameSource& source, const ViewerOptions& options)
    : source_(source), options_(options), seed_(options.seed) {
  state_.interactive = true;
  state_.by_hand = static_cast<bool>(options.on_keys);
  begin(seed_);
  state_.attention = choose_layer(frame_->attention, options.layer);
}

void Session::begin(std::uint64_t seed) {
  seed_ = seed;
  frame_ = &source_.reset(seed);
  due_ = rested_ = 0;
}

void Session::decide() {
  if (options_.on_keys) options_.on_keys(play_keys_.take());
  frame_ = &source_.advance();
}

void Session::step() {
  state_.paused = true;
  if (frame_->done) {
    begin(seed_ + 1);
  } else {
    decide();
  }
}

// An episode is a function of its seed: the step before is reached from the start.
void Session::step_back() {
  state_.paused = true;
  if (state_.by_hand) return;
  const int wanted = frame_->step - 1;
  begin(seed_);
  for (int i = 0; i < wanted && !frame_->done; ++i) decide();
}

void Session::change_speed(double factor) {
  state_.speed = std::clamp(state_.speed * factor, kSlowest, kFastest);
}

void Session::perform(Command command) {
  switch (command) {
    case Command::kPause:
      state_.paused = !state_.paused;
      break;
    case Command::kStep:
      step();
      break;
    case Command::kStepBack:
      step_back();
      break;
    case Command::kFaster:
      change_speed(2);
      break;
    case Command::kSlower:
      change_speed(0.5);
      break;
    case Command::kHeads:
      state_.attention =
          next_heads(state_.attention, shown_heads(frame_->attention, state_.attention));
      break;
    case Command::kBlock:
      state_.attention = next_block(state_.attention, frame_->attention.blocks,
                                    frame_->attention.memory.heads > 0);
      break;
    case Command::kOverlay:
      state_.overlay = !state_.overlay;
      break;
    case Command::kNextSeed:
      begin(seed_ + 1);
      break;
    case Command::kRestart:
      begin(seed_);
      break;
    case Command::kNextAgent:
      frame_ = &source_.choose_agent(1);
      break;
    case Command::kPreviousAgent:
      frame_ = &source_.choose_agent(-1);
      break;
    case Command::kHelp:
      state_.help = !state_.help;
      break;
  }
}

void Session::rest(double seconds) {
  rested_ += seconds;
  if (rested_ < kRestSeconds) return;
  ++episodes_ended_;
  finished_ = options_.episodes > 0 && episodes_ended_ >= options_.episodes;
  if (!finished_) begin(seed_ + 1);
}

void Session::pass(double seconds) {
  const double passed = std::min(seconds, kLongestPass);
  notice_left_ -= passed;
  if (notice_left_ <= 0) state_.notice.clear();
  if (state_.paused || finished_) return;
  if (frame_->done) return rest(passed);
  due_ += passed * source_.steps_per_second() * state_.speed;
  for (; due_ >= 1 && !frame_->done; due_ -= 1) decide();
}

void Session::notify(const std::string& message) {
  state_.notice = message;
  notice_left_ = kNoticeSeconds;
}

}  // namespace saccade::render

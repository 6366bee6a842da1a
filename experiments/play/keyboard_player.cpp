#ifdef SACCADE_WITH_RENDER
#include "experiments/play/keyboard_player.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>

#include "envs/core/action_space.h"
#include "render/overlay/directions.h"

namespace saccade {

namespace {

unsigned held_directions(const render::HeldKeys& keys) {
  return (keys.left ? render::kLeft : 0U) | (keys.right ? render::kRight : 0U) |
         (keys.up ? render::kUp : 0U) | (keys.down ? render::kDown : 0U);
}

bool is_vertical(const std::string& label) {
  static const std::set<std::string> kNames = {"y",   "up",       "vertical", "main",
                                               "gas", "throttle", "thrust",   "forward"};
  const std::vector<std::string> words = render::words_of(label);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return kNames.count(word) > 0; });
}

// The label that means exactly what is held, else one that means a part of it; -1: there is none.
int label_for(const std::vector<std::string>& labels, unsigned held) {
  int part = -1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const unsigned directions = render::directions_of(labels[i]);
    if (directions == held) return static_cast<int>(i);
    if (part < 0 && directions != 0 && (directions & held) == directions)
      part = static_cast<int>(i);
  }
  return part;
}

int allowed_choice(int choice, std::span<const std::uint8_t> mask) {
  if (mask.empty() || mask[static_cast<std::size_t>(choice)] != 0) return choice;
  return static_cast<int>(std::find(mask.begin(), mask.end(), 1) - mask.begin());
}

// What a head's action depends on.
struct Moment {
  const Observation& seen;
  std::span<const std::uint8_t> mask;  // Of the head.
  const render::HeldKeys& keys;
  std::span<const float> previous;  // The head's part of the action before.
};

// The choice of the digit that is held, else `wanted`, else (-1) the one before; -1 of none.
float choose(int count, int wanted, const Moment& moment) {
  if (count == 0) return -1;
  const int before = std::clamp(static_cast<int>(moment.previous[0]), 0, count - 1);
  int choice = wanted >= 0 ? wanted : before;
  if (moment.keys.digit >= 0 && moment.keys.digit < count) choice = moment.keys.digit;
  return static_cast<float>(allowed_choice(choice, moment.mask));
}

// What the keys mean, one function per kind of head: the head's part of the action.
std::vector<float> act(const CategoricalHead& head, const Moment& moment) {
  const int wanted = label_for(head.labels, held_directions(moment.keys));
  return {choose(head.choice_count(moment.seen), wanted, moment)};
}

std::vector<float> act(const SelectEntityHead& head, const Moment& moment) {
  return {choose(head.choice_count(moment.seen), 0, moment)};
}

std::vector<float> act(const ContinuousHead& head, const Moment& moment) {
  const render::HeldKeys& keys = moment.keys;
  bool horizontal_taken = false;
  bool vertical_taken = false;
  std::vector<float> action;
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    const bool vertical = is_vertical(head.labels[i]) || horizontal_taken;
    const bool taken = vertical ? vertical_taken : horizontal_taken;
    const bool plus = !taken && (vertical ? keys.up : keys.right);
    const bool minus = !taken && (vertical ? keys.down : keys.left);
    (vertical ? vertical_taken : horizontal_taken) = true;
    const float neutral = std::clamp(0.0F, head.low[i], head.high[i]);
    action.push_back(plus == minus ? neutral : (plus ? head.high[i] : head.low[i]));
  }
  return action;
}

}  // namespace

std::vector<float> action_for_keys(const ActionSpace& space, const Observation& observation,
                                   const render::HeldKeys& keys,
                                   const std::vector<float>& previous) {
  std::vector<float> action;
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    const auto width = static_cast<std::size_t>(action_width(space.heads[h]));
    if (!observation.has_head(h)) {
      action.insert(action.end(), width, skipped_action(space.heads[h]));
      continue;
    }
    const Moment moment{.seen = observation,
                        .mask = observation.masks()[h],
                        .keys = keys,
                        .previous = std::span(previous).subspan(action.size())};
    const std::vector<float> part =
        std::visit([&](const auto& head) { return act(head, moment); }, space.heads[h]);
    action.insert(action.end(), part.begin(), part.end());
  }
  return action;
}

KeyboardPlayer::KeyboardPlayer(const EnvironmentSpec& spec, std::size_t kind,
                               std::unique_ptr<Player> rest)
    : spec_(spec), kind_(kind), rest_(std::move(rest)) {}

void KeyboardPlayer::begin_episode(std::uint64_t seed) {
  if (rest_) rest_->begin_episode(seed);
  previous_.assign(static_cast<std::size_t>(action_width(action())), 0);
  keys_ = {};
}

Decision KeyboardPlayer::think(int agent, const Observation& observation) {
  if (!is_shown(agent)) return rest_->think(agent, observation);
  Decision decision;
  decision.action = previous_;
  return decision;
}

std::vector<float> KeyboardPlayer::act(int agent, const Observation& observation,
                                       const Decision& decision) {
  if (!is_shown(agent)) return rest_->act(agent, observation, decision);
  previous_ = action_for_keys(action(), observation, keys_, previous_);
  return previous_;
}

}  // namespace saccade
#endif

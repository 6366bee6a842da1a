#ifdef SACCADE_WITH_RENDER
#include "experiments/players/keyboard_player.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>

#include "envs/core/action_space.h"
#include "experiments/players/action_description.h"
#include "render/overlay/directions.h"

namespace saccade {

namespace {

constexpr float kTilted = 0.5F;      // Of a stick: further is a direction.
constexpr float kStickRest = 0.15F;  // A stick that nobody touches may be so far off.

unsigned held_directions(const render::HeldKeys& keys) {
  const auto [x, y] = keys.stick;
  return (keys.left || x < -kTilted ? render::kLeft : 0U) |
         (keys.right || x > kTilted ? render::kRight : 0U) |
         (keys.up || y > kTilted ? render::kUp : 0U) |
         (keys.down || y < -kTilted ? render::kDown : 0U);
}

// In [-1, 1]: what is held along one axis.
float tilt(bool minus, bool plus, float stick) {
  if (minus != plus) return plus ? 1 : -1;
  return std::abs(stick) < kStickRest ? 0 : std::clamp(stick, -1.0F, 1.0F);
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

// 0 where it is none.
int choice_of(const SelectEntityHead& head, const Observation& seen, EntityId entity) {
  int choice = 0;
  for (const int type : head.types) {
    for (const EntityId id : seen.rows()[static_cast<std::size_t>(type)].ids) {
      if (id == entity) return choice;
      ++choice;
    }
  }
  return 0;
}

std::vector<float> act(const SelectEntityHead& head, const Moment& moment) {
  const int wanted = choice_of(head, moment.seen, moment.keys.chosen);
  return {choose(head.choice_count(moment.seen), wanted, moment)};
}

std::vector<float> act(const ContinuousHead& head, const Moment& moment) {
  const render::HeldKeys& keys = moment.keys;
  bool horizontal_taken = false;
  bool vertical_taken = false;
  std::vector<float> action;
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    const bool vertical = is_vertical(head.labels[i]) || horizontal_taken;
    const bool taken = vertical ? vertical_taken : horizontal_taken;
    (vertical ? vertical_taken : horizontal_taken) = true;
    const float neutral = std::clamp(0.0F, head.low[i], head.high[i]);
    const float held = taken      ? 0
                       : vertical ? tilt(keys.down, keys.up, keys.stick.y)
                                  : tilt(keys.left, keys.right, keys.stick.x);
    action.push_back(held >= 0 ? neutral + held * (head.high[i] - neutral)
                               : neutral + held * (neutral - head.low[i]));
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
                               std::unique_ptr<Player> other, bool advises)
    : spec_(spec), kind_(kind), other_(std::move(other)), advises_(advises) {}

void KeyboardPlayer::begin_episode(std::uint64_t seed) {
  other_->begin_episode(seed);
  const auto agents = static_cast<std::size_t>(spec_.agent_count());
  previous_.assign(agents,
                   std::vector<float>(static_cast<std::size_t>(action_width(kind().action))));
  before_.assign(agents, {});
  keys_ = {};
}

Decision KeyboardPlayer::think(int agent, const Observation& observation) {
  Decision decision = other_->think(agent, observation);
  if (!is_shown(agent) || observation.is_empty()) return decision;
  if (!advises_) {
    Decision own;
    own.action = std::move(decision.action);
    own.heads = describe_choices(kind(), observation);
    decision = std::move(own);
  }
  mark_by_hand(before_.at(static_cast<std::size_t>(agent)), decision.heads);
  return decision;
}

std::vector<float> KeyboardPlayer::act(int agent, const Observation& observation,
                                       const Decision& decision) {
  if (!is_shown(agent)) return other_->act(agent, observation, decision);
  std::vector<float>& previous = previous_.at(static_cast<std::size_t>(agent));
  previous = action_for_keys(kind().action, observation, keys_, previous);
  before_[static_cast<std::size_t>(agent)] = describe_action(kind(), observation, previous);
  return previous;
}

std::string KeyboardPlayer::name() const {
  return advises_ ? "you, advised by " + other_->name() : "you";
}

}  // namespace saccade
#endif

#ifdef SACCADE_WITH_RENDER
#include "experiments/play/keyboard_player.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "envs/core/episode/choices.h"

namespace saccade {

namespace {

// Directions as a set of bits, so that "up_left" is the union of its words.
enum Direction : unsigned { kLeft = 1, kRight = 2, kUp = 4, kDown = 8 };

std::vector<std::string> words_of(const std::string& label) {
  std::vector<std::string> words(1);
  for (const char letter : label) {
    const auto code = static_cast<unsigned char>(letter);
    if (std::isalpha(code)) {
      words.back() += static_cast<char>(std::tolower(code));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

unsigned directions_of(const std::string& label) {
  static const std::set<std::string> kLeftWords = {"left", "west", "northwest", "southwest"};
  static const std::set<std::string> kRightWords = {"right", "east", "northeast", "southeast"};
  static const std::set<std::string> kUpWords = {"up",        "north",     "main",    "forward",
                                                 "northwest", "northeast", "forwards"};
  static const std::set<std::string> kDownWords = {"down",      "south",     "back", "backward",
                                                   "southwest", "southeast", "brake"};
  unsigned directions = 0;
  for (const std::string& word : words_of(label)) {
    directions |= (kLeftWords.count(word) ? kLeft : 0U) | (kRightWords.count(word) ? kRight : 0U) |
                  (kUpWords.count(word) ? kUp : 0U) | (kDownWords.count(word) ? kDown : 0U);
  }
  return directions;
}

unsigned held_directions(const render::HeldKeys& keys) {
  return (keys.left ? kLeft : 0U) | (keys.right ? kRight : 0U) | (keys.up ? kUp : 0U) |
         (keys.down ? kDown : 0U);
}

bool is_vertical(const std::string& label) {
  static const std::set<std::string> kNames = {"y",   "up",       "vertical", "main",
                                               "gas", "throttle", "thrust",   "forward"};
  const std::vector<std::string> words = words_of(label);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return kNames.count(word) > 0; });
}

// The label that means exactly what is held, else one that means a part of it; -1: there is none.
int label_for(const std::vector<std::string>& labels, unsigned held) {
  int part = -1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const unsigned directions = directions_of(labels[i]);
    if (directions == held) return static_cast<int>(i);
    if (part < 0 && directions != 0 && (directions & held) == directions)
      part = static_cast<int>(i);
  }
  return part;
}

int choose(const ActionHead& head, int count, const render::HeldKeys& keys, int previous) {
  if (keys.digit >= 0 && keys.digit < count) return keys.digit;
  const auto* categorical = std::get_if<CategoricalHead>(&head);
  const int choice = categorical ? label_for(categorical->labels, held_directions(keys)) : 0;
  return choice >= 0 ? choice : previous;
}

int allowed_choice(int choice, const std::vector<std::uint8_t>& mask) {
  if (mask.empty() || mask[static_cast<std::size_t>(choice)] != 0) return choice;
  return static_cast<int>(std::find(mask.begin(), mask.end(), 1) - mask.begin());
}

void push_vector(const ContinuousHead& head, const render::HeldKeys& keys,
                 std::vector<float>& action) {
  bool horizontal_taken = false;
  bool vertical_taken = false;
  for (std::size_t i = 0; i < head.low.size(); ++i) {
    const bool vertical = is_vertical(head.labels[i]) || horizontal_taken;
    const bool taken = vertical ? vertical_taken : horizontal_taken;
    const bool plus = !taken && (vertical ? keys.up : keys.right);
    const bool minus = !taken && (vertical ? keys.down : keys.left);
    (vertical ? vertical_taken : horizontal_taken) = true;
    const float neutral = std::clamp(0.0F, head.low[i], head.high[i]);
    action.push_back(plus == minus ? neutral : (plus ? head.high[i] : head.low[i]));
  }
}

}  // namespace

std::vector<float> action_for_keys(const ActionSpace& space, const Observation& observation,
                                   const render::HeldKeys& keys,
                                   const std::vector<float>& previous) {
  std::vector<float> action;
  for (std::size_t h = 0; h < space.heads.size(); ++h) {
    const ActionHead& head = space.heads[h];
    if (const auto* continuous = std::get_if<ContinuousHead>(&head)) {
      push_vector(*continuous, keys, action);
      continue;
    }
    const int count = choice_count(head, observation);
    const int before =
        std::clamp(static_cast<int>(previous[action.size()]), 0, std::max(count, 1) - 1);
    const int choice =
        count == 0 ? -1 : allowed_choice(choose(head, count, keys, before), observation.masks()[h]);
    action.push_back(static_cast<float>(choice));
  }
  return action;
}

KeyboardPlayer::KeyboardPlayer(const ActionSpace& action) : action_(action) {}

void KeyboardPlayer::begin_episode(std::uint64_t /*seed*/) {
  previous_.assign(static_cast<std::size_t>(action_width(action_)), 0);
  keys_ = {};
}

Decision KeyboardPlayer::think(const Observation& /*observation*/) {
  Decision decision;
  decision.action = previous_;
  return decision;
}

std::vector<float> KeyboardPlayer::act(const Observation& observation,
                                       const Decision& /*decision*/) {
  previous_ = action_for_keys(action_, observation, keys_, previous_);
  return previous_;
}

}  // namespace saccade
#endif

#include "render/timeline/track.h"

#include <algorithm>
#include <array>
#include <limits>

#include "render/draw/palette.h"
#include "render/overlay/world.h"

namespace saccade::render {
namespace {

bool same(const AttentionChoice& a, const AttentionChoice& b) {
  return a.heads == b.heads && a.head == b.head && a.block == b.block && a.rollout == b.rollout &&
         a.memory == b.memory;
}

int grown_count(const std::vector<std::pair<std::string, float>>& before,
                const std::vector<std::pair<std::string, float>>& now) {
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    const float by = now[i].second - before[i].second;
    if (by >= 1 && by == static_cast<float>(static_cast<int>(by))) return static_cast<int>(i);
  }
  return -1;
}

// The mean of what is chosen; of a memory's steps there are no types.
std::vector<float> chosen_weights(const AgentView& agent, AttentionChoice choice) {
  choice.memory = false;
  return mean_weights(shown_weights(agent.attention, choice));
}

float weight_of(const AgentView& agent, const std::vector<float>& weights, EntityId id) {
  const auto& ids = agent.attention.ids;
  const auto found = std::find(ids.begin(), ids.end(), id);
  const auto token = static_cast<std::size_t>(found - ids.begin());
  return token < weights.size() ? weights[token] : 0;
}

}  // namespace

Color type_color(const Frame& frame, const AgentView& agent, std::size_t type) {
  const AttentionWeights& attention = agent.attention;
  for (std::size_t i = 0; i < attention.ids.size(); ++i) {
    if (attention.types[i] != static_cast<int>(type) || attention.ids[i] == kNoEntity) continue;
    if (const auto color = entity_color(frame.scene, attention.ids[i])) return *color;
  }
  constexpr std::array<std::uint8_t, 3> kGreys{120, 160, 200};
  const std::uint8_t grey = kGreys[type % kGreys.size()];
  return {grey, grey, grey};
}

std::vector<Vec2> places_of(const Tape& tape, int position, EntityId entity, int steps) {
  std::vector<Vec2> places;
  for (int step = std::max(position - steps + 1, tape.first()); step <= position; ++step) {
    Scene own;  // Its shapes alone.
    for (const SceneShape& shape : tape.at(step).scene.shapes) {
      if (shape.entity == entity) own.shapes.push_back(shape);
    }
    const auto anchors = find_anchors(own);
    const auto found = anchors.find(entity);
    places.push_back(found == anchors.end() ? kNowhere : found->second.center);
  }
  return places;
}

const Track& Tracker::follow(const Tape& tape, int position, std::size_t agent,
                             const AttentionChoice& choice, EntityId pinned) {
  const Frame& head = tape.at(tape.last());
  const bool anew = agent != agent_ || !same(choice, choice_) || pinned != pinned_ ||
                    head.seed != seed_ || track_.first > tape.first() || track_.rewards.empty() ||
                    track_.last() < tape.first() || track_.last() > tape.last();
  if (anew) {
    agent_ = agent;
    choice_ = choice;
    pinned_ = pinned;
    seed_ = head.seed;
    track_ = {.first = tape.first(), .has_value = head.has_value};
    track_.self_width = head.agents[agent].token_types.empty()
                            ? 0
                            : head.agents[agent].token_types[0].features.size();
    track_.type_colors.assign(head.agents[agent].token_types.size(), Color{0, 0, 0, 0});
    counts_ = tape.at(tape.first()).counts;
  }
  if (track_.first < tape.first()) drop_before(tape.first());
  for (int step = track_.last() + 1; step <= tape.last(); ++step) add(tape.at(step));
  track_.position = position;
  track_.complete = tape.complete();
  return track_;
}

// What the tape has forgotten.
void Tracker::drop_before(int first) {
  const auto steps = static_cast<std::size_t>(first - track_.first);
  const auto drop = [steps](auto& numbers, std::size_t width) {
    const auto end = numbers.begin() + static_cast<std::ptrdiff_t>(steps * width);
    numbers.erase(numbers.begin(), end);
  };
  drop(track_.rewards, 1);
  drop(track_.values, 1);
  drop(track_.events, 1);
  drop(track_.shares, track_.types());
  drop(track_.self, track_.self_width);
  if (!track_.pinned.empty()) drop(track_.pinned, 1);
  track_.first = first;
}

void Tracker::add(const Frame& frame) {
  const AgentView& agent = frame.agents[agent_];
  track_.rewards.push_back(agent.reward);
  track_.values.push_back(agent.value);
  track_.events.push_back(grown_count(counts_, frame.counts));
  counts_ = frame.counts;
  track_.self.resize(track_.self.size() + track_.self_width,
                     std::numeric_limits<float>::quiet_NaN());
  if (!agent.seen.ids.empty()) {
    std::copy_n(agent.seen.features.begin(), track_.self_width,
                track_.self.end() - static_cast<std::ptrdiff_t>(track_.self_width));
  }
  const std::vector<float> weights = chosen_weights(agent, choice_);
  const auto sums = sum_per_type(weights, agent.attention.types, track_.types());
  track_.shares.insert(track_.shares.end(), sums.begin(), sums.end());
  if (pinned_ != kNoEntity) track_.pinned.push_back(weight_of(agent, weights, pinned_));
  for (std::size_t type = 0; type < track_.types(); ++type) {
    if (track_.type_colors[type].a == 0 && sums[type] > 0) {
      track_.type_colors[type] = type_color(frame, agent, type);
    }
  }
}

}  // namespace saccade::render

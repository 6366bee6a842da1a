#include "render/timeline/side_by_side.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "render/draw/palette.h"

namespace saccade::render {
namespace {

constexpr float kSame = 1e-6F;  // Of continuous actions.

bool same_values(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return std::abs(x - y) <= kSame; });
}

EntityId chosen_entity(const HeadDecision& head) {
  const auto chosen = static_cast<std::size_t>(head.chosen);
  return head.chosen >= 0 && chosen < head.candidates.size() ? head.candidates[chosen] : kNoEntity;
}

// Entities by their ids: the same one may be another choice elsewhere.
bool same_choice(const HeadDecision& a, const HeadDecision& b) {
  if (a.candidates.empty() && b.candidates.empty()) return a.chosen == b.chosen;
  return chosen_entity(a) == chosen_entity(b);
}

Color pane_color(std::size_t pane) {
  constexpr std::array kColors = {kTextColor, colors::kYellow, colors::kPurple, colors::kOrange};
  return kColors[pane % kColors.size()];
}

// The values of a pane's track, without those of steps before `first`.
OtherValues values_from(const Track& track, int first, std::size_t pane) {
  OtherValues other{pane_color(pane), std::max(track.first, first), {}};
  const auto dropped = static_cast<std::size_t>(other.first - track.first);
  const auto begin =
      track.values.begin() + static_cast<std::ptrdiff_t>(std::min(dropped, track.values.size()));
  other.values.assign(begin, track.values.end());
  return other;
}

}  // namespace

PaneName pane_name(std::size_t pane) {
  return {std::string(1, static_cast<char>('A' + pane)), pane_color(pane)};
}

std::uint64_t next_seed(std::span<FrameSource* const> sources, std::uint64_t seed) {
  std::uint64_t next = seed;
  bool stays = false;
  for (FrameSource* source : sources) {
    next = source->next_episode(seed);
    stays = stays || next == seed;
  }
  return stays ? seed : next;
}

bool acts_alike(const Frame& a, const Frame& b) {
  if (a.done || b.done) return true;
  const auto& left = a.mind().actions;
  const auto& right = b.mind().actions;
  return left.size() != right.size() ||
         std::equal(left.begin(), left.end(), right.begin(), [](const auto& x, const auto& y) {
           return same_choice(x, y) && same_values(x.value, y.value);
         });
}

Track put_together(std::span<const Track* const> tracks, std::vector<std::uint8_t> differs) {
  Track all = *tracks[0];
  int last = 0;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const Track& track = *tracks[i];
    last = std::max(last, track.last());
    all.position = std::max(all.position, track.position);
    all.complete = all.complete && track.complete;
    all.has_value = all.has_value || track.has_value;
    if (i > 0 && track.has_value) all.others.push_back(values_from(track, all.first, i));
  }
  if (!tracks[0]->has_value) all.values.clear();
  const auto steps = static_cast<std::size_t>(last - all.first + 1);
  all.rewards.resize(steps, 0);
  all.events.resize(steps, -1);
  all.shares.resize(steps * all.types(), 0);
  differs.resize(steps, 0);
  all.differs = std::move(differs);
  return all;
}

}  // namespace saccade::render

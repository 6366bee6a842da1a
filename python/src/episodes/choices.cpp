#include "python/src/episodes/choices.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "envs/core/error.h"

namespace saccade::python {

namespace {

const SelectEntityHead* selects(const ActionHead& head) {
  return std::get_if<SelectEntityHead>(&head);
}

bool is_allowed(std::span<const std::uint8_t> mask, std::size_t choice) {
  return mask.empty() || mask[choice] != 0;
}

/// The choice for which a place stands; -1 when there is none.
int choice_at(const std::vector<int>& places, std::span<const std::uint8_t> mask, int place) {
  int first = -1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!is_allowed(mask, i)) continue;
    if (places[i] >= place) return static_cast<int>(i);
    if (first < 0) first = static_cast<int>(i);
  }
  return first;
}

float read_place(const ActionHead& head, std::size_t index, const RowLayout& layout,
                 const Observation& seen, float place) {
  const int count = place_count(head, layout);
  const bool exists = place >= 0 && place < static_cast<float>(std::max(count, 1)) &&
                      place == std::trunc(place);  // NaN fails, too.
  if (!exists) {
    throw Error("action head " + head_name(head) + ": found " + detail::number_text(place) +
                ", wanted a whole number from 0 to " + std::to_string(count - 1));
  }
  if (!selects(head) && seen.masks()[index].empty()) return place;
  return static_cast<float>(
      choice_at(choice_places(head, layout, seen), seen.masks()[index], static_cast<int>(place)));
}

}  // namespace

std::vector<int> choice_places(const ActionHead& head, const RowLayout& layout,
                               const Observation& seen) {
  std::vector<int> places;
  const SelectEntityHead* select = selects(head);
  if (!select || !layout.padded) {
    for (int i = 0; i < choice_count(head, seen); ++i) places.push_back(i);
    return places;
  }
  int first = 0;
  for (const int type : select->types) {
    const auto t = static_cast<std::size_t>(type);
    for (int row = 0; row < seen.rows()[t].count(); ++row) places.push_back(first + row);
    first += layout.rows[t];
  }
  return places;
}

int place_count(const ActionHead& head, const RowLayout& layout) {
  const SelectEntityHead* select = selects(head);
  if (!select) return choice_count(head, Observation());
  int count = 0;
  for (const int type : select->types) count += layout.rows[static_cast<std::size_t>(type)];
  return count;
}

bool has_mask(const ActionHead& head) {
  if (std::holds_alternative<ContinuousHead>(head)) return false;
  return selects(head) || is_masked(head) || is_optional(head);
}

void check_room(const AgentKind& kind, const RowLayout& layout, const Observation& seen) {
  for (std::size_t t = 0; t < layout.rows.size(); ++t) {
    const EntityType& type = kind.observation.types[t];
    const int found = seen.rows()[t].count();
    if (type.critic_only || found <= layout.rows[t]) continue;
    throw Error("entity type " + type.name + ": found " + std::to_string(found) +
                " of them, wanted at most " + std::to_string(layout.rows[t]) +
                "; give max_entities={\"" + type.name + "\": N} with a larger number");
  }
}

void write_mask(const ActionHead& head, std::size_t index, const RowLayout& layout,
                const Observation& seen, std::span<std::int8_t> mask) {
  std::fill(mask.begin(), mask.end(), std::int8_t{0});
  if (!seen.has_head(index)) return;
  const std::vector<int> places = choice_places(head, layout, seen);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (is_allowed(seen.masks()[index], i)) mask[static_cast<std::size_t>(places[i])] = 1;
  }
}

void read_action(const AgentKind& kind, const RowLayout& layout, const Observation& seen,
                 std::span<const float> places, std::span<float> action) {
  std::copy(places.begin(), places.end(), action.begin());
  for_each_head(kind.action, action, [&](std::size_t h, const ActionHead& head, auto numbers) {
    if (!seen.has_head(h)) {
      std::fill(numbers.begin(), numbers.end(), skipped_action(head));
    } else if (!std::holds_alternative<ContinuousHead>(head)) {
      numbers.front() = read_place(head, h, layout, seen, numbers.front());
    }
  });
  check_action(kind.action, seen, action);
}

void write_places(const AgentKind& kind, const RowLayout& layout, const Observation& seen,
                  std::span<const float> action, std::span<float> places) {
  std::copy(action.begin(), action.end(), places.begin());
  for_each_head(kind.action, places, [&](std::size_t, const ActionHead& head, auto numbers) {
    if (std::holds_alternative<ContinuousHead>(head)) return;
    const std::vector<int> all = choice_places(head, layout, seen);
    const auto choice = static_cast<int>(numbers.front());
    numbers.front() = choice < 0 ? 0 : static_cast<float>(all[static_cast<std::size_t>(choice)]);
  });
}

}  // namespace saccade::python

#include "agents/explain/kept_rows.h"

#include <variant>

namespace saccade {
namespace {

using RowFlags = std::vector<std::vector<std::uint8_t>>;  // [types][rows]

RowFlags flags_of(const Observation& seen, std::span<const EntityPlace> entities,
                  const KeptEntities& kept) {
  RowFlags flags;
  for (const Observation::Rows& rows : seen.rows()) flags.emplace_back(rows.ids.size(), 1);
  for (std::size_t i = 0; i < entities.size(); ++i) {
    flags[entities[i].type][entities[i].row] = kept[i];
  }
  return flags;
}

void copy_sensors(const Observation& from, Observation& to) {
  for (std::size_t i = 0; i < from.rays().size(); ++i) {
    const Observation::Rays& rays = from.rays()[i];
    if (!rays.present) continue;
    to.set_rays(static_cast<int>(i), rays.origin, rays.heading, rays.distances, rays.hits);
  }
  for (std::size_t i = 0; i < from.images().size(); ++i) {
    const Observation::Image& image = from.images()[i];
    if (image.present) to.set_image(static_cast<int>(i), image.origin, image.pixels);
  }
}

std::vector<int> choices_left(const SelectEntityHead& head, const RowFlags& flags) {
  std::vector<int> left;
  int choice = 0;
  for (const int type : head.types) {
    for (const std::uint8_t kept : flags[static_cast<std::size_t>(type)]) {
      if (kept != 0) left.push_back(choice);
      ++choice;
    }
  }
  return left;
}

void copy_head(const ActionHead& head, std::size_t h, const Observation& from,
               const RowFlags& flags, Observation& to) {
  if (!from.has_head(h)) return to.skip_head(static_cast<int>(h));
  const std::vector<std::uint8_t>& mask = from.masks()[h];
  const auto* select = std::get_if<SelectEntityHead>(&head);
  if (select == nullptr || mask.empty()) return to.set_mask(static_cast<int>(h), mask);
  std::vector<std::uint8_t> left;
  for (const int choice : choices_left(*select, flags)) {
    left.push_back(mask[static_cast<std::size_t>(choice)]);
  }
  to.set_mask(static_cast<int>(h), left);
}

}  // namespace

std::vector<EntityPlace> removable_entities(const ObservationSpace& space,
                                            const Observation& seen) {
  std::vector<EntityPlace> entities;
  for (std::size_t type = 1; type < space.types.size(); ++type) {
    if (space.types[type].critic_only) continue;
    const std::vector<EntityId>& ids = seen.rows()[type].ids;
    for (std::size_t row = 0; row < ids.size(); ++row) entities.push_back({type, row, ids[row]});
  }
  return entities;
}

Observation observation_with(const ObservationSpace& space, const ActionSpace& actions,
                             const Observation& seen, std::span<const EntityPlace> entities,
                             const KeptEntities& kept) {
  const RowFlags flags = flags_of(seen, entities, kept);
  Observation left(space, actions);
  for (std::size_t type = 0; type < flags.size(); ++type) {
    const Observation::Rows& rows = seen.rows()[type];
    const auto width = static_cast<std::size_t>(rows.width);
    for (std::size_t row = 0; row < rows.ids.size(); ++row) {
      if (flags[type][row] == 0) continue;
      left.add(static_cast<int>(type), rows.ids[row],
               std::span(rows.features).subspan(row * width, width), rows.positions[row],
               rows.velocities[row]);
    }
  }
  copy_sensors(seen, left);
  for (std::size_t h = 0; h < actions.heads.size(); ++h) {
    copy_head(actions.heads[h], h, seen, flags, left);
  }
  return left;
}

std::vector<std::vector<int>> kept_choices(const ActionSpace& actions, const Observation& seen,
                                           std::span<const EntityPlace> entities,
                                           const KeptEntities& kept) {
  const RowFlags flags = flags_of(seen, entities, kept);
  std::vector<std::vector<int>> choices;
  for (const ActionHead& head : actions.heads) {
    const auto* select = std::get_if<SelectEntityHead>(&head);
    choices.push_back(select ? choices_left(*select, flags) : std::vector<int>{});
  }
  return choices;
}

}  // namespace saccade

#include "experiments/play/observation_change.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "envs/core/action_space.h"

namespace saccade {

namespace {

// A row of an observation.
struct SeenRow {
  EntityId id = kNoEntity;
  std::vector<float> features{};
  Vec2 position{};
  Vec2 velocity{};
};

using Rows = std::vector<std::vector<SeenRow>>;  // [types]

Rows rows_of(const Observation& seen) {
  Rows all;
  for (const Observation::Rows& rows : seen.rows()) {
    std::vector<SeenRow>& own = all.emplace_back();
    const auto width = static_cast<std::ptrdiff_t>(rows.width);
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      const auto begin = rows.features.begin() + width * static_cast<std::ptrdiff_t>(i);
      own.push_back({rows.ids[i], {begin, begin + width}, rows.positions[i], rows.velocities[i]});
    }
  }
  return all;
}

bool is_known(Vec2 place) {
  return std::isfinite(place.x) && std::isfinite(place.y);
}

std::size_t feature_index(const EntityType& type, const std::string& name) {
  const auto found = std::find(type.features.begin(), type.features.end(), name);
  return static_cast<std::size_t>(found - type.features.begin());
}

// Whether the two features are the way from the agent to the entity.
bool is_offset(const SeenRow& row, const Geometry& group, std::size_t x, std::size_t y,
               Vec2 agent) {
  if (!is_known(row.position) || !is_known(agent)) return false;
  const Vec2 way{row.position.x - agent.x, row.position.y - agent.y};
  const float slack = 1e-3F * (1 + std::hypot(way.x, way.y));
  return std::abs(row.features[x] * group.unit.x - way.x) < slack &&
         std::abs(row.features[y] * group.unit.y - way.y) < slack;
}

// Of the agent itself a direction is none of its offsets, though that is (0, 0), too.
void move(SeenRow& row, const EntityType& type, Vec2 place, Vec2 agent, bool is_self) {
  const Vec2 from = row.position;
  for (const Geometry& group : type.geometry) {
    const bool point = group.kind == Geometry::kPoint || group.kind == Geometry::kPosition;
    if (group.features.size() != 2 || (!point && (is_self || group.kind != Geometry::kDirection)))
      continue;
    const std::size_t x = feature_index(type, group.features[0]);
    const std::size_t y = feature_index(type, group.features[1]);
    if (!is_known(from) || (!point && !is_offset(row, group, x, y, agent))) continue;
    row.features[x] += (place.x - from.x) / group.unit.x;
    row.features[y] += (place.y - from.y) / group.unit.y;
  }
  row.position = place;
}

struct Found {
  std::size_t type;
  std::size_t row;
};

std::optional<Found> find(const Rows& rows, EntityId id) {
  for (std::size_t type = 0; type < rows.size(); ++type) {
    for (std::size_t row = 0; row < rows[type].size(); ++row) {
      if (rows[type][row].id == id) return Found{type, row};
    }
  }
  return std::nullopt;
}

void check_not_fixed(const EntityType& type, const StateEdit& edit) {
  if (type.fixed_count < 0) return;
  refuse_edit(edit,
              "entity type " + type.name + ", of which there are always " +
                  std::to_string(type.fixed_count),
              "a type of any number");
}

void add(const ObservationSpace& space, const StateEdit& edit, EntityId fresh, Rows& rows) {
  const auto named = [&edit](const EntityType& type) { return type.name == edit.type; };
  const auto found = std::find_if(space.types.begin(), space.types.end(), named);
  if (found == space.types.end()) refuse_edit(edit, "no such type", "one of the agent's");
  check_not_fixed(*found, edit);
  std::vector<SeenRow>& own = rows[static_cast<std::size_t>(found - space.types.begin())];
  if (own.empty()) refuse_edit(edit, "none in view to copy", "one that is seen");
  const auto far = [&edit](const SeenRow& row) {
    return is_known(row.position)
               ? std::hypot(row.position.x - edit.place.x, row.position.y - edit.place.y)
               : 1e9F;
  };
  SeenRow copy = *std::min_element(
      own.begin(), own.end(), [&](const SeenRow& a, const SeenRow& b) { return far(a) < far(b); });
  copy.id = fresh;
  move(copy, *found, edit.place, rows[0][0].position, false);
  own.push_back(std::move(copy));
}

void change(const ObservationSpace& space, const StateEdit& edit, EntityId fresh, Rows& rows) {
  if (edit.kind == StateEdit::Kind::kAdd) return add(space, edit, fresh, rows);
  const auto found = find(rows, edit.id);
  if (!found) return;  // This agent does not see it.
  const EntityType& type = space.types[found->type];
  std::vector<SeenRow>& own = rows[found->type];
  if (edit.kind == StateEdit::Kind::kMove) {
    return move(own[found->row], type, edit.place, rows[0][0].position, found->type == 0);
  }
  if (found->type == 0) refuse_edit(edit, "the agent itself", "another entity");
  check_not_fixed(type, edit);
  own.erase(own.begin() + static_cast<std::ptrdiff_t>(found->row));
}

void change_feature(const ObservationSpace& space, const render::FeatureEdit& edit, Rows& rows) {
  const auto found = find(rows, edit.id);
  if (!found) return;
  std::vector<float>& features = rows[found->type][found->row].features;
  if (edit.feature >= features.size()) {
    throw Error("entity type " + space.types[found->type].name + ": found feature number " +
                std::to_string(edit.feature) + ", wanted one of " +
                std::to_string(features.size()));
  }
  features[edit.feature] = edit.value;
}

// Of a select-entity head: what is left of its mask; what came in is allowed.
std::vector<std::uint8_t> mask_of(const SelectEntityHead& head, const Observation& before,
                                  const std::vector<std::uint8_t>& mask, const Rows& rows) {
  std::vector<std::uint8_t> changed;
  std::size_t first = 0;  // Of the type among the candidates before.
  for (const int number : head.types) {
    const auto type = static_cast<std::size_t>(number);
    const std::vector<EntityId>& ids = before.rows()[type].ids;
    for (const SeenRow& row : rows[type]) {
      const auto found = std::find(ids.begin(), ids.end(), row.id);
      const auto candidate = first + static_cast<std::size_t>(found - ids.begin());
      changed.push_back(found == ids.end() ? 1 : mask[candidate]);
    }
    first += ids.size();
  }
  return changed;
}

Observation rebuilt(const AgentKind& kind, const Observation& before, const Rows& rows) {
  Observation seen(kind.observation, kind.action);
  for (std::size_t type = 0; type < rows.size(); ++type) {
    for (const SeenRow& row : rows[type]) {
      seen.add(static_cast<int>(type), row.id, row.features, row.position, row.velocity);
    }
  }
  for (std::size_t i = 0; i < before.rays().size(); ++i) {
    const Observation::Rays& rays = before.rays()[i];
    if (!rays.present) continue;
    seen.set_rays(static_cast<int>(i), rays.origin, rays.heading, rays.distances, rays.hits);
  }
  for (std::size_t i = 0; i < before.images().size(); ++i) {
    const Observation::Image& image = before.images()[i];
    if (image.present) seen.set_image(static_cast<int>(i), image.origin, image.pixels);
  }
  for (std::size_t h = 0; h < kind.action.heads.size(); ++h) {
    const std::vector<std::uint8_t>& mask = before.masks()[h];
    const auto head = static_cast<int>(h);
    if (!before.has_head(h)) {
      seen.skip_head(head);
    } else if (const auto* select = std::get_if<SelectEntityHead>(&kind.action.heads[h]);
               select != nullptr && !mask.empty()) {
      seen.set_mask(head, mask_of(*select, before, mask, rows));
    } else if (!mask.empty()) {
      seen.set_mask(head, mask);
    }
  }
  return seen;
}

template <class Change>
void for_each_point(SceneShape& shape, const Change& change) {
  if (auto* circle = std::get_if<Circle>(&shape.shape)) {
    change(circle->center);
  } else if (auto* polygon = std::get_if<Polygon>(&shape.shape)) {
    for (Vec2& point : polygon->points) change(point);
  } else if (auto* line = std::get_if<Line>(&shape.shape)) {
    change(line->from);
    change(line->to);
  } else if (auto* text = std::get_if<Text>(&shape.shape)) {
    change(text->center);
  }
}

// The mean of the points of the shapes that say where it is.
std::optional<Vec2> place_of(Scene& scene, EntityId id) {
  Vec2 sum;
  float count = 0;
  for (SceneShape& shape : scene.shapes) {
    if (shape.entity != id || !shape.anchor) continue;
    for_each_point(shape, [&](const Vec2& point) {
      sum = {sum.x + point.x, sum.y + point.y};
      ++count;
    });
  }
  if (count == 0) return std::nullopt;
  return Vec2{sum.x / count, sum.y / count};
}

}  // namespace

void change_observation(const AgentKind& kind, const render::WhatIf& changes, std::size_t agent,
                        EntityId fresh, Observation& seen) {
  if (changes.empty()) return;
  Rows rows = rows_of(seen);
  for (const StateEdit& edit : changes.state) {
    try {
      change(kind.observation, edit, fresh, rows);
    } catch (const Error&) {
      if (agent == changes.viewed) throw;
    }
    if (edit.kind == StateEdit::Kind::kAdd) ++fresh;
  }
  for (const render::FeatureEdit& edit : changes.features) {
    if (edit.agent == agent) change_feature(kind.observation, edit, rows);
  }
  seen = rebuilt(kind, seen, rows);
}

void change_scene(const render::WhatIf& changes, Scene& scene) {
  for (const StateEdit& edit : changes.state) {
    if (edit.kind == StateEdit::Kind::kRemove) {
      std::erase_if(scene.shapes,
                    [&edit](const SceneShape& shape) { return shape.entity == edit.id; });
      continue;
    }
    const auto from = place_of(scene, edit.id);
    if (edit.kind == StateEdit::Kind::kAdd || !from) continue;
    for (SceneShape& shape : scene.shapes) {
      if (shape.entity != edit.id) continue;
      for_each_point(shape, [&](Vec2& point) {
        point = {point.x + edit.place.x - from->x, point.y + edit.place.y - from->y};
      });
    }
  }
}

}  // namespace saccade

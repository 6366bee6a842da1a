// Episodes whose state is edited.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "envs/episode/digest.h"
#include "envs/episode/episode_runner.h"
#include "support/rollout.h"

namespace saccade::testing {

inline EpisodeRunner episode_of(const std::string& id, const OptionList& options = {},
                                std::uint64_t seed = 1) {
  return EpisodeRunner(make_builtin(id, options), seed);
}

inline StateEdit move_to(EntityId id, Vec2 place) {
  return {.kind = StateEdit::Kind::kMove, .id = id, .place = place};
}
inline StateEdit removal_of(EntityId id) {
  return {.kind = StateEdit::Kind::kRemove, .id = id};
}
inline StateEdit new_one(const std::string& type, Vec2 place) {
  return {.kind = StateEdit::Kind::kAdd, .type = type, .place = place};
}

/// What all agents see and the picture.
inline std::uint64_t state_of(const EpisodeRunner& runner) {
  Digest digest;
  digest.add(runner.digest());
  Scene scene;
  runner.draw(scene);
  digest.add(scene);
  return digest.value();
}

/// Where agent 0 sees an entity; nothing if it does not.
inline std::optional<Vec2> seen_at(const EpisodeRunner& runner, EntityId id) {
  for (const Observation::Rows& rows : runner.observation(0).rows()) {
    const auto found = std::find(rows.ids.begin(), rows.ids.end(), id);
    if (found != rows.ids.end()) {
      return rows.positions[static_cast<std::size_t>(found - rows.ids.begin())];
    }
  }
  return std::nullopt;
}

/// Ids of a type that agent 0 sees.
inline std::vector<EntityId> ids_of(const EpisodeRunner& runner, std::size_t type) {
  return runner.observation(0).rows()[type].ids;
}

/// What an edit that is refused says; "" if it is done.
inline std::string refusal_of(EpisodeRunner& runner, const StateEdit& edit) {
  try {
    runner.edit(edit);
  } catch (const EpisodeError&) {
    throw;
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

inline StepResult step_at_random(EpisodeRunner& runner, Rng& rng) {
  std::vector<float> actions(runner.action_count());
  random_actions(runner.spec(), runner.observations(), rng, actions);
  return runner.step(actions);
}

}  // namespace saccade::testing

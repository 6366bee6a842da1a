#include "envs/particles/particle_edits.h"

#include "envs/edits/edits.h"

namespace saccade {

EntityId move_particle(const StateEdit& edit, ParticleWorld& world) {
  const Vec2 place = within(edit.place, kFarthestEdit);
  if (!world.put(edit.id, static_cast<double>(place.x), static_cast<double>(place.y))) {
    refuse_id(edit);
  }
  return edit.id;
}

EntityId edit_team(const StateEdit& edit, ParticleWorld& world) {
  if (edit.kind == StateEdit::Kind::kMove) return move_particle(edit, world);
  refuse_edit(edit, "a world in which the numbers of agents and landmarks stay", "a move");
}

}  // namespace saccade

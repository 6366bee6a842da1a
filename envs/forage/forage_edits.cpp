#include "envs/forage/forage_edits.h"

#include "envs/edits/edits.h"

namespace saccade {
namespace {

// The greatest and the least reward of a step follow from how many there are at most.
void want_room(const StateEdit& edit, std::size_t count, CountRange range) {
  saccade::want_room(edit, count, static_cast<std::size_t>(range.max));
}

EntityId add(const StateEdit& edit, const ForageSettings& settings, ForageWorld& world) {
  const b2Vec2 place{edit.place.x, edit.place.y};
  if (edit.type == "food") {
    want_room(edit, world.food().size(), settings.food);
    return world.add_morsel(true, place);
  }
  if (edit.type == "poison") {
    want_room(edit, world.poison().size(), settings.poison);
    return world.add_morsel(false, place);
  }
  if (edit.type == "hunter") {
    want_room(edit, world.hunters().size(), settings.hunters);
    return world.add_hunter(place);
  }
  if (edit.type != "crate") refuse_type(edit, "food, poison, hunter or crate");
  want_room(edit, world.crates().size(), settings.crates);
  return world.add_crate(place);
}

}  // namespace

EntityId edit_forage(const StateEdit& edit, const ForageSettings& settings, ForageWorld& world) {
  if (edit.kind == StateEdit::Kind::kAdd) return add(edit, settings, world);
  if (edit.kind == StateEdit::Kind::kMove) {
    if (!world.put(edit.id, {edit.place.x, edit.place.y})) refuse_id(edit);
    return edit.id;
  }
  if (edit.id == ForageWorld::kAgentId) refuse_removal(edit, "the agent", "anything else");
  if (!world.remove(edit.id)) refuse_id(edit);
  return edit.id;
}

}  // namespace saccade

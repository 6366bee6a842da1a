#include "render/panes/pane.h"

#include <algorithm>
#include <utility>

namespace saccade::render {

EntityId Pane::entity_at(Vec2 window) const {
  const Hit* hit = find_hit(picture.hits, inside(window));
  return hit == nullptr ? kNoEntity : hit->entity;
}

Drawing Pane::draw(const ViewState& state, float share) {
  const Scene* next = state.paused ? nullptr : playback.next_scene();
  picture = compose_picture(frame(), state, static_cast<unsigned>(place.width),
                            static_cast<unsigned>(place.height), {next, share});
  return std::move(picture.drawing);
}

void Pane::remove(EntityId entity) {
  playback.branch().remove(playback.step(), frame().viewed, entity);
  playback.look_again();
}

void Pane::add(EntityId like, std::optional<Vec2> at) {
  const Vec2 pixel = at ? inside(*at) : transform().shown().center();
  playback.branch().add(playback.step(), frame(), like, transform().world_at(pixel));
  playback.look_again();
}

void Pane::move(EntityId entity, Vec2 to, bool replace) {
  const StateEdit edit{.id = entity, .place = transform().world_at(inside(to))};
  playback.branch().change(playback.step(), frame().viewed, edit, replace);
  playback.look_again();
}

const FeatureHit* Pane::feature_at(Vec2 window) const {
  const auto found = std::find_if(
      picture.features.begin(), picture.features.end(),
      [this, window](const FeatureHit& hit) { return hit.where.contains(inside(window)); });
  return found == picture.features.end() ? nullptr : &*found;
}

void Pane::change(const FeatureHit& feature, float turns) {
  playback.branch().change_feature(playback.step(), frame().viewed, feature, turns);
  playback.look_again();
}

}  // namespace saccade::render

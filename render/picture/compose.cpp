#include "render/picture/compose.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/frame/between.h"
#include "render/overlay/decision_marks.h"
#include "render/overlay/trail.h"
#include "render/panel/entity_card.h"
#include "render/panel/image_rows.h"
#include "render/panel/notices.h"
#include "render/panel/panel.h"
#include "render/timeline/timeline.h"

namespace saccade::render {
namespace {

// Covers what sticks out of the world's part of the window.
void draw_margins(Drawing& drawing, const Rect& shown, float right, float height) {
  drawing.push_back(rectangle({0, 0, right, shown.y}, kWindowColor));
  drawing.push_back(rectangle({0, shown.bottom(), right, height - shown.bottom()}, kWindowColor));
  drawing.push_back(rectangle({0, 0, shown.x, height}, kWindowColor));
  drawing.push_back(rectangle({shown.right(), 0, right - shown.right(), height}, kWindowColor));
}

void draw_outcome(Drawing& drawing, const Frame& frame, const Rect& world, float unit) {
  const std::string how = frame.outcome.empty() ? "episode over" : readable(frame.outcome);
  const std::string text = how + "  \u00b7  return " + signed_number(frame.return_so_far);
  draw_pill(drawing, {world.center().x, world.y + 2.2F * unit}, text, std::round(1.2F * unit),
            true);
}

void draw_what_if(Drawing& drawing, const Rect& world, float unit) {
  draw_pill(drawing, {world.center().x, world.bottom() - 1.8F * unit},
            "what if  \u00b7  Z puts it back", unit, false);
}

// What of the world is shown.
WorldTransform look(const Frame& frame, const Scene& scene, const ViewState& state,
                    const Anchors& anchors, const Layout& layout) {
  const WorldTransform whole(scene.min, scene.max, layout.world);
  const Camera& camera = state.camera;
  if (camera.zoom <= 1) return whole;
  const auto agent = anchors.find(frame.mind().id);
  const bool follows = camera.follow && agent != anchors.end();
  return whole.looking_at(follows ? agent->second.center : camera.center, camera.zoom);
}

// The smaller ones over the larger ones.
void add_hits(std::vector<Hit>& hits, const Anchors& anchors, const WorldTransform& transform) {
  std::vector<std::pair<EntityId, Anchor>> entities(anchors.begin(), anchors.end());
  std::sort(entities.begin(), entities.end(), [](const auto& a, const auto& b) {
    if (a.second.radius != b.second.radius) return a.second.radius > b.second.radius;
    return a.first < b.first;
  });
  const Rect& shown = transform.shown();
  for (const auto& [id, anchor] : entities) {
    const Vec2 center = transform(anchor.center);
    const float reach = std::max(anchor.radius * transform.scale(), 5.0F);
    if (center.x < shown.x || center.x > shown.right() || center.y < shown.y ||
        center.y > shown.bottom()) {
      continue;
    }
    hits.push_back({{center.x - reach, center.y - reach, 2 * reach, 2 * reach}, id});
  }
}

// Of the agents that are not viewed: each in one colour, its own.
void draw_others(Drawing& drawing, const Frame& frame, const ViewState& state,
                 const Anchors& anchors, const WorldTransform& transform, float unit) {
  for (const AgentView& agent : frame.agents) {
    if (&agent == &frame.mind() || !agent.present) continue;
    const auto shown = shown_weights(agent.attention, state.attention);
    if (shown.empty()) continue;
    const Color color = entity_color(frame.scene, agent.id).value_or(kMeanColor);
    const std::vector<ColoredWeights> one{{color, mean_weights(shown)}};
    draw_overlay(drawing, agent, one, anchors, transform, unit);
  }
}

// What was elsewhere, or is gone, faintly where it was.
void draw_ghosts(Drawing& drawing, const Frame& before, const Anchors& anchors,
                 const WorldTransform& transform) {
  const Anchors former = find_anchors(before.scene);
  const auto stays = [&](EntityId id) {
    const auto was = former.find(id);
    const auto is = anchors.find(id);
    if (was == former.end()) return true;
    if (is == anchors.end()) return false;
    return distance(transform(was->second.center), transform(is->second.center)) < 2;
  };
  for (SceneShape shape : before.scene.shapes) {
    if (shape.entity == kNoEntity || !shape.anchor || stays(shape.entity)) continue;
    shape.fill = faded(shape.fill, 0.3F);
    shape.outline = faded(shape.outline, 0.3F);
    draw_shape(drawing, shape, transform);
  }
}

// Composes one picture.
class Composer {
 public:
  Composer(const Frame& frame, const ViewState& state, unsigned width, unsigned height,
           const Passage& passage)
      : frame_(frame),
        state_(state),
        height_(static_cast<float>(height)),
        scene_(passage.next != nullptr ? between(frame.scene, *passage.next, passage.share)
                                       : frame.scene),
        anchors_(find_anchors(scene_)),
        asking_(asking_token(frame.mind().attention, state.attention, state.pinned)),
        shown_(shown_weights(frame.mind().attention, state.attention, asking_)),
        strip_(make_strip(frame.mind().attention, state.attention)) {
    picture_.layout =
        lay_out(width, height, state.interactive && state.timeline && state.track != nullptr);
    picture_.transform = look(frame, scene_, state, anchors_, picture_.layout);
  }

  Picture compose() {
    add_hits(picture_.hits, anchors_, picture_.transform);
    Drawing panel;
    PanelMarks marks;
    if (layout().panel.width > 0) {
      marks = draw_panel(panel, {frame_, state_, shown_, asking_, strip_, anchors_, layout()});
      picture_.hits.insert(picture_.hits.end(), marks.hits.begin(), marks.hits.end());
    }
    Drawing& drawing = picture_.drawing;
    world(marks);
    draw_margins(drawing, transform().shown(), layout().world.right() + layout().unit, height_);
    drawing.insert(drawing.end(), std::make_move_iterator(panel.begin()),
                   std::make_move_iterator(panel.end()));
    if (layout().timeline.height > 0) {
      draw_timeline(drawing, frame_, *state_.track, state_, layout());
    }
    if (state_.before != nullptr) draw_what_if(drawing, transform().shown(), layout().unit);
    if (frame_.done) draw_outcome(drawing, frame_, transform().shown(), layout().unit);
    const auto agents = shown_weights(frame_.mind().attention, state_.attention);
    picture_.features =
        draw_entity_card(drawing, frame_, focus(), agents, anchors_, transform(), layout());
    draw_notice(drawing, state_, layout().world, layout().unit);
    draw_pane_name(drawing, state_.pane, transform().shown(), layout().unit);
    if (state_.help) draw_help(drawing, state_, frame_, layout().world, layout().unit);
    if (state_.theme == Theme::kLight) lighten(drawing);
    return std::move(picture_);
  }

 private:
  const Layout& layout() const { return picture_.layout; }
  const WorldTransform& transform() const { return picture_.transform; }

  // What is pointed at, else what is pinned.
  EntityId focus() const {
    const Hit* hit = state_.pointer ? find_hit(picture_.hits, *state_.pointer) : nullptr;
    return hit != nullptr && hit->entity != kNoEntity ? hit->entity : state_.pinned;
  }

  void world(const PanelMarks& pointed) {
    Drawing& drawing = picture_.drawing;
    const float unit = layout().unit;
    draw_world(drawing, scene_, transform());
    if (state_.before != nullptr) draw_ghosts(drawing, *state_.before, anchors_, transform());
    if (!state_.overlay) return;
    draw_trail(drawing, frame_, strip_, anchors_, transform(), unit,
               shows_memory(frame_.mind().attention, state_.attention));
    pinned_trail();
    if (state_.everyone) draw_others(drawing, frame_, state_, anchors_, transform(), unit);
    draw_overlay(drawing, frame_.mind(), shown_, anchors_, transform(), unit, focus(), asking_);
    draw_decision(drawing, frame_, anchors_, transform(), unit);
    draw_pointed(drawing, frame_, strip_, pointed.column, transform(), unit);
    if (pointed.patch >= 0) frame_patch(drawing, frame_.mind(), pointed.patch, transform());
  }

  // Up to where it is now; of a changed moment, to where it was before.
  void pinned_trail() {
    std::vector<Vec2> places = state_.trail;
    const auto now = anchors_.find(state_.pinned);
    if (state_.before == nullptr && now != anchors_.end()) places.push_back(now->second.center);
    draw_steps(picture_.drawing, places, frame_.scene, transform(), layout().unit);
  }

  const Frame& frame_;
  const ViewState& state_;
  float height_;
  Scene scene_;  // Of this moment, perhaps between two steps.
  Anchors anchors_;
  std::size_t asking_;  // The token whose attention is shown.
  std::vector<ColoredWeights> shown_;
  MemoryStrip strip_;
  Picture picture_;
};

}  // namespace

Picture compose_picture(const Frame& frame, const ViewState& state, unsigned width, unsigned height,
                        const Passage& passage) {
  return Composer(frame, state, width, height, passage).compose();
}

Drawing compose(const Frame& frame, const ViewState& state, unsigned width, unsigned height) {
  return compose_picture(frame, state, width, height).drawing;
}

}  // namespace saccade::render

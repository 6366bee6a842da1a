#include "render/panel/entity_card.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "render/draw/labels.h"
#include "render/draw/rows.h"

namespace saccade::render {
namespace {

constexpr std::size_t kMostFeatures = 14;
constexpr float kWidth = 23;  // Units.

std::size_t features_of(const AgentView& agent, std::size_t entity) {
  return agent.token_types.at(static_cast<std::size_t>(agent.seen.types[entity])).features.size();
}

class Card {
 public:
  Card(Drawing& drawing, const AgentView& agent, std::size_t entity,
       std::span<const ColoredWeights> shown, float unit)
      : drawing_(drawing), agent_(agent), entity_(entity), shown_(shown), unit_(unit) {
    const auto& ids = agent.attention.ids;
    const auto found = std::find(ids.begin(), ids.end(), agent.seen.ids[entity]);
    if (found != ids.end() && !shown.empty()) token_ = found - ids.begin();
  }

  float height() const {
    const auto rows = static_cast<float>(feature_rows() + attention_rows());
    return 1.45F * unit_ * rows + 4.1F * unit_ + (attention_rows() > 0 ? 0.5F * unit_ : 0);
  }

  std::vector<FeatureHit> write(const Rect& box) {
    drawing_.push_back(rounded(box, 0.6F * unit_, {12, 14, 18, 238}));
    RowWriter rows(drawing_,
                   {box.x + unit_, box.y + 0.5F * unit_, box.width - 2 * unit_, box.height}, unit_);
    title(rows);
    features(rows);
    attention(rows);
    return std::move(hits_);
  }

 private:
  std::size_t feature_rows() const { return std::min(features_of(agent_, entity_), kMostFeatures); }
  std::size_t attention_rows() const { return token_ < 0 ? 0 : shown_.size(); }
  bool is_seen_by_network() const { return !agent_.seen.inputs.empty(); }

  void title(RowWriter& rows) {
    const auto type = static_cast<std::size_t>(agent_.seen.types[entity_]);
    const std::string name =
        readable(agent_.token_types[type].name) + ' ' + std::to_string(agent_.seen.ids[entity_]);
    const float y = rows.heading(name);
    if (token_ >= 0) {
      const float share = mean_weights(shown_)[static_cast<std::size_t>(token_)];
      rows.note(y, percent(static_cast<double>(share)) + " of the agent's attention");
    }
    const float line = rows.y() + rows.row_height() / 2;
    const Rect& column = rows.column();
    const TextStyle style{.size = rows.note_size(), .color = kMutedColor, .align = Align::kRight};
    rows.text(column.right() - (is_seen_by_network() ? 7.2F * unit_ : 0), line, "value", style);
    if (is_seen_by_network()) rows.text(column.right(), line, "network sees", style);
    rows.skip(0.9F * rows.row_height());
  }

  void features(RowWriter& rows) {
    const std::size_t begin = features_begin(agent_, entity_);
    const auto type = static_cast<std::size_t>(agent_.seen.types[entity_]);
    const Rect& column = rows.column();
    for (std::size_t i = 0; i < feature_rows(); ++i) {
      const float y = rows.y() + rows.row_height() / 2;
      hits_.push_back({{column.x, rows.y(), column.width, rows.row_height()},
                       agent_.seen.ids[entity_],
                       i,
                       agent_.seen.features[begin + i]});
      rows.text(column.x, y, readable(agent_.token_types[type].features[i]),
                {.size = rows.text_size(),
                 .color = kMutedColor,
                 .max_width = column.width - 11.5F * unit_});
      const TextStyle right{.size = rows.text_size(), .align = Align::kRight};
      const auto told = [](float value) { return signed_number(static_cast<double>(value)); };
      const float far = is_seen_by_network() ? 7.2F * unit_ : 0;
      rows.text(column.right() - far, y, told(agent_.seen.features[begin + i]), right);
      if (is_seen_by_network()) {
        rows.text(column.right(), y, told(agent_.seen.inputs[begin + i]), right);
      }
      rows.skip(rows.row_height());
    }
  }

  void attention(RowWriter& rows) {
    if (token_ < 0) return;
    rows.skip(0.5F * unit_);
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const float share = shown_[i].weights[static_cast<std::size_t>(token_)];
      const BarPart part{share, shown_[i].color};
      const std::string name = shown_.size() == 1 ? "attention" : "head " + std::to_string(i + 1);
      if (shown_.size() > 1) head_line(rows, shown_[i]);
      rows.bar(name, {&part, 1}, percent(static_cast<double>(share)), kTextColor);
    }
  }

  // Left of the bar, as the head's beams are.
  void head_line(RowWriter& rows, const ColoredWeights& head) {
    const Rect bar = rows.bar_rect();
    const float width = 0.2F * unit_;
    const float right = bar.x - 0.7F * unit_;
    drawing_.push_back(
        Stroke{.points = {{right - 2.4F * unit_, bar.center().y}, {right, bar.center().y}},
               .width_from = width,
               .width_to = width,
               .from = head.color,
               .to = head.color,
               .pattern = head.pattern,
               .pattern_scale = unit_ / 14});
  }

  Drawing& drawing_;
  const AgentView& agent_;
  std::size_t entity_;
  std::span<const ColoredWeights> shown_;
  std::vector<FeatureHit> hits_;
  std::ptrdiff_t token_ = -1;  // -1: it has no weight.
  float unit_;
};

float overlap(const Rect& box, Vec2 center, float radius) {
  const float x = std::min(box.right(), center.x + radius) - std::max(box.x, center.x - radius);
  const float y = std::min(box.bottom(), center.y + radius) - std::max(box.y, center.y - radius);
  return std::max(x, 0.0F) * std::max(y, 0.0F);
}

// Beside the entity, else in a corner: the first place that covers neither it nor the agent, or
// that covers the least of them.
Rect beside(const Disc& entity, const Disc& agent, Vec2 size, const Rect& room) {
  const Vec2 c = entity.center;
  const float gap = entity.radius;
  const Vec2 places[] = {{c.x + gap, c.y - size.y / 2},
                         {c.x - gap - size.x, c.y - size.y / 2},
                         {c.x - size.x / 2, c.y + gap},
                         {c.x - size.x / 2, c.y - gap - size.y},
                         {room.x, room.y},
                         {room.right(), room.y},
                         {room.x, room.bottom()},
                         {room.right(), room.bottom()}};
  Rect best;
  float least = std::numeric_limits<float>::infinity();
  for (const Vec2 place : places) {
    const Rect box{std::clamp(place.x, room.x, std::max(room.right() - size.x, room.x)),
                   std::clamp(place.y, room.y, std::max(room.bottom() - size.y, room.y)), size.x,
                   size.y};
    const float covered = overlap(box, c, entity.radius) + overlap(box, agent.center, agent.radius);
    if (covered >= least) continue;
    least = covered;
    best = box;
  }
  return best;
}

}  // namespace

std::size_t features_begin(const AgentView& agent, std::size_t entity) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < entity; ++i) begin += features_of(agent, i);
  return begin;
}

std::vector<FeatureHit> draw_entity_card(Drawing& drawing, const Frame& frame, EntityId entity,
                                         std::span<const ColoredWeights> shown,
                                         const Anchors& anchors, const WorldTransform& transform,
                                         const Layout& layout) {
  const AgentView& agent = frame.mind();
  const auto& ids = agent.seen.ids;
  const auto found = std::find(ids.begin(), ids.end(), entity);
  const auto anchor = anchors.find(entity);
  if (entity == kNoEntity || found == ids.end() || anchor == anchors.end()) return {};
  const float unit = layout.unit;
  const Vec2 center = transform(anchor->second.center);
  const float radius = anchor->second.radius * transform.scale() + 0.5F * unit;
  const Disc ring{.center = center,
                  .radius = radius,
                  .fill = {0, 0, 0, 0},
                  .outline = kTextColor,
                  .outline_width = std::max(unit / 9, 1.0F)};
  const Rect& shown_world = transform.shown();
  const bool is_larger = 2 * radius > std::min(shown_world.width, shown_world.height);
  if (!is_larger) drawing.push_back(ring);  // Else it is seen without one.
  Disc own;
  if (const auto self = anchors.find(agent.id); self != anchors.end()) {
    own.center = transform(self->second.center);
    own.radius = self->second.radius * transform.scale() + 3 * unit;
  }
  Card card(drawing, agent, static_cast<std::size_t>(found - ids.begin()), shown, unit);
  Disc free = ring;
  free.radius += 0.8F * unit;
  return card.write(beside(free, own, {kWidth * unit, card.height()}, layout.world));
}

}  // namespace saccade::render

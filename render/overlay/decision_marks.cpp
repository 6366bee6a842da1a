#include "render/overlay/decision_marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/overlay/directions.h"

namespace saccade::render {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr std::size_t kMostLabels = 5;  // Candidates whose probability is told.
constexpr float kLeastTold = 0.02F;

// 0 where nobody knows it.
float share_of(const HeadDecision& head, std::size_t choice) {
  return choice < head.probabilities.size() ? head.probabilities[choice] : 0;
}

class Marks {
 public:
  Marks(Drawing& drawing, const Anchors& anchors, const WorldTransform& transform, Vec2 agent,
        float radius, float unit)
      : drawing_(drawing),
        anchors_(anchors),
        transform_(transform),
        agent_(agent),
        inner_(radius + 0.35F * unit),
        unit_(unit) {}

  void rose(const HeadDecision& head, const std::vector<std::optional<Vec2>>& ways) {
    const auto count = std::count_if(ways.begin(), ways.end(), [](const auto& w) { return !!w; });
    const float half = std::min(0.72F * kPi / static_cast<float>(count), 0.3F);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if (!ways[i]) continue;
      const float angle = std::atan2(-ways[i]->y, ways[i]->x);  // Pixels: y points down.
      if (i < head.allowed.size() && head.allowed[i] == 0) {
        forbidden(angle, half);
      } else {
        petal(angle, half, share_of(head, i), static_cast<int>(i) == head.chosen);
      }
    }
  }

  // Mean and deviation along x and y, as shares of the farthest that there is.
  void arrow(const HeadDecision& head, std::size_t x, std::size_t y) {
    const float most = std::max({std::abs(head.low[x]), std::abs(head.high[x]),
                                 std::abs(head.low[y]), std::abs(head.high[y]), 1e-6F});
    const float scale = 3 * unit_ / most;
    const Vec2 tip{agent_.x + scale * head.value[x], agent_.y - scale * head.value[y]};
    if (x < head.mean.size() && y < head.mean.size() && y < head.std.size()) {
      const Vec2 mean{agent_.x + scale * head.mean[x], agent_.y - scale * head.mean[y]};
      ellipse(mean, scale * head.std[x], scale * head.std[y]);
    }
    const float width = 0.16F * unit_;
    drawing_.push_back(Stroke{{agent_, tip}, width, width, kAccentColor, kAccentColor});
    const float angle = std::atan2(tip.y - agent_.y, tip.x - agent_.x);
    if (std::hypot(tip.x - agent_.x, tip.y - agent_.y) > 0.2F * unit_) arrowhead(tip, angle);
  }

  void selection(const HeadDecision& head) {
    std::vector<std::size_t> order(head.candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&head](std::size_t a, std::size_t b) {
      return share_of(head, a) > share_of(head, b);
    });
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
      const std::size_t choice = order[rank];
      const auto found = anchors_.find(head.candidates[choice]);
      if (found == anchors_.end()) continue;
      const Vec2 center = transform_(found->second.center);
      const float radius = found->second.radius * transform_.scale();
      const bool chosen = static_cast<int>(choice) == head.chosen;
      if (chosen) corners(center, radius + 0.55F * unit_);
      const float share = share_of(head, choice);
      if (head.probabilities.empty()) continue;
      if (chosen || (rank < kMostLabels && share >= kLeastTold)) {
        tell({center.x, center.y - radius - 1.1F * unit_}, share, chosen);
      }
    }
  }

 private:
  Vec2 at(float angle, float reach) const {
    return {agent_.x + reach * std::cos(angle), agent_.y + reach * std::sin(angle)};
  }

  std::vector<Vec2> wedge(float angle, float half, float reach) const {
    constexpr int kPieces = 6;
    std::vector<Vec2> points{at(angle - 0.5F * half, inner_), at(angle + 0.5F * half, inner_)};
    for (int i = 0; i <= kPieces; ++i) {
      const float turn = angle + half * (1 - 2 * static_cast<float>(i) / kPieces);
      points.push_back(at(turn, reach));
    }
    return points;
  }

  void petal(float angle, float half, float share, bool chosen) {
    if (share < 0.004F && !chosen) return;
    const float reach = inner_ + (0.25F + 2.9F * share) * unit_;
    const Color color = chosen ? kAccentColor : kTextColor;
    drawing_.push_back(Area{.points = wedge(angle, half, reach),
                            .fill = faded(color, chosen ? 0.85F : 0.4F),
                            .outline = faded(kWindowColor, 0.7F),
                            .outline_width = std::max(unit_ / 14, 1.0F)});
  }

  // A short empty petal with a line across.
  void forbidden(float angle, float half) {
    const float line = std::max(unit_ / 14, 1.0F);
    const float reach = inner_ + 0.8F * unit_;
    drawing_.push_back(Area{.points = wedge(angle, half, reach),
                            .fill = faded(kWindowColor, 0.3F),
                            .outline = kMutedColor,
                            .outline_width = line});
    drawing_.push_back(Stroke{{at(angle - 0.6F * half, inner_), at(angle + 0.8F * half, reach)},
                              line,
                              line,
                              kMutedColor,
                              kMutedColor});
  }

  void ellipse(Vec2 center, float a, float b) {
    std::vector<Vec2> ring;
    for (int i = 0; i <= 32; ++i) {
      const float turn = 2 * kPi * static_cast<float>(i) / 32;
      ring.push_back({center.x + a * std::cos(turn), center.y + b * std::sin(turn)});
    }
    const Color color = faded(kTextColor, 0.6F);
    drawing_.push_back(Stroke{std::move(ring), unit_ / 12, unit_ / 12, color, color});
  }

  void arrowhead(Vec2 tip, float angle) {
    const float size = 0.5F * unit_;
    const auto corner = [&](float turn) {
      return Vec2{tip.x + size * std::cos(angle + turn), tip.y + size * std::sin(angle + turn)};
    };
    drawing_.push_back(
        Area{.points = {corner(0), corner(2.5F), corner(-2.5F)}, .fill = kAccentColor});
  }

  void corners(Vec2 center, float half) {
    const float arm = 0.45F * half;
    const float width = 0.14F * unit_;
    for (const Vec2 sign : {Vec2{-1, -1}, Vec2{1, -1}, Vec2{1, 1}, Vec2{-1, 1}}) {
      const Vec2 corner{center.x + sign.x * half, center.y + sign.y * half};
      drawing_.push_back(
          Stroke{{{corner.x - sign.x * arm, corner.y}, corner, {corner.x, corner.y - sign.y * arm}},
                 width,
                 width,
                 kAccentColor,
                 kAccentColor});
    }
  }

  void tell(Vec2 center, float share, bool chosen) {
    const float size = std::round(0.8F * unit_);
    const std::string text = percent(static_cast<double>(share));
    const float width = text_width(text, size) + 0.7F * size;
    drawing_.push_back(rounded({center.x - width / 2, center.y - 0.7F * size, width, 1.4F * size},
                               0.4F * size, {10, 11, 14, 190}));
    drawing_.push_back(Words{.baseline = {center.x, centered_baseline(center.y, size)},
                             .text = text,
                             .size = size,
                             .color = chosen ? kAccentColor : kTextColor,
                             .align = Align::kCenter,
                             .bold = chosen});
  }

  Drawing& drawing_;
  const Anchors& anchors_;
  const WorldTransform& transform_;
  Vec2 agent_;
  float inner_;
  float unit_;
};

// The dimensions whose names end on x and y; none where there are no such.
std::optional<std::pair<std::size_t, std::size_t>> plane_of(const HeadDecision& head) {
  const auto find = [&head](const std::string& axis) {
    const auto is_axis = [&axis](const std::string& label) {
      const auto words = words_of(label);
      return words.front() == axis || words.back() == axis || label == "v" + axis;
    };
    const auto found = std::find_if(head.labels.begin(), head.labels.end(), is_axis);
    return static_cast<std::size_t>(found - head.labels.begin());
  };
  const std::size_t x = find("x");
  const std::size_t y = find("y");
  const std::size_t known = std::min({head.value.size(), head.low.size(), head.high.size()});
  if (x >= known || y >= known) return std::nullopt;
  return std::pair(x, y);
}

}  // namespace

void draw_decision(Drawing& drawing, const Frame& frame, const Anchors& anchors,
                   const WorldTransform& transform, float unit) {
  const AgentView& agent = frame.mind();
  const auto found = anchors.find(agent.id);
  if (found == anchors.end() || frame.done) return;
  Marks marks(drawing, anchors, transform, transform(found->second.center),
              found->second.radius * transform.scale(), unit);
  for (const HeadDecision& head : agent.actions) {
    if (!head.candidates.empty()) {
      marks.selection(head);
    } else if (!head.allowed.empty()) {
      const auto ways = ways_of(head.labels, agent.heading);
      if (ways.size() == head.allowed.size()) marks.rose(head, ways);
    } else if (const auto plane = plane_of(head)) {
      marks.arrow(head, plane->first, plane->second);
    }
  }
}

}  // namespace saccade::render

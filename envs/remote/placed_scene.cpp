#include "envs/remote/placed_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "envs/core/colors.h"

namespace saccade {
namespace {

using colors::kBlue, colors::kGreen, colors::kInk, colors::kOrange, colors::kPurple,
    colors::kSkyBlue, colors::kVermillion, colors::kWhite, colors::kYellow;

constexpr std::array kPalette = {kSkyBlue,    kOrange, kGreen, kYellow,
                                 kVermillion, kPurple, kBlue,  kWhite};
constexpr float kMargin = 0.08F;  // Of the extent, around what was seen.
constexpr float kRadius = 0.015F;

bool is_known(Vec2 place) {
  return std::isfinite(place.x) && std::isfinite(place.y);
}

/// The names of all types, each once: of one name all have the same colour.
std::vector<std::string> type_names(const EnvironmentSpec& spec) {
  std::vector<std::string> names;
  for (const AgentKind& kind : spec.kinds) {
    for (const EntityType& type : kind.observation.types) {
      if (std::find(names.begin(), names.end(), type.name) == names.end()) {
        names.push_back(type.name);
      }
    }
  }
  return names;
}

/// Draws each entity once, whoever sees it.
class Discs {
 public:
  Discs(const EnvironmentSpec& spec, float radius, Scene& scene)
      : names_(type_names(spec)), radius_(radius), scene_(scene) {}

  void draw(const Observation::Rows& rows) {
    const auto name = std::find(names_.begin(), names_.end(), rows.type);
    const auto index = static_cast<std::size_t>(name - names_.begin());
    for (std::size_t i = 0; i < rows.ids.size(); ++i) {
      if (!is_known(rows.positions[i]) || !drawn_.insert(rows.ids[i]).second) continue;
      SceneShape& disc = scene_.add(Circle{rows.positions[i], radius_},
                                    kPalette[index % kPalette.size()], rows.ids[i]);
      disc.outline = kInk;
      disc.outline_width = radius_ / 6;
    }
  }

 private:
  std::vector<std::string> names_;
  float radius_;
  Scene& scene_;
  std::set<EntityId> drawn_;
};

}  // namespace

void PlacedScene::look(std::span<const Observation> seen) {
  for (const Observation& observation : seen) {
    for (const Observation::Rows& rows : observation.rows()) {
      for (const Vec2 place : rows.positions) {
        if (!is_known(place)) continue;
        if (is_empty_) min_ = max_ = place;
        is_empty_ = false;
        min_ = {std::min(min_.x, place.x), std::min(min_.y, place.y)};
        max_ = {std::max(max_.x, place.x), std::max(max_.y, place.y)};
      }
    }
  }
}

void PlacedScene::draw(const EnvironmentSpec& spec, std::span<const Observation> seen,
                       Scene& scene) const {
  if (is_empty_) {
    scene.min = {-10, -5};
    scene.max = {10, 5};
    scene.add(Text{{0, 0}, "neither a scene nor positions are sent"}, kWhite);
    return;
  }
  const float extent = std::max({max_.x - min_.x, max_.y - min_.y, 1.0F});
  const float margin = kMargin * extent;
  scene.min = {min_.x - margin, min_.y - margin};
  scene.max = {max_.x + margin, max_.y + margin};
  Discs discs(spec, kRadius * extent, scene);
  // An agent is what it is to itself, whatever it is to others.
  for (const Observation& observation : seen) discs.draw(observation.rows().front());
  for (const Observation& observation : seen) {
    for (const Observation::Rows& rows : observation.rows()) discs.draw(rows);
  }
}

}  // namespace saccade

#include "envs/box2d/walker_terrain.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

constexpr double kScale = 30;  // The original's pixels per metre.
constexpr double kStep = WalkerTerrain::kStep;
constexpr double kPitDepth = 4 * kStep;

// What the ground does from point to point.
class GroundMaker {
 public:
  GroundMaker(bool hardcore, Rng& rng, WalkerTerrain& terrain)
      : hardcore_(hardcore), rng_(rng), terrain_(terrain) {}

  void make() {
    for (int i = 0; i < WalkerTerrain::kPoints; ++i) {
      if (begins_) {
        begin(WalkerTerrain::x(i));
      } else {
        go_on(i);
      }
      begins_ = false;
      terrain_.y[static_cast<std::size_t>(i)] = y_;
      if (--left_ == 0) change();
    }
  }

 private:
  enum Kind { kGrass, kStump, kStairs, kPit, kKinds };

  void begin(double x) {
    if (kind_ == kPit) begin_pit(x);
    if (kind_ == kStump) begin_stump(x);
    if (kind_ == kStairs) begin_stairs(x);
  }

  void go_on(int point) {
    if (kind_ == kGrass) roll(point);
    if (kind_ == kPit) y_ = left_ > 1 ? first_y_ - kPitDepth : first_y_;
    if (kind_ == kStairs) climb();
  }

  void change() {
    left_ = rng_.integers(WalkerTerrain::kGrassPoints / 2, WalkerTerrain::kGrassPoints);
    const bool obstacle = kind_ == kGrass && hardcore_;
    kind_ = obstacle ? static_cast<Kind>(rng_.integers(1, kKinds)) : kGrass;
    begins_ = true;
  }

  void roll(int point) {
    const double below = WalkerTerrain::kHeight - y_;
    const double pull = below > 0 ? 1 : (below < 0 ? -1 : 0);
    slope_ = 0.8 * slope_ + 0.01 * pull;
    if (point > WalkerTerrain::kStartPoints) slope_ += rng_.uniform(-1, 1) / kScale;
    y_ += slope_;
  }

  void begin_pit(double x) {
    left_ = rng_.integers(3, 5);
    const double across = kStep * static_cast<double>(left_);
    for (const double at : {x, x + across}) {
      terrain_.blocks.push_back({at, y_ - kPitDepth, at + kStep, y_});
    }
    left_ += 2;
    first_y_ = y_;
  }

  void begin_stump(double x) {
    left_ = rng_.integers(1, 3);
    const double side = static_cast<double>(left_) * kStep;
    terrain_.blocks.push_back({x, y_, x + side, y_ + side});
  }

  void begin_stairs(double x) {
    rise_ = rng_.uniform() > 0.5 ? 1 : -1;
    width_ = rng_.integers(4, 5);
    stairs_ = rng_.integers(3, 5);
    first_y_ = y_;
    for (std::int64_t s = 0; s < stairs_; ++s) {
      const auto along = [&](std::int64_t stair) {
        return x + static_cast<double>(stair * width_) * kStep;
      };
      const auto up = [&](std::int64_t steps) { return y_ + static_cast<double>(steps) * kStep; };
      terrain_.blocks.push_back({along(s), up(-1 + s * rise_), along(s + 1), up(s * rise_)});
    }
    left_ = stairs_ * width_;
  }

  // The ground between the first and the last stair is a slope; the blocks stand out of it.
  void climb() {
    const auto gone = static_cast<double>(stairs_ * width_ - left_ - rise_);
    y_ = first_y_ + gone / static_cast<double>(width_) * static_cast<double>(rise_) * kStep;
  }

  bool hardcore_;
  Rng& rng_;
  WalkerTerrain& terrain_;
  Kind kind_ = kGrass;
  bool begins_ = false;                              // Whether its first point comes next.
  std::int64_t left_ = WalkerTerrain::kStartPoints;  // Points until the kind changes.
  double slope_ = 0;                                 // m per point
  double y_ = WalkerTerrain::kHeight;
  double first_y_ = 0;  // Where a pit or stairs began.
  std::int64_t rise_ = 0, width_ = 0, stairs_ = 0;
};

void make_clouds(Rng& rng, WalkerTerrain& terrain) {
  for (auto& cloud : terrain.clouds) {
    const double x = rng.uniform(0, WalkerTerrain::kPoints) * kStep;
    const double y = 400 / kScale * 3 / 4;
    for (std::size_t i = 0; i < cloud.size(); ++i) {
      const double angle = 3.14 * 2 * static_cast<double>(i) / 5;
      const double right = rng.uniform(0, 5 * kStep);
      const double up = rng.uniform(0, 5 * kStep);
      cloud[i] = {x + 15 * kStep * std::sin(angle) + right, y + 5 * kStep * std::cos(angle) + up};
    }
  }
}

}  // namespace

double WalkerTerrain::height_at(double x) const {
  const double at = std::clamp(x / kStep, 0.0, static_cast<double>(kPoints - 1));
  const int point = std::min(static_cast<int>(at), kPoints - 2);
  const auto i = static_cast<std::size_t>(point);
  return y[i] + (at - point) * (y[i + 1] - y[i]);
}

WalkerTerrain make_walker_terrain(bool hardcore, Rng& rng) {
  WalkerTerrain terrain;
  GroundMaker(hardcore, rng, terrain).make();
  make_clouds(rng, terrain);
  return terrain;
}

}  // namespace saccade

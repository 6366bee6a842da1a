#include "spaces.h"

#include <numbers>

#include "envs/core/random.h"

namespace saccade::interop {
namespace {

// How many of each type there are, if counts vary, and what there is besides.
struct Situation {
  int gates, food, stones;
  bool rays, image;
  bool placed = true;  // Whether the agent knows where it is.
};

constexpr Situation kSituations[] = {
    {0, 0, 0, false, false},      {1, 1, 0, true, false}, {0, 0, 1, false, true},
    {2, 5, 3, true, true},        {3, 40, 9, true, true}, {0, 300, 2, false, false},
    {1, 4, 4, true, true, false}, {2, 0, 6, true, true},  {0, 7, 0, false, true},
};

class Painter {
 public:
  Painter(const AgentKind& kind, std::uint64_t seed) : kind_(kind), rng_(seed) {}

  Observation paint(const Situation& situation) {
    Observation seen(kind_.observation, kind_.action);
    const std::vector<EntityType>& types = kind_.observation.types;
    const int counts[] = {1, situation.gates, situation.food, situation.stones};
    for (std::size_t t = 0; t < types.size(); ++t) {
      const int count = types[t].fixed_count >= 0 ? types[t].fixed_count : counts[t];
      for (int i = 0; i < count; ++i) {
        add(static_cast<int>(t), t > 0 || situation.placed, types[t].features.size(), seen);
      }
    }
    for (std::size_t i = 0; i < kind_.observation.rays.size(); ++i) {
      const RayModality& rays = kind_.observation.rays[i];
      if (situation.rays || !rays.optional) feel(static_cast<int>(i), rays, seen);
    }
    for (std::size_t i = 0; i < kind_.observation.images.size(); ++i) {
      const ImageModality& image = kind_.observation.images[i];
      if (situation.image || !image.optional) look(static_cast<int>(i), image, seen);
    }
    set_masks(seen);
    return seen;
  }

 private:
  float draw(double size) { return static_cast<float>(rng_.uniform(-size, size)); }
  // In numbers that sums do not round: what is equally far from something is so exactly.
  float draw_quarters() { return 0.25F * static_cast<float>(rng_.integers(-16, 17)); }
  bool happens(double probability) { return rng_.uniform() < probability; }

  void add(int type, bool placed, std::size_t width, Observation& seen) {
    std::vector<float> features(width);
    for (float& feature : features) feature = happens(0.05) ? draw(100) : draw(2);
    Vec2 position{draw(6), draw(6)};
    if (happens(0.3)) position = {1, -2};  // Shared with others.
    if (!placed || (type > 0 && happens(0.15))) position = kNowhere;
    const Vec2 velocity = happens(0.2) ? kNowhere : Vec2{draw(3), draw(3)};
    seen.add(type, next_id_++, features, position, velocity);
  }

  void feel(int modality, const RayModality& rays, Observation& seen) {
    std::vector<float> distances;
    std::vector<int> hits;
    for (int i = 0; i < rays.count; ++i) {
      const auto hit =
          static_cast<int>(rng_.integers(-1, static_cast<std::int64_t>(rays.hits.size())));
      hits.push_back(hit);
      distances.push_back(hit < 0 ? rays.range
                                  : static_cast<float>(rng_.uniform(0, 1)) * rays.range);
    }
    const float heading = draw(std::numbers::pi);
    seen.set_rays(modality, {draw(4), draw(4)}, heading, distances, hits);
  }

  void look(int modality, const ImageModality& image, Observation& seen) {
    std::vector<float> pixels(static_cast<std::size_t>(image.height * image.width) *
                              image.channels.size());
    for (float& pixel : pixels) pixel = happens(0.5) ? 0 : draw(1);
    seen.set_image(modality, {draw_quarters(), draw_quarters()}, pixels);
  }

  // Of choices at least one is allowed, of entities perhaps none.
  void set_masks(Observation& seen) {
    for (std::size_t h = 0; h < kind_.action.heads.size(); ++h) {
      const ActionHead& head = kind_.action.heads[h];
      if (is_optional(head) && happens(0.4)) {
        seen.skip_head(static_cast<int>(h));
        continue;
      }
      if (!is_masked(head)) continue;
      std::vector<std::uint8_t> mask(static_cast<std::size_t>(choice_count(head, seen)));
      for (std::uint8_t& allowed : mask) allowed = happens(0.4) ? 1 : 0;
      if (h == 0) mask.back() = 1;  // It chooses among labels.
      seen.set_mask(static_cast<int>(h), mask);
    }
  }

  const AgentKind& kind_;
  Rng rng_;
  EntityId next_id_ = 0;
};

}  // namespace

EnvironmentSpec varying_spec() {
  EnvironmentSpec spec;
  spec.id = "varying";
  spec.kinds[0].observation.types = {{"self", {"x", "y", "speed"}, 1},
                                     {"gate", {"open"}},
                                     {"food", {"x", "y", "size", "age"}},
                                     {"stone", {"size", "weight"}}};
  spec.kinds[0].observation.rays = {
      {.name = "lidar", .count = 5, .range = 8, .hits = {"wall", "food"}, .optional = true}};
  spec.kinds[0].observation.images = {{.name = "view",
                                       .height = 5,
                                       .width = 7,
                                       .channels = {"red", "green"},
                                       .pixel_size = 0.5F,
                                       .optional = true}};
  spec.kinds[0].action = {{CategoricalHead{"move", {"left", "stay", "right", "jump"}, true},
                           ContinuousHead{"wave", {"a", "b", "c"}, {-1, 0, -3}, {1, 1, 5}},
                           SelectEntityHead{"pick", {3, 1}, true},
                           SelectEntityHead{"look_at", {0, 2}}}};
  return spec;
}

EnvironmentSpec fixed_spec() {
  EnvironmentSpec spec = varying_spec();
  spec.id = "fixed";
  spec.kinds[0].observation.types[1].fixed_count = 2;
  spec.kinds[0].observation.types[2].fixed_count = 3;
  spec.kinds[0].observation.types.pop_back();
  spec.kinds[0].observation.rays[0].optional = false;
  spec.kinds[0].observation.images[0].optional = false;
  spec.kinds[0].action.heads.resize(2);
  return spec;
}

EnvironmentSpec partial_spec() {
  EnvironmentSpec spec = varying_spec();
  spec.id = "partial";
  spec.kinds[0].observation.types[1].features.clear();
  spec.kinds[0].observation.types[2].critic_only = true;
  for (ActionHead& head : spec.kinds[0].action.heads) {
    std::visit([](auto& kind) { kind.optional = true; }, head);
  }
  spec.kinds[0].action.heads.back() = SelectEntityHead{"look_at", {0, 3}};
  return spec;
}

EnvironmentSpec two_kinds_spec() {
  EnvironmentSpec spec;
  spec.id = "two-kinds";
  spec.kinds = {varying_spec().kinds[0], partial_spec().kinds[0]};
  spec.kinds[0].name = "scout";
  spec.kinds[1].name = "cook";
  return spec;
}

EnvironmentSpec placed_spec() {
  EnvironmentSpec spec = varying_spec();
  spec.id = "placed";
  spec.kinds[0].observation.images.clear();
  std::vector<EntityType>& types = spec.kinds[0].observation.types;
  types[0].features = {"x", "y", "ahead_x", "ahead_y", "drift_x", "drift_y", "speed"};
  types[0].geometry = {{Geometry::kPosition, {"x", "y"}},
                       {Geometry::kHeading, {"ahead_x", "ahead_y"}},
                       {Geometry::kDirection, {"drift_x", "drift_y"}, {5, 2}}};
  types[2].features = {"size", "x", "facing", "y"};
  types[2].geometry = {{Geometry::kPoint, {"x", "y"}, {2, 0.5F}},
                       {Geometry::kAngle, {"facing"}, {0.25F, 1}}};
  types[3].features = {"dx", "dy", "cosine", "sine"};
  types[3].geometry = {{Geometry::kDirection, {"dx", "dy"}},
                       {Geometry::kAngle, {"cosine", "sine"}}};
  spec.kinds.push_back(spec.kinds[0]);
  spec.kinds[0].name = "walker";
  spec.kinds[1].name = "turret";
  EntityType& turret = spec.kinds[1].observation.types[0];
  turret.features = {"bearing", "y", "x"};
  turret.geometry = {{Geometry::kPosition, {"x", "y"}},
                     {Geometry::kHeading, {"bearing"}, {0.5F, 1}}};
  return spec;
}

std::vector<Observation> observations_of(const AgentKind& kind, std::uint64_t seed) {
  std::vector<Observation> observations;
  for (const Situation& situation : kSituations) {
    observations.push_back(Painter(kind, seed++).paint(situation));
  }
  return observations;
}

Observation random_observation(const AgentKind& kind, std::uint64_t seed) {
  Rng rng(derive_seed({seed, 1}));
  // Mostly few, at times many.
  const auto count = [&rng] {
    const std::int64_t most = rng.uniform() < 0.1 ? 25 : 6;
    return static_cast<int>(rng.integers(0, most));
  };
  const int gates = count(), food = count(), stones = count();
  const bool rays = rng.uniform() < 0.6, image = rng.uniform() < 0.6;
  return Painter(kind, seed).paint({gates, food, stones, rays, image, rng.uniform() < 0.85});
}

}  // namespace saccade::interop

// The tokens of rays and images, and how a batch packs them.
#include "agents/policy/tokens.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/policy/feature_batch.h"

namespace saccade {
namespace {

const RayModality kRays{.name = "rays", .count = 4, .range = 2, .hits = {"wall", "food"}};
const ImageModality kImage{
    .name = "picture", .height = 2, .width = 3, .channels = {"r", "g"}, .pixel_size = 0.5F};

ObservationSpace space_of(bool optional) {
  ObservationSpace space{{{"self", {"x"}, 1}, {"food", {"a", "b"}}}, {kRays}, {kImage}};
  space.rays[0].optional = optional;
  return space;
}
const ActionSpace kActions = {{CategoricalHead{"go", {"a", "b"}}}};

Observation::Rays rays_from(Vec2 origin, float heading) {
  return {true, origin, heading, {0.5F, 2, 1, 1.5F}, {1, -1, 0, 0}};
}

// The pixels are 0, 1, ... 11: row by row, of each pixel both channels.
Observation::Image counting_image(Vec2 origin) {
  Observation::Image image{true, origin, {}};
  for (int i = 0; i < 12; ++i) image.pixels.push_back(static_cast<float>(i));
  return image;
}

template <class Value>
std::vector<Value> part(const std::vector<Value>& all, std::size_t begin, std::size_t count) {
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

void check_near(const std::vector<float>& found, const std::vector<float>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    INFO("number " << i);
    CHECK(found[i] == Approx(wanted[i]).margin(1e-6));
  }
}

Observation observation_of(const ObservationSpace& space, bool with_rays, int food) {
  Observation seen(space, kActions);
  seen.add(0, 0, {7}, {1, 2}, {3, 4});
  for (int i = 0; i < food; ++i) seen.add(1, i + 1, {5, 6}, {static_cast<float>(i), 0});
  const Observation::Rays rays = rays_from({10, 20}, 0);
  if (with_rays) seen.set_rays(0, rays.origin, 0, rays.distances, rays.hits);
  seen.set_image(0, {0, 0}, counting_image({0, 0}).pixels);
  return seen;
}

}  // namespace

TEST_CASE("token types are the entity types, then rays, then images") {
  const std::vector<TokenSpec> types = token_types(space_of(true), 2);
  REQUIRE(types.size() == 4);
  CHECK(types[0].name == "self");
  CHECK(types[0].fixed_count == 1);
  CHECK(types[1].fixed_count == -1);
  CHECK_FALSE(types[1].context);
  CHECK(types[2].name == "rays");
  CHECK(types[2].context);
  CHECK(types[2].fixed_count == -1);
  CHECK(token_types(space_of(false), 2)[2].fixed_count == 4);
  CHECK(part(types[2].features, 0, 5) ==
        std::vector<std::string>{"distance", "hit_none", "hit_wall", "hit_food", "angle_cos_1"});
  CHECK(types[2].width == 1 + 3 + 6);
  CHECK(types[3].fixed_count == 2);  // Of 3 columns, the second patch has but one.
  CHECK(part(types[3].features, 1, 2) == std::vector<std::string>{"g_0_0", "r_0_1"});
  CHECK(types[3].width == 2 * 2 * 2 + 12);
  CHECK(token_types(space_of(true), 1)[3].fixed_count == 6);
}

TEST_CASE("a ray's token holds its distance, what it hit and its angle") {
  const RayTokens tokens(kRays);
  std::vector<float> features;
  tokens.append_features(rays_from({0, 0}, 1), features);
  REQUIRE(features.size() == 4 * 10);
  // Ray 0: half a metre of two, food, angle 0.
  check_near(part(features, 0, 10), {0.25F, 0, 0, 1, 1, 0, 1, 0, 1, 0});
  // Ray 1: nothing, a quarter turn: cos and sin of 90, 180 and 360 degrees.
  check_near(part(features, 10, 10), {1, 1, 0, 0, 0, 1, -1, 0, 1, 0});
}

TEST_CASE("a ray's angle is told relative to the agent's heading in its frame") {
  const RayTokens tokens(kRays);
  std::vector<float> features;
  tokens.append_features(rays_from({0, 0}, 1), features);
  const std::vector<float> before = features;
  tokens.rotate(1, {.cosine = std::cos(1.0), .sine = std::sin(1.0)}, features);
  check_near(features, before);
  // The fan points a quarter turn to the left of the agent.
  tokens.rotate(1.5F, {.cosine = std::sin(1.5), .sine = -std::cos(1.5)}, features);
  check_near(part(features, 0, 10), {0.25F, 0, 0, 1, 0, 1, -1, 0, 1, 0});
  check_near(part(features, 10, 10), {1, 1, 0, 0, -1, 0, 1, 0, 1, 0});
}

TEST_CASE("a ray's token is where the ray ends") {
  const RayTokens tokens(kRays);
  std::vector<float> motions;
  tokens.append_motions(rays_from({10, 20}, std::acos(0.6F)), {4, 21}, motions);
  REQUIRE(motions.size() == 4 * 4);
  check_near(part(motions, 0, 2), {6 + 0.5F * 0.6F, -1 + 0.5F * 0.8F});
  check_near(part(motions, 4, 2), {6 - 2 * 0.8F, -1 + 2 * 0.6F});
  CHECK(std::isnan(motions[2]));
  CHECK(std::isnan(motions[3]));
}

TEST_CASE("a patch's token holds its pixels, zeros beyond the edge, and its place") {
  const PatchTokens tokens(kImage, 2);
  CHECK(tokens.count() == 2);
  std::vector<float> features;
  tokens.append_features(counting_image({0, 0}), features);
  REQUIRE(features.size() == 2 * 20);
  check_near(part(features, 0, 8), {0, 1, 2, 3, 6, 7, 8, 9});
  check_near(part(features, 20, 8), {4, 5, 0, 0, 10, 11, 0, 0});
  // One row of patches: u = 1/2.  Two columns: u = 1/4 and 3/4.
  check_near(part(features, 8, 6), {0, 1, -1, 0, 1, 0});
  const float root = std::sqrt(0.5F);
  check_near(part(features, 14, 6), {root, root, 0, 1, -1, 0});
  check_near(part(features, 34, 6), {-root, root, 0, -1, -1, 0});
}

TEST_CASE("a patch's token is at the patch's centre, the top row first") {
  const PatchTokens tokens({.name = "p", .height = 4, .width = 4, .channels = {"r"}}, 2);
  std::vector<float> motions;
  tokens.append_motions({true, {10, 20}, {}}, {4, 21}, motions);
  REQUIRE(motions.size() == 4 * 4);
  check_near(part(motions, 0, 2), {5, 0});
  check_near(part(motions, 4, 2), {7, 0});
  check_near(part(motions, 8, 2), {5, -2});
}

TEST_CASE("a batch appends sensors as further types, and a missing reading as no tokens") {
  const ObservationSpace space = space_of(true);
  FeatureBatch batch(space, kActions, 2);
  CHECK(batch.type_count() == 4);
  batch.append(observation_of(space, true, 2));
  batch.append(observation_of(space, false, 0));
  batch.append(observation_of(space, true, 1));
  CHECK(batch.rows() == 3 + 3 + 8 + 6);
  CHECK(batch.features(2, 0, 1).size() == 4 * 10);
  CHECK(batch.features(2, 1, 1).empty());
  NetworkInput<float> input;
  batch.view(1, 2, input);
  CHECK(input.types[2].offsets[1] - input.types[2].offsets[0] == 0);
  CHECK(input.types[2].offsets[2] - input.types[2].offsets[1] == 4);
  CHECK(input.types[3].width == 20);
  CHECK(input.types[0].motion == nullptr);
}

TEST_CASE("a batch with motion tells where the agent sees tokens and how entities move") {
  const ObservationSpace space = space_of(true);
  FeatureBatch batch(space, kActions, 2, true);
  batch.append(observation_of(space, false, 0));
  FeatureBatch copy(space, kActions, 2, true);
  batch.append(observation_of(space, true, 2));
  copy.append(batch, 1);
  NetworkInput<float> input;
  copy.view(0, 1, input);
  const auto motion = [&](std::size_t type, int row) {
    const float* first = input.types[type].motion + 4 * row;
    return std::vector<float>(first, first + 4);
  };
  CHECK(std::vector<float>(input.origins, input.origins + 2) == std::vector<float>{1, 2});
  CHECK(motion(0, 0) == std::vector<float>{0, 0, 3, 4});
  CHECK(part(motion(1, 1), 0, 2) == std::vector<float>{0, -2});
  CHECK(std::isnan(motion(1, 1)[2]));
  check_near(part(motion(2, 0), 0, 2), {9.5F, 18});
  check_near(part(motion(3, 0), 0, 2), {-1.25F, -2});
}

TEST_CASE("a batch in a frame holds features and motions in it, and as they are in the world's") {
  ObservationSpace space{{{"self", {"x", "y", "angle"}, 1}, {"food", {"size", "x", "y"}}}, {kRays}};
  space.types[0].geometry = {{Geometry::kPosition, {"x", "y"}}, {Geometry::kHeading, {"angle"}}};
  space.types[1].geometry = {{Geometry::kPoint, {"x", "y"}}};
  const float quarter = std::acos(0.0F);
  const auto seen_in = [&](ObservationFrame frame) {
    Observation before(space, kActions), seen(space, kActions);
    before.add(0, 0, {5, 6, 0}, {5, 6}, {0, 0});
    before.add(1, 1, {9, 2, 2}, {2, 2});
    seen.add(0, 0, {1, 2, quarter}, {1, 2}, {0, 3});
    seen.add(1, 1, {9, 1, 7}, {1, 7}, {4, 0});
    seen.add(1, 2, {8, 4, 2}, {4, 2});
    const Observation::Rays rays = rays_from({1, 2}, 0);
    seen.set_rays(0, rays.origin, rays.heading, rays.distances, rays.hits);
    FeatureBatch batch(space, kActions, 2, true, frame);
    batch.append(before);
    batch.append(seen);
    return batch;
  };
  const auto features = [](FeatureBatch batch, int type) {
    const std::span<const float> rows = batch.features(type, 1, 1);
    return std::vector<float>(rows.begin(), rows.end());
  };
  const auto motion = [](const FeatureBatch& batch, std::size_t type, int row) {
    NetworkInput<float> input;
    batch.view(1, 1, input);
    const float* first = input.types[type].motion + 4 * (input.types[type].offsets[0] + row);
    return std::vector<float>(first, first + 4);
  };
  const FeatureBatch world = seen_in(ObservationFrame::kWorld);
  CHECK(features(world, 1) == std::vector<float>{9, 1, 7, 8, 4, 2});
  CHECK(motion(world, 1, 0) == std::vector<float>{0, 5, 4, 0});
  const FeatureBatch moved = seen_in(ObservationFrame::kPosition);
  CHECK(features(moved, 1) == std::vector<float>{9, 0, 5, 8, 3, 0});
  CHECK(features(moved, 2) == features(world, 2));
  CHECK(motion(moved, 1, 0) == motion(world, 1, 0));
  const FeatureBatch turned = seen_in(ObservationFrame::kPose);  // Facing up the world's y axis.
  check_near(features(turned, 1), {9, 5, 0, 8, 0, -3});
  check_near(features(turned, 0), {0, 0, 0});
  check_near(motion(turned, 0, 0), {0, 0, 3, 0});
  check_near(motion(turned, 1, 0), {5, 0, 0, -4});
  check_near(part(motion(turned, 1, 1), 0, 2), {0, -3});
  CHECK(std::isnan(motion(turned, 1, 1)[2]));
  // The second ray points up, so straight ahead: cos and sin of 0.
  check_near(part(features(turned, 2), 14, 6), {1, 0, 1, 0, 1, 0});
  check_near(part(motion(turned, 2, 1), 0, 2), {2, 0});
}

TEST_CASE("an agent without a place sees from the world's origin") {
  const ObservationSpace space = space_of(true);
  Observation seen(space, kActions);
  seen.add(0, 0, {7});
  seen.add(1, 1, {5, 6}, {3, 4});
  FeatureBatch batch(space, kActions, 2, true);
  batch.append(seen);
  NetworkInput<float> input;
  batch.view(0, 1, input);
  CHECK(std::isnan(input.types[0].motion[0]));
  CHECK(input.types[1].motion[0] == 3);
  CHECK(input.origins[1] == 0);
}

TEST_CASE("a batch of more rows than its offsets can count is refused") {
  // Without features rows take no memory.
  const ObservationSpace space{{{"self", {"x"}, 1}, {"crowd", {}}}};
  constexpr std::uint32_t kCrowd = 1U << 18;
  Observation seen(space, kActions);
  seen.add(0, 0, {1});
  for (std::uint32_t i = 1; i <= kCrowd; ++i) seen.add(1, i, {});
  FeatureBatch batch(space, kActions, 1);
  for (std::uint32_t i = 1; i < (1U << 31) / kCrowd; ++i) batch.append(seen);
  CHECK_THROWS_WITH(batch.append(seen), Catch::Contains("found more than 2147483647 rows"));
}

}  // namespace saccade

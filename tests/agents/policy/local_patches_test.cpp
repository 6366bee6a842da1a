// Local attention among the patches of an image: whom a query sees is decided by the layout, not by
// how places far from the world's origin are rounded.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/policy/feature_batch.h"
#include "agents/policy/policy_network.h"
#include "nn/attention/attention_kinds.h"
#include "nn/geometry/neighbours.h"
#include "support/random_vector.h"

namespace saccade {
namespace {

constexpr int kPatch = 4;
constexpr int kSide = 24;                 // Pixels.
constexpr int kRow = kSide / kPatch;      // Patches.
constexpr int kTokens = kRow * kRow + 1;  // And the agent, first.
constexpr int kNear = 8;

ObservationSpace space_with(float pixel_size) {
  return {{{"self", {"x"}, 1}},
          {},
          {{.name = "view",
            .height = kSide,
            .width = kSide,
            .channels = {"light"},
            .pixel_size = pixel_size}}};
}
const ActionSpace kActions = {{CategoricalHead{"go", {"a", "b"}}}};

Observation seen_at(const ObservationSpace& space, Vec2 place) {
  Observation seen(space, kActions);
  seen.add(0, 0, {0.5F}, place, {0, 0});
  std::vector<float> pixels;
  for (const double x : testing::random_vector(kSide * kSide, 3)) {
    pixels.push_back(static_cast<float>(x));
  }
  seen.set_image(0, place, pixels);
  return seen;
}

// In half pixels, from the agent in the middle of the image.
std::array<int, 2> place_of(int token) {
  if (token == 0) return {0, 0};
  const auto centre = [](int patch) { return (2 * patch + 1) * kPatch - kSide; };
  return {centre((token - 1) % kRow), -centre((token - 1) / kRow)};
}

// The nearest tokens by whole numbers, ties by index.
std::vector<std::int32_t> nearest(int query) {
  std::vector<std::pair<int, std::int32_t>> all;
  for (int token = 0; token < kTokens; ++token) {
    const int dx = place_of(token)[0] - place_of(query)[0];
    const int dy = place_of(token)[1] - place_of(query)[1];
    all.emplace_back(dx * dx + dy * dy, token);
  }
  std::sort(all.begin(), all.end());
  std::vector<std::int32_t> found;
  for (int i = 0; i < kNear; ++i) found.push_back(all[static_cast<std::size_t>(i)].second);
  std::sort(found.begin(), found.end());
  return found;
}

// [tokens x 4] as the batch has them, the agent first.
std::vector<float> motions_of(const NetworkInput<float>& input) {
  std::vector<float> motions(input.types[0].motion, input.types[0].motion + 4);
  const float* patches = input.types[1].motion;
  motions.insert(motions.end(), patches, patches + std::ptrdiff_t{4} * (kTokens - 1));
  return motions;
}

PolicyConfig local_policy() {
  PolicyConfig config;
  config.encoder = {.width = 16, .heads = 2, .self_attention_blocks = 1};
  config.encoder.attention = {.kind = nn::find_attention_kind("local"), .neighbours = kNear};
  config.image_patch = kPatch;
  return config;
}

// One observation as a network in double takes it, its places from whole numbers.
struct Exact {
  std::vector<std::vector<double>> features, motions;
  NetworkInput<double> input;

  Exact(const NetworkInput<float>& from, float pixel_size) {
    int token = 0;
    for (const nn::EntityRows<float>& rows : from.types) {
      features.emplace_back(rows.features, rows.features + rows.offsets[1] * rows.width);
      std::vector<double>& motion = motions.emplace_back();
      for (int row = 0; row < rows.offsets[1]; ++row, ++token) {
        for (const int halves : place_of(token)) {
          motion.push_back(halves * static_cast<double>(pixel_size) / 2);
        }
        motion.resize(motion.size() + 2);
      }
    }
    input.samples = 1;
    input.masks = from.masks;
    for (std::size_t t = 0; t < features.size(); ++t) {
      input.types.push_back(
          {features[t].data(), from.types[t].width, from.types[t].offsets, motions[t].data()});
    }
  }
};

template <class T>
std::vector<nn::AttentionMap> attention(const NetworkInput<T>& input,
                                        const ObservationSpace& space) {
  const PolicyNetwork<T> network(space, kActions, local_policy());
  const auto drawn = testing::random_vector(network.layout().size(), 7);
  const std::vector<T> parameters(drawn.begin(), drawn.end());
  NetworkPass<T> pass = network.make_pass();
  network.prepare(parameters.data(), pass);
  network.forward(parameters.data(), input, pass);
  return network.attention(parameters.data(), pass, 0);
}

TEST_CASE("patches equally far away are told apart by their index, wherever the agent is") {
  const float pixel_size = GENERATE(0.5F, 0.3F, 0.1F, 1.7F);
  const Vec2 place = GENERATE(Vec2{0, 0}, Vec2{123.4567F, -76.5432F}, Vec2{-7654.321F, 1e5F / 3});
  CAPTURE(pixel_size, place.x);
  const ObservationSpace space = space_with(pixel_size);
  FeatureBatch batch(space, kActions, kPatch, true);
  batch.append(seen_at(space, place));
  NetworkInput<float> input;
  batch.view(0, 1, input);
  const std::vector<float> motions = motions_of(input);
  const std::int32_t offsets[] = {0, kTokens};
  nn::Neighbours neighbours;
  neighbours.find(motions.data(), offsets, motions.data(), offsets, 1, true, {kNear, 0});
  for (int query = 0; query < kTokens; ++query) {
    const auto near = neighbours.of(query);
    CHECK(std::vector<std::int32_t>(near.begin(), near.end()) == nearest(query));
  }
}

TEST_CASE("attention among patches is the same in float and in double") {
  constexpr float kPixel = 0.3F;
  const ObservationSpace space = space_with(kPixel);
  FeatureBatch batch(space, kActions, kPatch, true);
  batch.append(seen_at(space, {123.4567F, -76.5432F}));
  NetworkInput<float> input;
  batch.view(0, 1, input);
  const Exact exact(input, kPixel);
  const auto single = attention(input, space);
  const auto wide = attention(exact.input, space);
  REQUIRE(single.size() == 2);
  for (std::size_t layer = 0; layer < single.size(); ++layer) {
    REQUIRE(single[layer].weights.size() == wide[layer].weights.size());
    double most = 0;
    for (std::size_t i = 0; i < single[layer].weights.size(); ++i) {
      most = std::max(most, std::abs(static_cast<double>(single[layer].weights[i]) -
                                     static_cast<double>(wide[layer].weights[i])));
    }
    CHECK(most < 1e-5);
  }
}

// All rays that hit nothing end at the same distance.
TEST_CASE("rays equally long are told apart by their index") {
  // 65 squared is odd and has 13 binary digits: cut to 12, it would lie on an edge.
  const float range = GENERATE(10.0F, 65.0F, 67.0F);
  const RayModality rays{.name = "lidar", .count = 24, .range = range, .hits = {"wall"}};
  std::vector<float> motions;
  RayTokens(rays).append_motions(
      {true, {123.4567F, -76.5432F}, 0.7F, std::vector<float>(24, range), std::vector<int>(24, -1)},
      {123.4567F, -76.5432F}, motions);
  const std::vector<float> agent(4);
  const std::int32_t queries[] = {0, 1}, keys[] = {0, 24};
  nn::Neighbours neighbours;
  neighbours.find(agent.data(), queries, motions.data(), keys, 1, false, {5, 0});
  const auto near = neighbours.of(0);
  CHECK(std::vector<std::int32_t>(near.begin(), near.end()) ==
        std::vector<std::int32_t>{0, 1, 2, 3, 4});
}

}  // namespace
}  // namespace saccade

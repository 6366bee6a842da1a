// A policy in the agent's own frame does not notice that the whole world is moved and turned.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "agents/frame/harbour.h"
#include "agents/learner.h"
#include "agents/policy/actor.h"
#include "agents/small_learner.h"
#include "nn/memory/memory_kinds.h"
#include "support/attention_options.h"

namespace saccade {
namespace {

using testing::Harbour;
using testing::harbour;

constexpr Harbour::Place kElsewhere{.angle = 2.3, .shift = {37, -21}};
constexpr Harbour::Place kMoved{.angle = 0, .shift = {37, -21}};

Observation sight(const Harbour::Place& place, std::uint64_t seed) {
  Harbour world(place);
  world.reset(seed);
  const AgentKind& kind = world.spec().kinds[0];
  Observation seen(kind.observation, kind.action);
  world.observe(0, seen);
  return seen;
}

/// Normalised by statistics of what was seen, as after a little training.
Policy trained(const PolicyConfig& config) {
  LearnerConfig learner = testing::small_config();
  learner.policy = config;
  learner.optimiser.learning_rate = 1e-2F;  // Pair biases begin at 0.
  Learner learned(harbour(), learner, 4000, 1, 1);
  learned.update();
  const AgentKind kind = Harbour().spec().kinds[0];
  Policy policy(kind.observation, kind.action, config, 1);
  policy.load(learned.policies().tensors());
  return policy;
}

/// The largest difference of what a policy computes of two sights.
double difference(const Policy& policy, const Observation& a, const Observation& b) {
  const Decision x = Actor(policy).decide(a, nullptr), y = Actor(policy).decide(b, nullptr);
  double most = std::abs(static_cast<double>(x.value - y.value));
  for (std::size_t h = 0; h < x.heads.size(); ++h) {
    REQUIRE(x.heads[h].probabilities.size() == y.heads[h].probabilities.size());
    for (std::size_t i = 0; i < x.heads[h].probabilities.size(); ++i) {
      const float gap = x.heads[h].probabilities[i] - y.heads[h].probabilities[i];
      most = std::max(most, std::abs(static_cast<double>(gap)));
    }
  }
  return most;
}

double largest_difference(const PolicyConfig& config, const Harbour::Place& place) {
  const Policy policy = trained(config);
  double most = 0;
  for (std::uint64_t seed = 100; seed < 130; ++seed) {
    most = std::max(most, difference(policy, sight({}, seed), sight(place, seed)));
  }
  return most;
}

/// Everything that reads places.
PolicyConfig config_of(const nn::AttentionKind* kind, ObservationFrame frame) {
  PolicyConfig config = testing::small_policy();
  config.frame = frame;
  config.encoder = {.width = 16, .heads = 2, .self_attention_blocks = 1};
  config.encoder.attention.kind = kind;
  if (kind->is_local) config.encoder.attention.neighbours = 3;
  config.encoder.attention.pair_bias = kind->scores_pairs;
  config.encoder.attention.pair_value = kind->scores_pairs;
  config.encoder.position = {.kind = nn::PositionKind::kFourier, .wavelength = 40};
  return config;
}

}  // namespace

TEST_CASE("in the frame of its pose a policy sees the same wherever the world is turned") {
  const auto* kind = GENERATE(from_range(testing::every_attention_kind()));
  CAPTURE(kind->name);
  PolicyConfig config = config_of(kind, ObservationFrame::kPose);
  CHECK(largest_difference(config, kElsewhere) < 1e-4);
  config.encoder.fusion = nn::Fusion::kCross;
  CHECK(largest_difference(config, kElsewhere) < 1e-4);
}

TEST_CASE("in the frame of its position a policy sees the same wherever the world is moved") {
  const auto* kind = nn::default_attention_kind();
  const PolicyConfig config = config_of(kind, ObservationFrame::kPosition);
  CHECK(largest_difference(config, kMoved) < 1e-4);
  CHECK(largest_difference(config, kElsewhere) > 1e-2);
}

TEST_CASE("in the world's frame a policy sees where the world is") {
  const auto* kind = nn::default_attention_kind();
  const PolicyConfig config = config_of(kind, ObservationFrame::kWorld);
  CHECK(largest_difference(config, kMoved) > 1e-2);
}

TEST_CASE("statistics are those of features in the frame") {
  LearnerConfig config = testing::small_config();
  config.policy.frame = ObservationFrame::kPose;
  Learner learner(harbour(kElsewhere), config, 4000, 1, 1);
  learner.update();
  const TensorMap tensors = learner.policies().tensors();
  const auto mean = read_tensor<double>(tensors, "observation.self.mean");
  const auto variance = read_tensor<double>(tensors, "observation.self.variance");
  for (const std::size_t feature : {0U, 1U, 2U}) {  // x, y, course
    CHECK(mean[feature] == Approx(0).margin(1e-6));
    CHECK(variance[feature] < 1e-9);
  }
  CHECK(variance[3] > 0.1);
}

TEST_CASE("a run in a frame has the same bits on any number of threads and after a resume",
          "[threads]") {
  LearnerConfig config = testing::small_config();
  config.policy = config_of(nn::default_attention_kind(), ObservationFrame::kPose);
  config.policy.memory.kind = nn::find_memory_kind("gru");
  config.policy.memory_sequence = 4;
  testing::check_threads_and_resume(
      [&config](int threads) { return Learner(harbour(), config, 4000, 1, threads); });
}

TEST_CASE("the viewer is told places in the world, whatever the frame") {
  PolicyConfig config = config_of(nn::default_attention_kind(), ObservationFrame::kPose);
  const Observation seen = sight(kElsewhere, 100);
  const AttentionWeights attention = Actor(trained(config)).decide(seen, nullptr).attention;
  const Vec2 self = seen.rows()[0].positions[0], buoy = seen.rows()[1].positions[0];
  CHECK(attention.positions.at(0).x == Approx(self.x).epsilon(1e-5));
  CHECK(attention.positions.at(1).x == Approx(buoy.x).epsilon(1e-5));
  CHECK(attention.positions.at(1).y == Approx(buoy.y).epsilon(1e-5));
}

}  // namespace saccade

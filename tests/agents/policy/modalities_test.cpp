// Policies that see by rays and images: what can be built, what they attend to, and that forage
// trains with them.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "agents/learner.h"
#include "agents/policy/actor.h"
#include "agents/toy_environments.h"
#include "support/rollout.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Lookout;

PolicyConfig small_policy() {
  PolicyConfig config;
  config.encoder = {.width = 8, .heads = 2};
  config.image_patch = 2;
  config.value_gain = 1;
  return config;
}

ObservationSpace fixed_space() {
  ObservationSpace space = Lookout().spec().kinds[0].observation;
  space.rays[0].optional = false;
  space.images[0].optional = false;
  return space;
}

Policy make_policy(const ObservationSpace& space, const PolicyConfig& config) {
  return {space, Lookout().spec().kinds[0].action, config, 1};
}

// The first observation with both rays and a picture.
Observation seen_by_both() {
  Lookout environment;
  Observation observation(environment.spec().kinds[0].observation,
                          environment.spec().kinds[0].action);
  std::uint64_t seed = 0;
  while (!observation.rays()[0].present || !observation.images()[0].present) {
    environment.reset(seed++);
    observation.clear();
    environment.observe(0, observation);
  }
  return observation;
}

}  // namespace

TEST_CASE("a patch larger than an image or below 1 is refused") {
  PolicyConfig config = small_policy();
  config.image_patch = 5;
  CHECK_THROWS_WITH(
      make_policy(fixed_space(), config),
      Catch::Contains("policy.image_patch: found 5, wanted 1 to 4: the image 'picture'"));
  config.image_patch = 0;
  CHECK_THROWS_WITH(make_policy({{{"self", {"x"}, 1}}}, config),
                    Catch::Contains("policy.image_patch: found 0, wanted at least 1"));
}

TEST_CASE("an mlp encoder takes sensors that are always there and refuses others") {
  PolicyConfig config = small_policy();
  config.encoder.kind = nn::EncoderKind::kMlp;
  const Policy policy = make_policy(fixed_space(), config);
  Actor actor(policy);
  CHECK(std::isfinite(actor.decide(seen_by_both(), nullptr).value));
  CHECK_THROWS_WITH(make_policy(Lookout().spec().kinds[0].observation, config),
                    Catch::Contains("found the rays 'rays' that some observations lack") &&
                        Catch::Contains("--set policy.encoder=attention"));
}

TEST_CASE("every encoder reads the sensors") {
  PolicyConfig config = small_policy();
  config.encoder.kind =
      GENERATE(nn::EncoderKind::kAttention, nn::EncoderKind::kMeanPool, nn::EncoderKind::kMaxPool);
  const Policy policy = make_policy(Lookout().spec().kinds[0].observation, config);
  Actor actor(policy);
  Observation seen = seen_by_both();
  const float before = actor.decide(seen, nullptr).value;
  const auto rays = seen.rays()[0];
  seen.set_rays(0, {}, 0, std::vector<float>(4, 1.0F), std::vector<int>(4, 0));
  const float other_rays = actor.decide(seen, nullptr).value;
  CHECK(other_rays != before);
  seen.set_rays(0, {}, 0, rays.distances, rays.hits);
  seen.set_image(0, {}, std::vector<float>(16, 1.0F));
  CHECK(actor.decide(seen, nullptr).value != before);
}

TEST_CASE("attention is told for rays and patches too, with their types and places") {
  const Policy policy = make_policy(Lookout().spec().kinds[0].observation, small_policy());
  Actor actor(policy);
  const Observation seen = seen_by_both();
  const AttentionWeights attention = actor.decide(seen, nullptr).attention;
  CHECK(attention.types == std::vector<int>{0, 1, 1, 1, 1, 2, 2, 2, 2});
  CHECK(attention.ids[0] == 0);
  for (std::size_t i = 1; i < 9; ++i) CHECK(attention.ids[i] == kNoEntity);
  CHECK(attention.positions.at(2).y == Approx(seen.rays()[0].distances[1]));
  CHECK(attention.positions.at(5).x == Approx(-1));  // The centre of the patch on the top left.
  CHECK(attention.positions.at(5).y == Approx(1));
  REQUIRE(attention.weights.size() == 2 * 9);
  CHECK(std::accumulate(attention.weights.begin(), attention.weights.begin() + 9, 0.0) ==
        Approx(1));
}

TEST_CASE("statistics and parameters of sensors have readable names") {
  const TensorMap tensors =
      make_policy(Lookout().spec().kinds[0].observation, small_policy()).tensors();
  CHECK(tensors.at("observation.rays.mean").shape == std::vector<std::int64_t>{1 + 2 + 6});
  CHECK(tensors.at("observation.picture.variance").shape == std::vector<std::int64_t>{4 + 12});
  CHECK(tensors.count("policy.entity.rays.embed.weight") == 1);
  CHECK(tensors.count("policy.entity.picture.embed.bias") == 1);
}

TEST_CASE("forage trains by rays and image, bit-identical for 1 and 3 threads", "[threads]") {
  const bool entities = GENERATE(true, false);
  const auto fusion = GENERATE(nn::Fusion::kJoint, nn::Fusion::kCross);
  const EnvironmentFactory factory = [entities] {
    return testing::make_builtin(
        "forage", {{"rays", 8}, {"image", true}, {"entities", entities}, {"seconds", 1}});
  };
  LearnerConfig config;
  config.policy = small_policy();
  config.policy.encoder.fusion = fusion;
  config.policy.image_patch = 6;
  config.rollout.envs = 24;  // Three rollout shards.
  config.rollout.horizon = 12;
  config.algorithm.options.set("epochs", 2);
  config.algorithm.options.set("minibatches", 2);
  Learner one(factory, config, 1000, 1, 1);
  Learner three(factory, config, 1000, 1, 3);
  const TensorMap before = one.policies().tensors();
  for (int i = 0; i < 2; ++i) {
    const UpdateMetrics metrics = one.update();
    CHECK(std::isfinite(metrics["value_loss"]));
    CHECK(three.update()["grad_norm"] == metrics["grad_norm"]);
  }
  const TensorMap after = one.save();
  CHECK(after.at("policy.entity.lidar.embed.weight").bytes !=
        before.at("policy.entity.lidar.embed.weight").bytes);
  for (const auto& [name, tensor] : three.save()) CHECK(tensor.bytes == after.at(name).bytes);
  Learner resumed(factory, config, 1000, 1, 2);
  resumed.restore(after);
  CHECK(resumed.update()["policy_loss"] == one.update()["policy_loss"]);
}

}  // namespace saccade

// Runs in the agent's own frame: what a checkpoint tells of geometry, and in what world it fits.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "agents/frame/frame_checks.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/files/safetensors.h"
#include "experiments/run/short_runs.h"
#include "support/rollout.h"
#include "support/saccade_program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using testing::make_builtin;
using testing::Runs;
using testing::with;

EnvironmentSpec minefield() {
  return make_builtin("minefield")->spec();
}

Checkpoint checkpoint_in(ObservationFrame frame) {
  ExperimentConfig config;
  config.learner.policy.frame = frame;
  return make_checkpoint(config, minefield(), 0, {});
}

bool accepts(const EnvironmentSpec& spec, ObservationFrame frame) {
  try {
    check_frame(spec, frame);
  } catch (const Error&) {
    return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a checkpoint in the world's frame fits whatever geometry is declared") {
  const Checkpoint checkpoint = checkpoint_in(ObservationFrame::kWorld);
  EnvironmentSpec spec = minefield();
  CHECK_THAT(checkpoint.kinds[0].observation, !Contains("geometry"));
  CHECK_NOTHROW(check_fits(checkpoint, "file", spec));
  spec.kinds[0].observation.types[2].geometry.clear();
  CHECK_NOTHROW(check_fits(checkpoint, "file", spec));
}

TEST_CASE("a checkpoint in another frame fits its own geometry alone") {
  const Checkpoint checkpoint =
      checkpoint_in(GENERATE(ObservationFrame::kPosition, ObservationFrame::kPose));
  CHECK_THAT(checkpoint.kinds[0].observation,
             Contains(R"({"kind":"heading","features":["cos_heading","sin_heading"],)"
                      R"("unit":[1.0,1.0]})"));
  EnvironmentSpec spec = minefield();
  CHECK_NOTHROW(check_fits(checkpoint, "file", spec));
  spec.kinds[0].observation.types[2].geometry[0].unit = {1, 2};
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", spec),
                    Contains("(the names, ranges or geometry differ)"));
  spec.kinds[0].observation.types[2].geometry.clear();
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", spec), Contains("geometry differ"));
  for (EntityType& type : spec.kinds[0].observation.types) type.geometry.clear();
  CHECK_THROWS_WITH(check_fits(checkpoint, "file", spec), Contains("geometry differ"));
}

TEST_CASE("a run in a frame is trained, stored, evaluated and explained in it", "[threads]") {
  Runs runs;
  const std::string run =
      runs.train("run", "minefield", with({"policy.frame=pose", "env.max_steps=20"})).string();
  const SafetensorsFile file = read_safetensors(checkpoint_path(run, testing::kSteps));
  CHECK_THAT(file.metadata.at("observation"), Contains(R"("kind":"position")"));
  CHECK_THAT(file.metadata.at("config"), Contains("frame = \"pose\""));
  const LoadedRun loaded = load_run(run, {}, runs.environments());
  CHECK(loaded.config.learner.policy.frame == ObservationFrame::kPose);
  const auto report = testing::json_of({"eval", run, "--episodes", "2", "--json"});
  CHECK(report["episodes"] == 2);
  CHECK(testing::run({"explain", run, "--episodes", "1", "--json"}).status == 0);
}

TEST_CASE("environments declare what is true of them, and frames need it") {
  constexpr auto kPosition = ObservationFrame::kPosition, kPose = ObservationFrame::kPose;
  CHECK(accepts(minefield(), kPose));
  CHECK(accepts(minefield(), kPosition));
  const EnvironmentSpec lander = make_builtin("lunar-lander")->spec();
  CHECK_FALSE(accepts(lander, kPose));  // It sees nothing but itself.
  const EnvironmentSpec ground =
      make_builtin("lunar-lander-continuous", {{"terrain_entities", true}})->spec();
  CHECK_FALSE(accepts(ground, kPose));  // It would not know which way gravity pulls.
  CHECK(accepts(ground, kPosition));
  for (const char* env : {"forage", "cartpole", "pendulum"}) {
    CHECK_FALSE(accepts(make_builtin(env)->spec(), kPose));
    CHECK_FALSE(accepts(make_builtin(env)->spec(), kPosition));
  }
  CHECK_THAT(testing::refusal({"train", "forage", "--set", "policy.frame=pose"}),
             Contains("environment forage: policy.frame: found pose, wanted world or position: "
                      "entity type 'self' (features velocity_x, velocity_y, wall_left"));
}

}  // namespace saccade

// The texts of a new environment's project.  @NAME@ stands for its id, @CLASS@ for its class,
// @SOURCE@ for the source tree of this Saccade.
#pragma once

namespace saccade {

inline constexpr const char* kNewEnvBuild = R"TEXT(cmake_minimum_required(VERSION 3.21)
project(@NAME@ LANGUAGES CXX)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# A plug-in needs only Saccade's headers. They come from the installed package (set saccade_DIR if CMake
# does not find it) or, if there is none, from a source tree.
set(SACCADE_SOURCE_DIR "@SOURCE@" CACHE PATH "Saccade's source tree, used if Saccade is not installed")
add_library(@NAME@ MODULE @NAME@.cpp)
target_compile_features(@NAME@ PRIVATE cxx_std_20)
find_package(saccade QUIET)
if(saccade_FOUND)
  target_link_libraries(@NAME@ PRIVATE saccade::env_core)
elseif(EXISTS "${SACCADE_SOURCE_DIR}/envs/core/plugin.h")
  target_include_directories(@NAME@ SYSTEM PRIVATE "${SACCADE_SOURCE_DIR}")
else()
  message(FATAL_ERROR "Saccade not found: install it, or set SACCADE_SOURCE_DIR to its source tree")
endif()
)TEXT";

inline constexpr const char* kNewEnvReadme = R"TEXT(# @NAME@

An environment for Saccade: a walker on a plain picks up berries. Change `@NAME@.cpp` to make your own.

    cmake -B build && cmake --build build
    saccade check-env @NAME@ --plugin build/lib@NAME@.so
    saccade train @NAME@ --plugin build/lib@NAME@.so --steps 200000
    saccade watch runs/@NAME@-1

If `saccade` is not on the PATH, write `@SOURCE@/run` instead, or add the directory of the installed
program: `export PATH="PREFIX/bin:$PATH"`. Training prints the name of its run when it begins.

The plug-in is built against the headers of the installed package, if CMake finds one (if not, add
`-Dsaccade_DIR=PREFIX/lib/cmake/saccade`). Without a package it is built against the source tree in
@SOURCE@ (`-DSACCADE_SOURCE_DIR=TREE` names another one).
)TEXT";

inline constexpr const char* kNewEnvCode = R"TEXT(// `@NAME@`: a walker on a plain picks up berries.
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "envs/core/plugin.h"
#include "envs/core/random.h"

namespace {

using saccade::Geometry;
using saccade::Vec2;

constexpr float kPlain = 5;  // The plain spans [-kPlain, kPlain] in both directions.
constexpr float kStride = 0.5F;
constexpr float kReach = 0.6F;  // At this distance a berry is picked up.
constexpr int kMaxSteps = 100;
constexpr saccade::EntityId kWalker = 0;

enum Type { kSelf, kBerryType };

saccade::EnvironmentSpec make_spec(int berries) {
  return {.id = "@NAME@",
          // One kind of agents, of which there is one.
          .kinds =
              {{// What the agent sees.  Type 0 is the agent itself; the other types may have any
                // number of entities.  Optionally rays and images: see saccade::RayModality and
                // ImageModality.  What belongs to no entity, such as the time left, is a feature of
                // type 0.  `geometry` says which features are places, directions and angles in the
                // plane: a policy can then see them from the agent (policy.frame).
                .observation = {.types = {{.name = "self",
                                           .features = {"x", "y"},
                                           .fixed_count = 1,
                                           .geometry = {{Geometry::kPosition, {"x", "y"}}}},
                                          {.name = "berry",
                                           .features = {"x", "y", "distance"},
                                           .geometry = {{Geometry::kDirection, {"x", "y"}}}}}},
                // What the agent does.
                .action = {.heads = {saccade::CategoricalHead{
                               .name = "walk", .labels = {"right", "up", "left", "down"}}}}}},
          .max_steps = kMaxSteps,
          .steps_per_second = 10,
          .reward_low = 0,
          .reward_high = static_cast<float>(berries),
          .outcomes = {"picked_all", "timeout"},
          .counts = {"berries"}};
}

// What else an environment may do, such as agents that come and go, is in docs/writing-environments.md of
// Saccade.
class @CLASS@ final : public saccade::Environment {
 public:
  explicit @CLASS@(int berries) : spec_(make_spec(berries)), berries_wanted_(berries) {}

  const saccade::EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    walker_ = random_place();
    steps_ = 0;
    berries_.clear();
    for (int i = 0; i < berries_wanted_; ++i) berries_.push_back({i + 1, random_place()});
  }

  saccade::StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    walk(static_cast<int>(actions[0]));
    const auto picked =
        std::erase_if(berries_, [&](const Berry& berry) { return distance(berry) < kReach; });
    rewards[0] = static_cast<float>(picked);
    ++steps_;
    if (berries_.empty()) return {.terminated = true, .outcome = 0};
    if (steps_ == kMaxSteps) return {.truncated = true, .outcome = 1};
    return {};
  }

  void observe(int /*agent*/, saccade::Observation& observation) const override {
    // After the features come position and, if known, velocity, in world units (per second).
    observation.add(kSelf, kWalker, {walker_.x / kPlain, walker_.y / kPlain}, walker_);
    for (const Berry& berry : berries_) {
      const float dx = (berry.place.x - walker_.x) / kPlain;
      const float dy = (berry.place.y - walker_.y) / kPlain;
      observation.add(kBerryType, berry.id, {dx, dy, std::hypot(dx, dy)}, berry.place,
                      {0, 0});
    }
  }

  // A shape carries the id of the entity that it shows, so that the viewer can draw attention on it.
  void draw(saccade::Scene& scene) const override {
    scene.min = {-kPlain - 1, -kPlain - 1};
    scene.max = {kPlain + 1, kPlain + 1};
    for (const Berry& berry : berries_) {
      scene.add(saccade::Circle{berry.place, 0.25F}, {0, 158, 115}, berry.id);
    }
    scene.add(saccade::Circle{walker_, 0.4F}, {86, 180, 233}, kWalker);
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(berries_wanted_) - static_cast<float>(berries_.size());
  }

 private:
  struct Berry {
    saccade::EntityId id;
    Vec2 place;
  };

  // All randomness comes from the seed that is given to reset, and from this generator: it draws
  // the same numbers everywhere (rng_.normal() for noise).
  Vec2 random_place() {
    return {static_cast<float>(rng_.uniform(-kPlain, kPlain)),
            static_cast<float>(rng_.uniform(-kPlain, kPlain))};
  }

  void walk(int direction) {
    constexpr Vec2 kSteps[] = {{kStride, 0}, {0, kStride}, {-kStride, 0}, {0, -kStride}};
    walker_.x = std::clamp(walker_.x + kSteps[direction].x, -kPlain, kPlain);
    walker_.y = std::clamp(walker_.y + kSteps[direction].y, -kPlain, kPlain);
  }

  float distance(const Berry& berry) const {
    return std::hypot(berry.place.x - walker_.x, berry.place.y - walker_.y);
  }

  saccade::EnvironmentSpec spec_;
  int berries_wanted_;
  saccade::Rng rng_;
  Vec2 walker_;
  int steps_ = 0;
  std::vector<Berry> berries_;
};

void add_environments(saccade::Registry& registry) {
  registry.add({.id = "@NAME@",
                .summary = "A walker on a plain picks up berries.",
                .options = {{.name = "berries",
                             .default_value = 5,
                             .help = "Number of berries at the start.",
                             .min = 1,
                             .max = 100}},
                .make = [](const saccade::Options& options) -> std::unique_ptr<saccade::Environment> {
                  return std::make_unique<@CLASS@>(options.get<int>("berries"));
                }});
}

}  // namespace

SACCADE_PLUGIN(add_environments)
)TEXT";

}  // namespace saccade

// Numbers that no training leaves in a checkpoint: each is refused by name, and nothing changes.
#include <catch2/catch.hpp>
#include <limits>

#include "agents/learner.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using Catch::Contains;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

Learner make_learner() {
  LearnerConfig config;
  config.policy.encoder = {.width = 8, .heads = 2};
  config.rollout.envs = 2;
  config.rollout.horizon = 8;
  config.algorithm.options.set("epochs", 1);
  config.algorithm.options.set("minibatches", 1);
  return {testing::factory_of<testing::Seek>(), config, 1000, 1, 1};
}

/// Puts a number into a tensor.
template <class T>
void put(TensorMap& tensors, const std::string& name, std::size_t place, T value) {
  std::vector<T> values = read_tensor<T>(tensors, name);
  values.at(place) = value;
  tensors[name] = make_tensor(std::span<const T>(values), tensors[name].shape);
}

std::string refusal(Learner& learner, const TensorMap& tensors) {
  try {
    learner.restore(tensors);
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kRequest);
    return error.what();
  }
  return "accepted";
}

std::string first_observation_tensor(const TensorMap& tensors, const std::string& end) {
  for (const auto& [name, tensor] : tensors) {
    if (name.starts_with("observation.") && name.ends_with(end)) return name;
  }
  return "none";
}

}  // namespace

TEST_CASE("every number of a learner's checkpoint is checked") {
  Learner learner = make_learner();
  learner.update();
  const TensorMap sound = learner.save();
  const auto refuse = [&](const std::string& name, auto value, std::size_t place,
                          const std::string& wanted) {
    TensorMap damaged = sound;
    put(damaged, name, place, value);
    const std::string message = refusal(learner, damaged);
    CHECK_THAT(message, Contains("tensor '" + name + "' holds"));
    CHECK_THAT(message, Contains(wanted));
  };
  const std::string count = "wanted a count from 0 to 2^53", finite = "wanted finite numbers";
  for (const std::int64_t value : {kLowest, std::int64_t{-1}, kHighest}) {
    refuse("learner.steps_and_updates", value, 0, count);
    refuse("learner.steps_and_updates", value, 1, count);
    refuse("learner.adam.steps", value, 0, count);
    refuse("learner.env.lengths", value, 0, count);
  }
  refuse("learner.steps_and_updates", std::int64_t{17}, 1, "17 updates, wanted at most its 16");
  refuse("learner.env.episodes", ~std::uint64_t{0}, 1, count);
  for (const double value : {kNan, kInfinity, -kInfinity}) {
    for (const std::size_t place : {0U, 1U, 2U}) {
      refuse("learner.return_moments", value, place, finite);
    }
    refuse("learner.env.discounted_returns", value, 1, finite);
    refuse("learner.adam.first_moment", static_cast<float>(value), 3, finite);
    refuse("learner.adam.second_moment", static_cast<float>(value), 3, finite);
    refuse("value.head.weight", static_cast<float>(value), 2, finite);
    for (const char* end : {".mean", ".variance", ".count"}) {
      refuse(first_observation_tensor(sound, end), value, 0, finite);
    }
  }
  refuse("learner.return_moments", -1.0, 0, "0 or more");
  refuse("learner.return_moments", -1.0, 2, "0 or more");
  refuse("learner.adam.second_moment", -1.0F, 0, "0 or more");
  refuse(first_observation_tensor(sound, ".variance"), -1.0, 0, "0 or more");
  refuse(first_observation_tensor(sound, ".count"), -1.0, 0, "0 or more");
  refuse("learner.env.streams", std::uint64_t{2}, 3, "wanted an odd number");
  refuse("learner.env.streams", std::uint64_t{2}, 4, "0 or 1");
  refuse("learner.env.streams", std::uint64_t{1} << 32, 11, "below 2^32");

  const TensorMap after = learner.save();
  for (const auto& [name, tensor] : sound) CHECK(after.at(name).bytes == tensor.bytes);
  CHECK(refusal(learner, sound) == "accepted");
}

}  // namespace saccade

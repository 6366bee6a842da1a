#include "experiments/bench/bench_stream.h"

#include <string>

namespace saccade {

namespace {

constexpr double kEndProbability = 0.005;

std::vector<std::string> numbered(const std::string& name, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(name + std::to_string(i));
  return names;
}

}  // namespace

EntityStream::EntityStream(int entities, int features, int actions)
    : features_(static_cast<std::size_t>(features)),
      rows_(static_cast<std::size_t>(entities) * features_) {
  const std::vector<std::string> names = numbered("f", features);
  spec_.id = "entity-stream";
  spec_.kinds[0].observation.types = {{"self", names, 1}, {"other", names, entities - 1}};
  spec_.kinds[0].action.heads = {CategoricalHead{"action", numbered("a", actions), false}};
  spec_.max_steps = 1'000'000;
  spec_.reward_low = 0;
  spec_.reward_high = 1;
}

void EntityStream::reset(std::uint64_t seed) {
  rng_.seed(seed);
  draw_features();
}

StepResult EntityStream::step(std::span<const float> /*actions*/, std::span<float> rewards) {
  draw_features();
  rewards[0] = static_cast<float>(rng_.uniform());
  return {.terminated = rng_.uniform() < kEndProbability};
}

void EntityStream::observe(int /*agent*/, Observation& observation) const {
  const std::span<const float> rows(rows_);
  const auto entities = static_cast<EntityId>(rows.size() / features_);
  for (EntityId id = 0; id < entities; ++id) {
    observation.add(id == 0 ? 0 : 1, id,
                    rows.subspan(static_cast<std::size_t>(id) * features_, features_));
  }
}

// Two features from each draw: 24 bits are all that a float in [0, 1) holds.
void EntityStream::draw_features() {
  constexpr float kUnit = 0x1.0p-24F;
  for (std::size_t i = 0; i < rows_.size(); i += 2) {
    const std::uint64_t bits = rng_();
    rows_[i] = static_cast<float>(bits >> 40) * kUnit;
    if (i + 1 < rows_.size()) rows_[i + 1] = static_cast<float>((bits & 0xffffff)) * kUnit;
  }
}

}  // namespace saccade

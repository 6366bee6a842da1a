#include "agents/policy/normaliser.h"

#include <catch2/catch.hpp>
#include <vector>

namespace saccade {
namespace {

const ObservationSpace kSpace = {{{"self", {"x"}, 1}, {"food", {"a", "b"}}}};
const std::vector<TokenSpec> kTokens = token_types(kSpace, 1);
const ActionSpace kActions = {{CategoricalHead{"go", {"a", "b"}}}};

FeatureBatch batch_of(float self, const std::vector<float>& food) {
  Observation observation(kSpace, kActions);
  observation.add(0, 0, {self});
  for (std::size_t i = 0; i < food.size(); i += 2) {
    observation.add(1, static_cast<EntityId>(i + 1), {food[i], food[i + 1]});
  }
  FeatureBatch batch(kSpace, kActions, 1);
  batch.append(observation);
  return batch;
}

std::vector<float> normalised(const Normaliser& normaliser, FeatureBatch batch, int type) {
  normaliser.normalise(batch, 0, batch.size());
  const auto rows = batch.features(type, 0, batch.size());
  return {rows.begin(), rows.end()};
}

Normaliser taught() {
  Normaliser normaliser(kTokens, true);
  FeatureSums sums(kTokens);
  FeatureBatch first = batch_of(1, {2, 7, 4, 7});
  FeatureBatch second = batch_of(1, {9, 7});
  for (int type = 0; type < 2; ++type) {
    sums.add(type, first.features(type, 0, 1));
    sums.add(type, second.features(type, 0, 1));
  }
  normaliser.merge(sums);
  return normaliser;
}

TEST_CASE("all rows of a type share mean and deviation") {
  const std::vector<float> rows = normalised(taught(), batch_of(1, {5, 7, 8, 7}), 1);
  CHECK(rows[0] == Approx(0));
  CHECK(rows[2] == Approx(3 / std::sqrt(26.0 / 3)));
}

TEST_CASE("a feature that never changed becomes 0, and its first change is clipped") {
  CHECK(normalised(taught(), batch_of(1, {5, 7}), 1)[1] == 0);
  CHECK(normalised(taught(), batch_of(1, {5, 8}), 1)[1] == 10);
  CHECK(normalised(taught(), batch_of(-50, {}), 0)[0] == -10);
}

TEST_CASE("normalised features are clipped to the limit that was asked for") {
  TensorMap tensors;
  taught().save(tensors);
  Normaliser normaliser(kTokens, true, 2.5F);
  normaliser.load(tensors);
  CHECK(normalised(normaliser, batch_of(1, {5, 8}), 1)[1] == 2.5F);
  CHECK(normalised(normaliser, batch_of(-50, {}), 0)[0] == -2.5F);
}

TEST_CASE("merging in pieces equals merging at once") {
  Normaliser normaliser(kTokens, true);
  for (const std::vector<float>& food : {std::vector<float>{2, 7, 4, 7}, {9, 7}}) {
    FeatureSums sums(kTokens);
    FeatureBatch batch = batch_of(1, food);
    sums.add(1, batch.features(1, 0, 1));
    normaliser.merge(sums);
  }
  const FeatureBatch probe = batch_of(1, {3, 7});
  CHECK(normalised(normaliser, probe, 1)[0] == Approx(normalised(taught(), probe, 1)[0]));
}

TEST_CASE("before anything was seen, and when disabled, features stay as they are") {
  const bool enabled = GENERATE(true, false);
  const Normaliser normaliser(kTokens, enabled);
  CHECK(normalised(normaliser, batch_of(3, {5, -6}), 1) == std::vector<float>{5, -6});
  TensorMap tensors;
  normaliser.save(tensors);
  CHECK(tensors.size() == (enabled ? 6 : 0));
}

TEST_CASE("saved statistics are loaded exactly, wrong ones refused") {
  TensorMap tensors;
  taught().save(tensors);
  Normaliser loaded(kTokens, true);
  loaded.load(tensors);
  const FeatureBatch probe = batch_of(1, {3, 7});
  CHECK(normalised(loaded, probe, 1) == normalised(taught(), probe, 1));
  tensors["observation.food.mean"] = make_tensor(std::vector<double>{1, 2, 3});
  CHECK_THROWS_WITH(loaded.load(tensors), Catch::Contains("observation.food.mean"));
  CHECK(normalised(loaded, probe, 1) == normalised(taught(), probe, 1));
}

}  // namespace
}  // namespace saccade

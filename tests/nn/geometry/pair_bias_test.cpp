#include "nn/geometry/pair_bias.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace saccade::nn {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// The agent at (1, 2) moving right at 1; a key 3 right and 4 up of it moving toward it; one without
// a velocity; one without a place; the agent itself.
const std::vector<double> kMotion = {1, 2, 1, 0, 4, 6, -2, -4, 1, 12, kNaN, kNaN, 0, kNaN, 0, 0};
const std::vector<std::int32_t> kMotionTypes = {0, 0, 1, 1};

TEST_CASE("pair features are distance, bearing, relative velocity and type", "[nn]") {
  const std::int32_t queries[] = {0, 1};
  const std::int32_t keys[] = {0, 4};
  const std::vector<std::int32_t> query_types = {0};
  const AttentionBatch<double> batch{1,
                                     queries,
                                     keys,
                                     {kMotion.data(), query_types.data()},
                                     {kMotion.data(), kMotionTypes.data()},
                                     nullptr,
                                     nullptr};
  std::vector<double> f(kPairFeatures * 4);
  pair_features(batch, {0, 0, 4}, f.data());
  const auto of = [&f](int key) {
    std::vector<double> features;
    for (int c = 0; c < kPairFeatures; ++c) {
      features.push_back(f[static_cast<std::size_t>(4 * c + key)]);
    }
    return features;
  };
  const auto check = [&](int key, const std::vector<double>& wanted) {
    INFO("key " << key);
    for (std::size_t c = 0; c < wanted.size(); ++c)
      CHECK(of(key)[c] == Approx(wanted[c]).margin(1e-12));
  };
  check(0, {1, 0, 1, 0, 0, 0, 0, 0});
  // w = (-3, -4), |w| = 5, u = (0.6, 0.8): closing at 5.
  check(1, {1, std::log(6.0), 1.0 / 6, 0.6, 0.8, -3.0 / 6, -4.0 / 6, 5.0 / 6});
  check(2, {0, std::log(11.0), 1.0 / 11, 0, 1, 0, 0, 0});
  check(3, {0, 0, 0, 0, 0, 0, 0, 0});
}

}  // namespace
}  // namespace saccade::nn

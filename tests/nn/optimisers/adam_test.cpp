#include "nn/optimisers/adam.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace saccade::nn {
namespace {

TEST_CASE("Adam's first step has the size of the learning rate, whatever the gradient's") {
  const float gradient = GENERATE(1e-3F, 1.0F, 1e3F);
  Adam adam(1, 1e-12F);
  std::vector<float> parameter = {5};
  adam.advance();
  adam.update(0, 0.1F, 1, &gradient, parameter.data());
  CHECK(parameter[0] == Approx(4.9).epsilon(1e-4));
}

TEST_CASE("Adam follows the published recursion") {
  constexpr double kRate = 0.01, kEpsilon = 1e-5;
  const std::vector<float> gradients = {0.5F, -2.0F, 0.25F, 4.0F};
  Adam adam(1, static_cast<float>(kEpsilon));
  std::vector<float> parameter = {1};
  double expected = 1, m = 0, v = 0;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    adam.advance();
    adam.update(0, static_cast<float>(kRate), 0.5F, &gradients[i], parameter.data());
    const double g = 0.5 * static_cast<double>(gradients[i]);
    const double t = static_cast<double>(i + 1);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    expected -=
        kRate * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + kEpsilon);
    CHECK(static_cast<double>(parameter[0]) == Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("Adam's chunks cover every parameter once") {
  constexpr std::size_t kSize = 2 * kChunk + 3;
  Adam adam(kSize, 1e-8F);
  const std::vector<float> gradient(kSize, 1.0F);
  std::vector<float> parameters(kSize, 0.0F);
  adam.advance();
  REQUIRE(chunk_count(kSize) == 3);
  for (int chunk = 2; chunk >= 0; --chunk) {
    adam.update(chunk, 1, 1, gradient.data(), parameters.data());
  }
  for (const float value : parameters) REQUIRE(value == Approx(-1).epsilon(1e-3));
}

TEST_CASE("a restored Adam continues exactly") {
  const std::vector<float> gradient = {0.1F, -3.0F};
  Adam first(2, 1e-5F);
  std::vector<float> a = {1, 2};
  first.advance();
  first.update(0, 0.1F, 1, gradient.data(), a.data());
  Adam second(2, 1e-5F);
  second.restore(first.steps(), first.first_moment(), first.second_moment());
  std::vector<float> b = a;
  for (auto* pair : {&first, &second}) {
    pair->advance();
    pair->update(0, 0.1F, 1, gradient.data(), (pair == &first ? a : b).data());
  }
  CHECK(a == b);
}

TEST_CASE("gradients are clipped by their global norm, never stretched") {
  std::vector<float> gradient(1000, 0.0F);
  gradient[3] = 3;
  gradient[999] = -4;
  const double norm = std::sqrt(squared_norm(gradient.data(), gradient.size()));
  CHECK(norm == Approx(5));
  CHECK(clip_scale(norm, 0.5) == Approx(0.1));
  CHECK(clip_scale(norm, 6) == 1);
  CHECK(clip_scale(0, 0.5) == 1);
}

}  // namespace
}  // namespace saccade::nn

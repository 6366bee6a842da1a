#include "nn/heads/pointer.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "support/gradient_check.h"
#include "support/random_vector.h"

namespace saccade::nn {
namespace {

constexpr int kWidth = 20;  // Not a multiple of the lanes in which dot products are summed.
constexpr std::size_t kCols = kWidth;
constexpr int kReadoutWidth = 7;

/// Four samples: several candidates, none, one, and one token that stands twice.
struct Scene {
  ParameterLayout layout;
  Pointer<double> pointer = Pointer<double>::create(layout, "pick", kReadoutWidth, kWidth);
  std::vector<std::int32_t> offsets = {0, 3, 3, 4, 6};
  std::vector<std::int32_t> rows = {1, 0, 2, 4, 5, 5};
  std::vector<double> readout = testing::random_vector(4 * kReadoutWidth, 1);
  std::vector<double> tokens = testing::random_vector(7 * kCols, 2);
  std::vector<double> parameters;
  PointerPass<double> pass;

  Scene() : parameters(testing::random_vector(layout.size(), 3)) {
    for (double& value : parameters) value *= 0.3;
  }
  Candidates candidates() const { return {4, offsets.data(), rows.data()}; }
  std::vector<double> scores() {
    std::vector<double> result(rows.size());
    pointer.forward(parameters.data(), readout.data(), tokens.data(), candidates(), pass,
                    result.data());
    return result;
  }
};

TEST_CASE("a pointer's score is the scaled product of query and key") {
  Scene scene;
  const std::vector<double> scores = scene.scores();
  std::vector<double> query(4 * kCols), keys(7 * kCols);
  scene.pointer.query.forward(scene.parameters.data(), scene.readout.data(), 4, query.data());
  scene.pointer.key.forward(scene.parameters.data(), scene.tokens.data(), 7, keys.data());
  for (std::size_t sample = 0; sample < 4; ++sample) {
    for (auto c = static_cast<std::size_t>(scene.offsets[sample]);
         c < static_cast<std::size_t>(scene.offsets[sample + 1]); ++c) {
      double expected = 0;
      for (std::size_t i = 0; i < kCols; ++i) {
        expected +=
            query[sample * kCols + i] * keys[static_cast<std::size_t>(scene.rows[c]) * kCols + i];
      }
      CHECK(scores[c] == Approx(expected / std::sqrt(kWidth)));
    }
  }
}

TEST_CASE("pointer gradients agree with differences with none, one and several candidates") {
  Scene scene;
  const std::vector<double> d_scores = testing::random_vector(scene.rows.size(), 4);
  const auto loss = [&] {
    const std::vector<double> scores = scene.scores();
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) sum += d_scores[i] * scores[i];
    return sum;
  };
  loss();
  std::vector<double> d_readout(scene.readout.size()), d_tokens(scene.tokens.size()),
      gradient(scene.layout.size());
  scene.pointer.backward(scene.parameters.data(), scene.readout.data(), scene.tokens.data(),
                         scene.candidates(), scene.pass, d_scores.data(), d_readout.data(),
                         d_tokens.data(), gradient.data());
  testing::check_gradient(loss, scene.readout, d_readout);
  testing::check_gradient(loss, scene.tokens, d_tokens);
  testing::check_gradient(loss, scene.parameters, gradient);
}

TEST_CASE("a pointer's backward adds to what the gradients hold") {
  Scene scene;
  const std::vector<double> d_scores(scene.rows.size(), 1.0);
  scene.scores();
  std::vector<double> once(scene.readout.size(), 0.0), twice(scene.readout.size(), 0.0);
  std::vector<double> d_tokens(scene.tokens.size()), gradient(scene.layout.size());
  const auto backward = [&](std::vector<double>& d_readout) {
    scene.pointer.backward(scene.parameters.data(), scene.readout.data(), scene.tokens.data(),
                           scene.candidates(), scene.pass, d_scores.data(), d_readout.data(),
                           d_tokens.data(), gradient.data());
  };
  backward(once);
  backward(twice);
  backward(twice);
  for (std::size_t i = 0; i < once.size(); ++i) CHECK(twice[i] == Approx(2 * once[i]));
}

}  // namespace
}  // namespace saccade::nn

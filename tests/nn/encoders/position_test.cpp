// Position encodings: that they mean what they say.
#include "nn/encoders/position.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "support/encoder_model.h"
#include "support/ragged_sets.h"

namespace saccade::nn {
namespace {

using testing::RaggedSets;

constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();

// An encoding by itself, of parameters of 0 unless set.
struct Encoding {
  ParameterLayout layout;
  Position<double> position;
  std::vector<double> parameters;
  PositionPass<double> pass;
  int width;

  Encoding(const PositionConfig& config, int columns)
      : position(config, columns, "", layout), parameters(layout.size()), width(columns) {}

  // What is added: [tokens x width], type-major.
  std::vector<double> of(const EntitySets<double>& sets) {
    TokenOrder order;
    order.assign(sets);
    std::vector<double> x(static_cast<std::size_t>(order.tokens * width));
    position.forward(parameters.data(), sets, order, pass, x.data());
    return x;
  }
};

constexpr int kFeatures = Position<double>::kFourierFeatures;

// Fourier features themselves: the learned map is the identity.
Encoding plain_fourier(bool relative) {
  Encoding encoding({.kind = PositionKind::kFourier, .relative = relative, .wavelength = 64},
                    kFeatures);
  for (std::size_t i = 0; i < kFeatures; ++i) encoding.parameters[i * kFeatures + i] = 1;
  return encoding;
}

void check_features(const std::vector<double>& x, std::size_t token, double place_x,
                    double place_y) {
  const double* features = x.data() + token * kFeatures;
  for (const double place : {place_x, place_y}) {
    for (int k = 0; k < Position<double>::kOctaves; ++k, features += 2) {
      const double angle = 2 * std::numbers::pi * place * std::exp2(k) / 64;
      CAPTURE(token, place, k);
      CHECK(features[0] == Approx(std::sin(angle)).margin(1e-10));
      CHECK(features[1] == Approx(std::cos(angle)).margin(1e-10));
    }
  }
}

bool adds_nothing(const std::vector<double>& x, std::size_t token) {
  return std::all_of(x.begin() + static_cast<std::ptrdiff_t>(token * kFeatures),
                     x.begin() + static_cast<std::ptrdiff_t>((token + 1) * kFeatures),
                     [](double value) { return value == 0; });
}

// The agents of two samples, then one entity of the first and two of the second.
struct Places {
  std::vector<double> agents = {10, -20, 0, 0, 1, 2, 0, 0};
  std::vector<double> entities = {13, -25, 0, 0, -7, 30, 0, 0, kNowhere, 3, 0, 0};
  std::vector<std::int32_t> agent_offsets = {0, 1, 2};
  std::vector<std::int32_t> entity_offsets = {0, 1, 3};
  std::vector<EntityRows<double>> rows = {{nullptr, 0, agent_offsets.data(), agents.data()},
                                          {nullptr, 0, entity_offsets.data(), entities.data()}};

  EntitySets<double> sets() const { return {2, rows}; }
};

TEST_CASE("Fourier features are sines and cosines of octaves of the place", "[nn]") {
  const Places places;
  SECTION("in the world") {
    const auto x = plain_fourier(false).of(places.sets());
    check_features(x, 0, 10, -20);
    check_features(x, 1, 1, 2);
    check_features(x, 2, 13, -25);
    check_features(x, 3, -7, 30);
  }
  SECTION("as seen from the agent of the sample") {
    const auto x = plain_fourier(true).of(places.sets());
    check_features(x, 0, 0, 0);
    check_features(x, 1, 0, 0);
    check_features(x, 2, 3, -5);
    check_features(x, 3, -8, 28);
  }
}

TEST_CASE("an unknown place adds nothing", "[nn]") {
  const bool relative = GENERATE(true, false);
  Places places;
  CHECK(adds_nothing(plain_fourier(relative).of(places.sets()), 4));
  CHECK_FALSE(adds_nothing(plain_fourier(relative).of(places.sets()), 3));
  SECTION("nor do those of a type without places") {
    places.rows[1].motion = nullptr;
    const auto x = plain_fourier(relative).of(places.sets());
    CHECK(adds_nothing(x, 2));
    CHECK(adds_nothing(x, 3));
    CHECK_FALSE(adds_nothing(x, 1));
  }
}

TEST_CASE("as seen from an agent that is nowhere, every place is unknown", "[nn]") {
  Places places;
  // Told by a place that is no number, or by none at all.
  const bool by_number = GENERATE(true, false);
  places.agents[0] = kNowhere;
  places.agents[4] = kNowhere;
  if (!by_number) places.rows[0].motion = nullptr;
  const auto seen = plain_fourier(true).of(places.sets());
  for (std::size_t token = 0; token < 5; ++token) CHECK(adds_nothing(seen, token));
  const auto world = plain_fourier(false).of(places.sets());
  CHECK_FALSE(adds_nothing(world, 2));
}

TEST_CASE("moving everything changes what is seen in the world, not from the agent", "[nn]") {
  EncoderConfig config;
  config.width = 8;
  config.heads = 2;
  config.position.kind = PositionKind::kFourier;
  config.position.relative = GENERATE(true, false);
  testing::EncoderModel model(config, {{"self", 3, 1}, {"food", 4, -1}});
  Random random(5);
  RaggedSets<double> batch({{1, 9}, {1, 2}}, {3, 4}, random);
  batch.give_motion(random);
  const std::vector<double> before = model.readout(batch.sets());
  const std::vector<double> origins = {5, -3, 5, -3};
  EntitySets<double> elsewhere = batch.sets();
  elsewhere.origins = origins.data();
  const std::vector<double> seen_from_origins = model.readout(elsewhere);
  for (const std::size_t type : {0U, 1U}) {
    for (std::size_t i = 0; i < batch.motion(type).size(); i += 4) {
      batch.motion(type)[i] += 5;
      batch.motion(type)[i + 1] -= 3;
    }
  }
  const std::vector<double> after = model.readout(batch.sets());
  double most = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    most = std::max(most, std::abs(after[i] - before[i]));
    CHECK(seen_from_origins[i] == Approx(after[i]));
  }
  CAPTURE(config.position.relative, most);
  CHECK((config.position.relative ? most < 1e-9 : most > 1e-3));
}

// `count` rows of the one type that is not the agent, in one sample.
RaggedSets<double> row_of(int count) {
  Random random(1);
  return RaggedSets<double>({{1, count}}, {1, 1}, random);
}

TEST_CASE("indices from the last learned one on share its vector", "[nn]") {
  const int width = 3, last = Position<double>::kLearnedIndices - 1;
  Encoding encoding({.kind = PositionKind::kLearnedIndex}, width);
  for (std::size_t i = 0; i < encoding.parameters.size(); ++i) {
    encoding.parameters[i] = static_cast<double>(i);
  }
  const auto batch = row_of(300);
  const auto x = encoding.of(batch.sets());
  for (int index = 0; index < 300; ++index) {
    for (int c = 0; c < width; ++c) {
      CAPTURE(index, c);
      // The agent's token comes first.
      CHECK(x[static_cast<std::size_t>((1 + index) * width + c)] ==
            std::min(index, last) * width + c);
    }
  }
  TokenOrder order;
  order.assign(batch.sets());
  const std::vector<double> d_x(x.size(), 1.0);
  std::vector<double> gradient(encoding.parameters.size());
  encoding.position.backward(batch.sets(), order, encoding.pass, d_x.data(), gradient.data());
  CHECK(gradient[0] == 2);  // The agent and the first row.
  CHECK(gradient[static_cast<std::size_t>((last - 1) * width)] == 1);
  CHECK(gradient[static_cast<std::size_t>(last * width)] == 300 - last);
}

TEST_CASE("sinusoids encode the index, whatever sets came before", "[nn]") {
  const int width = GENERATE(8, 7);
  Encoding encoding({.kind = PositionKind::kSinusoidal}, width);
  for (const int count : {3, 5, 40, 2}) {
    const auto x = encoding.of(row_of(count).sets());
    for (int index = 0; index < count; ++index) {
      for (int c = 0; c < width; ++c) {
        const double angle = index / std::pow(10000.0, static_cast<double>(c - c % 2) / width);
        const double wave = c % 2 == 0 ? std::sin(angle) : std::cos(angle);
        CAPTURE(width, count, index, c);
        CHECK(x[static_cast<std::size_t>((1 + index) * width + c)] ==
              Approx(std::sqrt(2.0 / width) * wave).margin(1e-14));
      }
    }
  }
}

TEST_CASE("sinusoids are computed once a pass has seen its largest set", "[nn]") {
  Encoding encoding({.kind = PositionKind::kSinusoidal}, 8);
  encoding.of(row_of(20).sets());
  // A mark in the table lasts until an index beyond it comes.
  std::fill_n(encoding.pass.sines.data(), 8 * encoding.pass.sine_rows, 7.0);
  CHECK(encoding.of(row_of(20).sets()).back() == 7);
  CHECK(encoding.of(row_of(30).sets()).back() == 7);
  CHECK(encoding.of(row_of(50).sets()).back() != 7);
}

}  // namespace
}  // namespace saccade::nn

// The probability of a masked choice is exactly 0: none is ever taken, in many millions of samples
// of heads that would often take one without the mask.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "agents/heads/choice_policy_head.h"
#include "agents/policy/policy_network.h"
#include "support/ragged_sets.h"
#include "support/random_vector.h"

namespace saccade {
namespace {

constexpr int kSamples = 64;     // In a batch.
constexpr int kDraws = 160'000;  // Of each sample, of each head: 10,240,000 of a head.
constexpr std::size_t kChoices = 6;

/// A batch of agents that see 1 to 8 entities, with random masks of both heads, and a network whose
/// logits differ by tens.
class MaskedChoices {
 public:
  MaskedChoices() : network_(space(), actions(), config()), pass_(network_.make_pass()) {
    parameters_.assign(network_.layout().size(), 0.0F);
    const std::vector<double> noise = testing::random_vector(parameters_.size(), 5);
    for (std::size_t i = 0; i < noise.size(); ++i) {
      parameters_[i] = 2 * static_cast<float>(noise[i]);
    }
    for (int s = 0; s < kSamples; ++s) {
      add_mask(0, kChoices);
      add_mask(1, static_cast<std::size_t>(counts_[static_cast<std::size_t>(s)][1]));
    }
  }

  void forward(bool masked) {
    NetworkInput<float> input;
    const nn::EntitySets<float> all = sets_.sets();
    input.samples = all.samples;
    input.types.assign(all.types.begin(), all.types.end());
    for (std::size_t h = 0; h < 2; ++h) {
      input.masks.push_back({masks_[h].data(), masked ? offsets_[h].data() : no_mask_.data()});
    }
    network_.prepare(parameters_.data(), pass_);
    network_.forward(parameters_.data(), input, pass_);
  }

  const ChoicePass<float>& choices(std::size_t head) const {
    return dynamic_cast<const ChoicePass<float>&>(*pass_.heads[head]);
  }
  std::span<const std::uint8_t> mask(std::size_t head, int sample) const {
    return MaskView{masks_[head].data(), offsets_[head].data()}.of(sample);
  }

  /// Draws once of every sample's heads; how many choices a mask forbids.
  int forbidden_draws(Rng& rng) {
    draws_.assign(kSamples, {&rng});
    actions_.resize(2 * kSamples);
    network_.choose(parameters_.data(), pass_, draws_, actions_.data());
    int found = 0;
    for (std::size_t s = 0; s < kSamples; ++s) {
      for (std::size_t h = 0; h < 2; ++h) {
        const auto choice = static_cast<std::size_t>(actions_[2 * s + h]);
        found += mask(h, static_cast<int>(s))[choice] == 0 ? 1 : 0;
      }
    }
    return found;
  }

 private:
  static ObservationSpace space() { return {{{"self", {"a", "b", "c"}, 1}, {"food", {"a", "b"}}}}; }
  static ActionSpace actions() {
    return {{CategoricalHead{"move", {"a", "b", "c", "d", "e", "f"}, true},
             SelectEntityHead{"pick", {1}, true}}};
  }
  static PolicyConfig config() {
    PolicyConfig config;
    config.encoder = {.width = 8, .heads = 2};
    return config;
  }
  static std::vector<std::vector<int>> counts() {
    std::vector<std::vector<int>> counts;
    for (int s = 0; s < kSamples; ++s) counts.push_back({1, 1 + s % 8});
    return counts;
  }

  // At least one choice is allowed.
  void add_mask(std::size_t head, std::size_t size) {
    const auto allowed = static_cast<std::size_t>(rng_.integers(0, static_cast<int>(size)));
    for (std::size_t i = 0; i < size; ++i) {
      masks_[head].push_back(i == allowed || rng_.uniform() < 0.3 ? 1 : 0);
    }
    offsets_[head].push_back(static_cast<std::int32_t>(masks_[head].size()));
  }

  PolicyNetwork<float> network_;
  NetworkPass<float> pass_;
  std::vector<float> parameters_, actions_;
  std::vector<ActionDraw> draws_;
  Rng rng_{11};
  nn::Random random_{3};
  std::vector<std::vector<int>> counts_ = counts();
  testing::RaggedSets<float> sets_{counts_, {3, 2}, random_};
  std::vector<std::uint8_t> masks_[2];
  std::vector<std::int32_t> offsets_[2] = {{0}, {0}};
  std::vector<std::int32_t> no_mask_ = std::vector<std::int32_t>(kSamples + 1);
};

TEST_CASE("a masked choice has probability 0 exactly and is never taken in 20 million samples") {
  MaskedChoices heads;
  Rng rng(1);
  heads.forward(false);
  CHECK(heads.forbidden_draws(rng) > kSamples / 2);
  heads.forward(true);
  for (std::size_t h = 0; h < 2; ++h) {
    for (int s = 0; s < kSamples; ++s) {
      const std::span<const float> log_probs = heads.choices(h).of(s);
      const std::span<const std::uint8_t> mask = heads.mask(h, s);
      REQUIRE(log_probs.size() == mask.size());
      float sum = 0;
      for (std::size_t i = 0; i < mask.size(); ++i) {
        if (mask[i] == 0) {
          CHECK(log_probs[i] == -std::numeric_limits<float>::infinity());
          CHECK(std::exp(log_probs[i]) == 0);
        }
        sum += std::exp(log_probs[i]);
      }
      CHECK(sum == Approx(1).epsilon(1e-5));
    }
  }
  std::int64_t found = 0;
  for (int draw = 0; draw < kDraws; ++draw) found += heads.forbidden_draws(rng);
  CHECK(found == 0);
}

}  // namespace
}  // namespace saccade

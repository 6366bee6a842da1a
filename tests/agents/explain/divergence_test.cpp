// The divergence of distributions of actions, against sums over a grid.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "agents/heads/choice_policy_head.h"
#include "agents/heads/continuous/continuous_kinds.h"
#include "agents/heads/policy_heads.h"
#include "nn/heads/distributions.h"

namespace saccade {
namespace {

TEST_CASE("the divergence of every kind of continuous distribution is that of its densities") {
  const std::vector<double> first = {0.3, -0.5}, second = {-0.6, 0.4};
  const std::vector<double> other_first = {-0.1, 0.2}, other_second = {-0.2, -0.3};
  for (const ContinuousKind& kind : continuous_kinds()) {
    INFO(kind.name);
    const auto distribution = kind.make<double>();
    const double found = distribution->divergence({first, second}, {other_first, other_second});
    double wanted = 0;
    for (std::size_t d = 0; d < 2; ++d) {
      const ShapeView<double> p{{&first[d], 1}, {&second[d], 1}};
      const ShapeView<double> q{{&other_first[d], 1}, {&other_second[d], 1}};
      // Recorded numbers lie in [-1, 1] of a Beta, and anywhere of the others.
      const double reach = kind.has_deviation ? 12 : 0.9999999;
      constexpr int kCells = 40000;
      double mass = 0, sum = 0;
      for (int i = 0; i < kCells; ++i) {
        const auto x = static_cast<float>(reach * (2 * (i + 0.5) / kCells - 1));
        const double log_p = distribution->log_prob(p, {&x, 1});
        const double log_q = distribution->log_prob(q, {&x, 1});
        // Of a squashed number the density is per unit of what it becomes.
        const auto at = [&](double offset) {
          return static_cast<double>(
              distribution->to_units(static_cast<float>(static_cast<double>(x) + offset)));
        };
        const double weight = std::exp(log_p) * (at(0.01) - at(-0.01)) / 0.02;
        if (!(weight > 1e-12)) continue;
        mass += weight;
        sum += weight * (log_p - log_q);
      }
      wanted += sum / mass;
    }
    CHECK(found == Approx(wanted).epsilon(2e-3));
    CHECK(distribution->divergence({first, second}, {first, second}) == Approx(0).margin(1e-12));
  }
}

/// Log-probabilities of two samples of a head.
struct Choices {
  std::unique_ptr<PolicyHead<double>> head;
  std::unique_ptr<HeadPass<double>> pass;

  explicit Choices(const std::vector<std::vector<double>>& probabilities) {
    static const ObservationSpace kSpace = {{{"self", {"a"}, 1}}};
    static const HeadConfig kConfig;
    static const ActionSpace kActions = {{CategoricalHead{"move", {"a", "b", "c"}}}};
    nn::ParameterLayout layout;
    head = std::move(make_policy_heads<double>(kActions,
                                               {.observation = kSpace,
                                                .config = kConfig,
                                                .width = 4,
                                                .token_width = 4,
                                                .has_tokens = true,
                                                .action_begin = 0},
                                               layout)
                         .front());
    pass = head->make_pass();
    auto& choices = static_cast<ChoicePass<double>&>(*pass);
    std::vector<double> logs;
    for (const auto& sample : probabilities) {
      for (const double p : sample) logs.push_back(std::log(p));
      choices.offsets.push_back(static_cast<std::int32_t>(logs.size()));
    }
    std::copy(logs.begin(), logs.end(), pass->output.resize(logs.size()));
  }

  double divergence(int from, int to, const std::vector<int>& kept = {}) const {
    return head->divergence(nullptr, *pass, from, *pass, to, kept);
  }
};

TEST_CASE("of choices it is the sum over those that are left, renormalised") {
  const Choices choices({{0.5, 0.25, 0.25}, {0.25, 0.5, 0.25}, {0.4, 0.6}, {1, 0, 0}, {}});
  const double wanted = 0.5 * std::log(2) + 0.25 * std::log(0.5);
  CHECK(choices.divergence(0, 1) == Approx(wanted));
  CHECK(choices.divergence(0, 0) == Approx(0).margin(1e-12));
  // Of the first sample, choices 0 and 2 are left: 2/3 and 1/3.
  const double left = 2.0 / 3 * std::log(2.0 / 3 / 0.4) + 1.0 / 3 * std::log(1.0 / 3 / 0.6);
  CHECK(choices.divergence(0, 2, {0, 2}) == Approx(left));
  CHECK(choices.divergence(3, 0) == Approx(std::log(2)));  // What has no probability adds nothing.
  CHECK(choices.divergence(0, 4) == 0);                    // Nothing is left to choose.
  CHECK(choices.divergence(3, 2, {1, 2}) == 0);            // Nothing that was allowed is left.
}

}  // namespace
}  // namespace saccade

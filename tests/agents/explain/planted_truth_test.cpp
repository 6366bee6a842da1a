// Methods that say what a decision hangs on, where that is known.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "agents/explain/moment_outcome.h"
#include "agents/explain/planted_world.h"
#include "agents/explain/ranks.h"
#include "agents/small_learner.h"

namespace saccade {
namespace {

using testing::planted_moments;
using testing::planted_policies;
using testing::PlantedAttention;
using testing::PlantedWorld;

/// Means over moments, by method.
struct Scores {
  std::map<std::string, double> auroc, agreement, deletion, insertion;
  double error = 0, difference = 0, randomised = 0;
};

Scores scores_of(const PolicySet& policies, const std::vector<DecisionMoment>& moments) {
  const auto outcomes = explain_moments(policies, moments, {.threads = 2});
  const auto count = static_cast<double>(outcomes.size());
  Scores scores;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (const MethodOutcome& method : outcomes[i].methods) {
      const std::string& name = method.ranking.method;
      scores.auroc[name] += auroc(method.ranking.scores, testing::marks_of(moments[i])) / count;
      scores.agreement[name] += method.agreement / count;
      scores.deletion[name] += area_under(method.curves.deletion.divergence) / count;
      scores.insertion[name] += area_under(method.curves.insertion.divergence) / count;
    }
    scores.error += outcomes[i].error;
    scores.difference += std::abs(outcomes[i].difference);
    scores.randomised += outcomes[i].randomised_agreement / count;
  }
  return scores;
}

TEST_CASE("every method finds the one entity that a policy reads, attention where it looks") {
  const PolicySet policies = planted_policies(PlantedAttention::kMarked);
  const Scores scores = scores_of(policies, planted_moments(policies, 10));
  for (const char* method : {"attention", "rollout", "leave_one_out", "integrated_gradients"}) {
    INFO(method);
    CHECK(scores.auroc.at(method) > 0.99);
    CHECK(scores.deletion.at(method) > 1.5 * scores.deletion.at("random"));
    CHECK(scores.insertion.at(method) < 0.5 * scores.insertion.at("random"));
  }
  CHECK(scores.agreement.at("leave_one_out") == Approx(1));
  CHECK(std::abs(scores.auroc.at("nearest") - 0.5) < 0.2);
  CHECK(scores.auroc.at("random") == Approx(0.5));
  CHECK(scores.error <= 0.01 * scores.difference);
}

TEST_CASE("where attention is constant or random, the others find the entity and it does not") {
  const auto attention = GENERATE(PlantedAttention::kConstant, PlantedAttention::kNoise);
  const PolicySet policies = planted_policies(attention);
  const Scores scores = scores_of(policies, planted_moments(policies, 10));
  CHECK(scores.auroc.at("leave_one_out") > 0.99);
  CHECK(scores.auroc.at("integrated_gradients") > 0.99);
  CHECK(scores.auroc.at("attention") < 0.7);
  CHECK(scores.deletion.at("attention") < 1.3 * scores.deletion.at("random"));
  CHECK(scores.error <= 0.01 * scores.difference);
}

TEST_CASE("outcomes do not depend on threads") {
  const PolicySet policies = planted_policies(PlantedAttention::kMarked);
  const std::vector<DecisionMoment> moments = planted_moments(policies, 5);
  const auto one = explain_moments(policies, moments, {.threads = 1});
  const auto three = explain_moments(policies, moments, {.threads = 3});
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].randomised_agreement == three[i].randomised_agreement);
    for (std::size_t m = 0; m < one[i].methods.size(); ++m) {
      CHECK(one[i].methods[m].agreement == three[i].methods[m].agreement);
      CHECK(one[i].methods[m].ranking.scores == three[i].methods[m].ranking.scores);
    }
  }
}

TEST_CASE("of policies that learned to read one entity of 21, the best method finds it") {
  std::string table;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    LearnerConfig config = testing::small_config();
    config.rollout.gamma = 0;
    Learner learner([] { return std::make_unique<PlantedWorld>(); }, config, 100'000, seed, 2);
    while (learner.steps() < 100'000) learner.update();
    const std::vector<DecisionMoment> moments = planted_moments(learner.policies(), 15);
    const Scores scores = scores_of(learner.policies(), moments);
    double best = 0;
    for (const auto& [method, score] : scores.auroc) best = std::max(best, score);
    table += std::to_string(seed) + ": attention " + std::to_string(scores.auroc.at("attention")) +
             ", best " + std::to_string(best) + ", error " +
             std::to_string(scores.error / scores.difference) + ", leave-one-out " +
             std::to_string(scores.auroc.at("leave_one_out")) + "\n";
    INFO(table);
    CHECK(best >= 0.95);
    CHECK(scores.error <= 0.01 * scores.difference);
  }
  SUCCEED(table);  // Shown with -s.
}

}  // namespace
}  // namespace saccade

// The verdict on policies of which it is known what they read.
#include <catch2/catch.hpp>

#include "agents/explain/planted_world.h"
#include "experiments/explain/faithfulness.h"

namespace saccade {
namespace {

using testing::PlantedAttention;

Faithfulness judge_planted(PlantedAttention attention) {
  const PolicySet policies = testing::planted_policies(attention);
  const std::vector<DecisionMoment> moments = testing::planted_moments(policies, 15);
  return judge(moments, explain_moments(policies, moments, {.threads = 2}));
}

TEST_CASE("attention to the one entity that is read is called faithful") {
  const Faithfulness found = judge_planted(PlantedAttention::kMarked);
  INFO(found.sentence);
  CHECK(found.verdict == Verdict::kFaithful);
  CHECK(found.completeness_error <= 0.01);
  CHECK(found.find("attention")->gain.value > 0.9);
  CHECK(found.find("leave_one_out")->gain.value == Approx(1));
  CHECK(found.find("random")->gain.value == Approx(0).margin(1e-9));
  CHECK(std::abs(found.randomised.value) < kRandomisedLimit);
}

TEST_CASE("attention that is constant or random beside a decision that is not is unfaithful") {
  const Faithfulness found =
      judge_planted(GENERATE(PlantedAttention::kConstant, PlantedAttention::kNoise));
  INFO(found.sentence);
  CHECK(found.verdict == Verdict::kUnfaithful);
  CHECK(found.find("integrated_gradients")->gain.value > 0.8);
  CHECK(found.completeness_error <= 0.01);
}

TEST_CASE("attention of random weights that agrees as well makes the verdict worse") {
  const PolicySet policies = testing::planted_policies(PlantedAttention::kMarked);
  const std::vector<DecisionMoment> moments = testing::planted_moments(policies, 6);
  std::vector<MomentOutcome> outcomes = explain_moments(policies, moments, {.threads = 2});
  for (MomentOutcome& outcome : outcomes) outcome.randomised_agreement = 0.3;
  const Faithfulness found = judge(moments, outcomes);
  CHECK(found.verdict == Verdict::kPartly);
  CHECK(found.sentence.find("random weights") != std::string::npos);
}

TEST_CASE("without moments there is nothing to rank, and no verdict") {
  const Faithfulness found = judge({}, {});
  CHECK_FALSE(found.verdict);
  CHECK(found.sentence.find("nothing to rank") != std::string::npos);
}

}  // namespace
}  // namespace saccade

// What is learned from rollouts with a central critic.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "agents/algorithms/algorithms.h"
#include "agents/critic/collected.h"
#include "agents/relay_environment.h"
#include "agents/update/policy_update.h"
#include "support/crew.h"

namespace saccade {
namespace {

using testing::central_policy;
using testing::Collected;
using testing::Crew;
using testing::Relay;

using Records = std::vector<const RolloutRecord*>;

/// All samples of some rollouts in one pass, step by step of sequences that stand side by side.
/// Every sample has the return 1 and no advantage.
class WholePass {
 public:
  WholePass(const Policy::Impl& policy, const Records& records)
      : policy_(policy), records_(records), batch_(policy.make_batch()) {
    std::vector<SequenceRef> sequences;
    for (std::size_t shard = 0; shard < records.size(); ++shard) {
      records[shard]->list_sequences(static_cast<std::int32_t>(shard), sequences);
    }
    std::stable_sort(
        sequences.begin(), sequences.end(),
        [](const SequenceRef& a, const SequenceRef& b) { return a.length > b.length; });
    for (const SequenceRef& sequence : sequences) {
      record(sequence).append_state(static_cast<std::size_t>(sequence.sample), states_);
    }
    std::vector<std::int32_t> offsets = {0};
    for (int step = 0; step < sequences.front().length; ++step) {
      for (const SequenceRef& sequence : sequences) {
        if (step < sequence.length) append(sequence, step);
      }
      offsets.push_back(batch_.size());
    }
    batch_.view(0, batch_.size(), input_);
    input_.teams.assign(places_, records.front()->team);
    if (policy.network.state_width() == 0) return;
    input_.states = states_.data();
    input_.step_offsets = offsets;
  }

  std::vector<float> gradient(const Algorithm& algorithm) const {
    NetworkPass<float> pass = policy_.network.make_pass();
    std::vector<float> gradient(policy_.parameters.size());
    policy_.network.prepare(policy_.parameters.data(), pass);
    add_loss_gradient(policy_.network, policy_.parameters.data(), input_, loss_, algorithm,
                      1 / static_cast<float>(batch_.size()), pass, gradient.data());
    return gradient;
  }

 private:
  const RolloutRecord& record(const SequenceRef& sequence) const {
    return *records_[static_cast<std::size_t>(sequence.shard)];
  }

  void append(const SequenceRef& sequence, int step) {
    const RolloutRecord& from = record(sequence);
    const std::int32_t sample = sequence.sample + step * from.columns;
    const auto i = static_cast<std::size_t>(sample);
    batch_.append(from.observations, from.observed[i]);
    places_.push_back({sequence.shard, sample});
    const auto width = static_cast<std::ptrdiff_t>(policy_.network.action_width());
    const auto action = from.actions.begin() + sample * width;
    loss_.actions.insert(loss_.actions.end(), action, action + width);
    loss_.log_probs.push_back(from.log_probs[i]);
    loss_.values.push_back(from.values[i]);
    loss_.advantages.push_back(0);
    loss_.returns.push_back(1);
  }

  const Policy::Impl& policy_;
  const Records& records_;
  FeatureBatch batch_;
  NetworkInput<float> input_;
  LossBatch<float> loss_;
  std::vector<SamplePlace> places_;
  std::vector<float> states_;
};

/// The mean gradient by which an update goes, of samples with the return 1 and no advantage.
std::vector<float> gradient_of_update(const Policy::Impl& policy, const Records& records,
                                      const Algorithm& algorithm) {
  OptimiserConfig optimiser;
  optimiser.learning_rate = 0;
  optimiser.max_grad_norm = 1e6F;
  const int samples = static_cast<int>(records.front()->values.size());
  PolicyUpdate update(policy, optimiser, algorithm, {samples * static_cast<int>(records.size())});
  std::vector<Targets> targets;
  for (std::size_t shard = 0; shard < records.size(); ++shard) {
    std::vector<float>& returns = targets.emplace_back(samples).returns;
    std::fill(returns.begin(), returns.end(), 1.0F);
  }
  ThreadPool pool(1);
  std::vector<float> parameters(policy.parameters.data(),
                                policy.parameters.data() + policy.parameters.size());
  update.run({records, targets}, {.seed = 3}, pool, parameters.data());
  std::vector<float> gradient;
  for (const float moment : update.adam().first_moment()) gradient.push_back(10 * moment);
  return gradient;
}

TEMPLATE_TEST_CASE("an update follows the gradient through the values of whole teams", "", Crew,
                   Relay) {
  const std::string memory = GENERATE("none", "gru");
  // Two shards, whose samples have the same numbers.
  Collected<TestType> collected(central_policy(memory, GENERATE(false, true)), 3, 20, 2);
  const Records records = collected.records();
  const std::unique_ptr<Algorithm> algorithm = make_algorithm(AlgorithmConfig("a2c"));
  const std::vector<float> wanted = WholePass(collected.policy(), records).gradient(*algorithm);
  const std::vector<float> found = gradient_of_update(collected.policy(), records, *algorithm);
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    REQUIRE(found[i] == Approx(wanted[i]).epsilon(1e-3).margin(1e-5));
  }
}

}  // namespace
}  // namespace saccade

#include "agents/explain/moment_outcome.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "agents/explain/ranks.h"
#include "agents/threads/thread_pool.h"
#include "envs/core/random.h"

namespace saccade {
namespace {

constexpr std::uint64_t kOrderStream = 0x6f72646572;       // "order"
constexpr std::uint64_t kRandomisedStream = 0x7765696768;  // "weigh"
constexpr std::size_t kMomentsOfProbe = 16;

// Asks one kind's policy about its moments.
class MomentExplainer {
 public:
  MomentExplainer(const Policy& policy, const OutcomePlan& plan, const AverageFeatures& averages)
      : plan_(plan), averages_(averages), probe_(policy), space_(policy.observation_space()) {
    for (int i = 0; i < plan.randomised_policies; ++i) {
      const std::uint64_t seed = derive_seed({kRandomisedStream, static_cast<std::uint64_t>(i)});
      randomised_.push_back(PolicyProbe::randomised(policy, seed));
    }
  }

  MomentOutcome explain(const DecisionMoment& moment) {
    MomentOutcome outcome;
    outcome.entities = removable_entities(space_, moment.seen);
    const std::uint64_t seed =
        derive_seed({kOrderStream, moment.seed, static_cast<std::uint64_t>(moment.step),
                     static_cast<std::uint64_t>(moment.agent)});
    const Ranking truth = leave_one_out_ranking(
        probe_.changes(moment, outcome.entities, each_left_out(outcome.entities.size())));
    const AttentionWeights attention = probe_.attention(moment);
    list(moment, attention, truth, outcome);
    add_curves(moment, truth, seed, outcome);
    outcome.randomised_agreement = randomised_agreement(moment, outcome.entities, truth);
    return outcome;
  }

 private:
  void list(const DecisionMoment& moment, const AttentionWeights& attention, const Ranking& truth,
            MomentOutcome& outcome) {
    const auto add = [&outcome](Ranking ranking) {
      outcome.methods.push_back({std::move(ranking), 0, {}});
    };
    for (Ranking& ranking : attention_rankings(attention, outcome.entities)) {
      add(std::move(ranking));
    }
    const FeatureAttribution parts = probe_.attribute(moment, outcome.entities, averages_);
    outcome.difference = parts.difference;
    outcome.error = parts.error;
    for (Ranking& ranking : gradient_rankings(parts)) add(std::move(ranking));
    add(truth);
    for (Ranking& ranking : nearest_ranking(moment.seen, outcome.entities)) {
      add(std::move(ranking));
    }
    for (Ranking& ranking : head_rankings(attention, outcome.entities)) {
      outcome.heads.push_back({std::move(ranking), 0, {}});
    }
  }

  void add_curves(const DecisionMoment& moment, const Ranking& truth, std::uint64_t seed,
                  MomentOutcome& outcome) {
    std::vector<std::vector<std::size_t>> orders;
    std::vector<MethodOutcome*> methods;
    for (std::vector<MethodOutcome>* list : {&outcome.methods, &outcome.heads}) {
      for (MethodOutcome& method : *list) {
        method.agreement = spearman(method.ranking.scores, truth.scores);
        orders.push_back(order_by(method.ranking.scores, seed));
        methods.push_back(&method);
      }
    }
    for (int i = 0; i < plan_.random_orders; ++i) {
      orders.push_back(random_order(outcome.entities.size(),
                                    derive_seed({seed, static_cast<std::uint64_t>(i)})));
    }
    const auto curves = removal_curves(probe_, moment, outcome.entities, orders);
    for (std::size_t i = 0; i < methods.size(); ++i) methods[i]->curves = curves[i];
    MethodOutcome random{random_ranking(outcome.entities.size()), 0, {}};
    for (std::size_t i = methods.size(); i < curves.size(); ++i) {
      random.curves.deletion.add(curves[i].deletion, 1.0 / plan_.random_orders);
      random.curves.insertion.add(curves[i].insertion, 1.0 / plan_.random_orders);
    }
    outcome.methods.push_back(std::move(random));
  }

  double randomised_agreement(const DecisionMoment& moment, std::span<const EntityPlace> entities,
                              const Ranking& truth) {
    double sum = 0;
    for (PolicyProbe& probe : randomised_) {
      const auto rankings = attention_rankings(probe.attention(moment), entities);
      if (!rankings.empty()) sum += spearman(rankings.front().scores, truth.scores);
    }
    return sum / std::max(1, plan_.randomised_policies);
  }

  const OutcomePlan& plan_;
  const AverageFeatures& averages_;
  PolicyProbe probe_;
  const ObservationSpace& space_;
  std::vector<PolicyProbe> randomised_;
};

// [kinds]
std::vector<AverageFeatures> averages_of(const PolicySet& policies,
                                         std::span<const DecisionMoment> moments) {
  std::vector<AverageFeatures> averages;
  for (std::size_t kind = 0; kind < policies.size(); ++kind) {
    std::vector<const DecisionMoment*> own;
    for (const DecisionMoment& moment : moments) {
      if (moment.kind == kind) own.push_back(&moment);
    }
    averages.push_back(PolicyProbe(policies[kind]).averages(own));
  }
  return averages;
}

}  // namespace

std::vector<MomentOutcome> explain_moments(const PolicySet& policies,
                                           std::span<const DecisionMoment> moments,
                                           const OutcomePlan& plan) {
  const std::vector<AverageFeatures> averages = averages_of(policies, moments);
  std::vector<MomentOutcome> outcomes(moments.size());
  const std::size_t parts = (moments.size() + kMomentsOfProbe - 1) / kMomentsOfProbe;
  ThreadPool pool(std::max(1, std::min(plan.threads, static_cast<int>(parts))));
  pool.parallel_for(static_cast<int>(parts), [&](int part) {
    std::vector<std::unique_ptr<MomentExplainer>> explainers(policies.size());
    const std::size_t first = static_cast<std::size_t>(part) * kMomentsOfProbe;
    for (std::size_t i = first; i < std::min(moments.size(), first + kMomentsOfProbe); ++i) {
      const std::size_t kind = moments[i].kind;
      if (!explainers[kind]) {
        explainers[kind] = std::make_unique<MomentExplainer>(policies[kind], plan, averages[kind]);
      }
      outcomes[i] = explainers[kind]->explain(moments[i]);
    }
  });
  return outcomes;
}

}  // namespace saccade

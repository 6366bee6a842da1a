#include "agents/explain/removal_curves.h"

#include <cmath>
#include <map>
#include <string>

namespace saccade {
namespace {

std::size_t count_at(std::size_t budget, std::size_t entities) {
  return (entities * budget + kBudgets - 1) / kBudgets;
}

// Whether the first `count` of the order stay, or all others do.
KeptEntities subset_of(const std::vector<std::size_t>& order, std::size_t count, bool first_stay) {
  KeptEntities kept(order.size(), first_stay ? 0 : 1);
  for (std::size_t i = 0; i < count; ++i) kept[order[i]] = first_stay ? 1 : 0;
  return kept;
}

/// Subsets, each of them once.
class SubsetList {
 public:
  std::size_t index_of(const KeptEntities& subset) {
    const std::string key(subset.begin(), subset.end());
    const auto [entry, is_new] = indices_.try_emplace(key, subsets_.size());
    if (is_new) subsets_.push_back(subset);
    return entry->second;
  }
  std::span<const KeptEntities> subsets() const { return subsets_; }

 private:
  std::map<std::string, std::size_t> indices_;  // By bytes; GCC 12 warns where vectors are keys.
  std::vector<KeptEntities> subsets_;
};

void set_point(RemovalCurve& curve, std::size_t budget, const DecisionChange& change) {
  curve.divergence[budget] = change.divergence;
  curve.value[budget] = std::abs(change.value);
}

}  // namespace

void RemovalCurve::add(const RemovalCurve& other, double weight) {
  for (std::size_t i = 0; i <= kBudgets; ++i) {
    divergence[i] += weight * other.divergence[i];
    value[i] += weight * other.value[i];
  }
}

double area_under(const std::array<double, kBudgets + 1>& curve) {
  double sum = 0;
  for (std::size_t i = 0; i < kBudgets; ++i) sum += (curve[i] + curve[i + 1]) / 2;
  return sum / kBudgets;
}

std::vector<RemovalCurves> removal_curves(PolicyProbe& probe, const DecisionMoment& moment,
                                          std::span<const EntityPlace> entities,
                                          std::span<const std::vector<std::size_t>> orders) {
  SubsetList list;
  std::vector<std::size_t> wanted;  // [orders x budgets x 2]
  for (const std::vector<std::size_t>& order : orders) {
    for (std::size_t budget = 0; budget <= kBudgets; ++budget) {
      const std::size_t count = count_at(budget, order.size());
      wanted.push_back(list.index_of(subset_of(order, count, false)));
      wanted.push_back(list.index_of(subset_of(order, count, true)));
    }
  }
  const std::vector<DecisionChange> changes = probe.changes(moment, entities, list.subsets());
  std::vector<RemovalCurves> curves(orders.size());
  auto next = wanted.begin();
  for (RemovalCurves& curve : curves) {
    for (std::size_t budget = 0; budget <= kBudgets; ++budget) {
      set_point(curve.deletion, budget, changes[*next++]);
      set_point(curve.insertion, budget, changes[*next++]);
    }
  }
  return curves;
}

}  // namespace saccade

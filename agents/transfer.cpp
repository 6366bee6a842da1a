#include "agents/transfer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace saccade {
namespace {

constexpr std::string_view kStatistics = "observation.";
constexpr std::string_view kWeight = ".weight";  // A bias fits nearly everywhere.

// Why the source's tensor of that name does not fit, or "".
std::string misfit(const Tensor& found, const Tensor& wanted) {
  if (found.dtype != wanted.dtype) {
    return fmt::format("type {}, wanted {}", found.dtype, wanted.dtype);
  }
  if (found.shape == wanted.shape) return "";
  return fmt::format("shape {}, wanted {}", found.shape, wanted.shape);
}

/// The tensors of one policy, and those of the source for it.
class OneTransfer {
 public:
  OneTransfer(const TensorMap& source, TensorMap own, std::string prefix)
      : source_(source), own_(std::move(own)), prefix_(std::move(prefix)) {}

  /// Puts what fits into `merged`; returns how many of these tensors are weights.
  int run(TensorMap& merged, Transfer& transfer) const {
    int weights = 0;
    for (const auto& [name, tensor] : own_) {
      const std::string full = prefix_ + name;
      const auto found = source_.find(full);
      if (found == source_.end()) {
        transfer.missing.push_back(full);
        continue;
      }
      std::string why = reason(name, found->second);
      if (!why.empty()) {
        transfer.misfits.push_back({full, std::move(why)});
        continue;
      }
      merged[full] = found->second;
      transfer.taken.push_back(full);
      weights += name.ends_with(kWeight) ? 1 : 0;
    }
    return weights;
  }

 private:
  // Why a tensor that the source has is not taken, or "".
  std::string reason(const std::string& name, const Tensor& found) const {
    std::string why = misfit(found, own_.at(name));
    if (!why.empty() || !name.starts_with(kStatistics)) return why;
    // "observation.food.mean" goes with "observation.food.variance".
    const std::string type = name.substr(0, name.rfind('.'));
    for (const char* part : {".mean", ".variance", ".count"}) {
      const auto partner = source_.find(prefix_ + type + part);
      if (partner != source_.end() && misfit(partner->second, own_.at(type + part)).empty()) {
        continue;
      }
      return fmt::format("to go with '{}{}{}', which does not fit", prefix_, type, part);
    }
    return "";
  }

  const TensorMap& source_;
  TensorMap own_;
  std::string prefix_;
};

std::string first_misfit(const Transfer& transfer) {
  for (const auto& [name, why] : transfer.misfits) {
    if (name.ends_with(kWeight)) return fmt::format("'{}' has {}", name, why);
  }
  return "no tensor *.weight has the name of one of the new policy's";
}

}  // namespace

TensorMap policy_tensors(const TensorMap& tensors, const std::vector<std::string>& kinds) {
  TensorMap found;
  for (const std::string& kind : kinds) {
    for (const std::string_view part :
         {std::string_view("policy."), std::string_view("value."), kStatistics}) {
      const std::string begin = kind.empty() ? std::string(part) : fmt::format("{}.{}", kind, part);
      for (auto at = tensors.lower_bound(begin); at != tensors.end(); ++at) {
        if (!at->first.starts_with(begin)) break;
        found.insert(*at);
      }
    }
  }
  return found;
}

Transfer transfer_policies(const TensorMap& source, PolicySet& policies) {
  TensorMap merged = policies.tensors();
  Transfer transfer;
  int weights = 0;
  for (std::size_t k = 0; k < policies.size(); ++k) {
    const OneTransfer one(source, policies[k].tensors(), policies.kinds()[k].prefix());
    weights += one.run(merged, transfer);
  }
  for (const auto& [name, tensor] : source) {
    if (!merged.contains(name)) transfer.unused.push_back(name);
  }
  if (weights == 0) {
    throw Error("no weight fits the policy that is to be trained: " + first_misfit(transfer));
  }
  policies.load(merged);
  return transfer;
}

}  // namespace saccade

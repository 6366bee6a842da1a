#include "agents/heads/policy_heads.h"

#include <algorithm>
#include <variant>

#include "agents/heads/categorical_policy_head.h"
#include "agents/heads/continuous_policy_head.h"
#include "agents/heads/select_entity_policy_head.h"

namespace saccade {
namespace {

// Which kind of head stands for which part of an action.
template <class T>
CategoricalPolicyHead<T> kind_for(const CategoricalHead&);
template <class T>
ContinuousPolicyHead<T> kind_for(const ContinuousHead&);
template <class T>
SelectEntityPolicyHead<T> kind_for(const SelectEntityHead&);

}  // namespace

bool reads_tokens(const ActionSpace& action) {
  return std::any_of(action.heads.begin(), action.heads.end(), [](const ActionHead& head) {
    return std::visit([](const auto& h) { return decltype(kind_for<float>(h))::kReadsTokens; },
                      head);
  });
}

template <class T>
std::vector<std::unique_ptr<PolicyHead<T>>> make_policy_heads(const ActionSpace& action,
                                                              const HeadContext& context,
                                                              nn::ParameterLayout& layout) {
  std::vector<std::unique_ptr<PolicyHead<T>>> heads;
  HeadContext at = context;
  for (const ActionHead& head : action.heads) {
    heads.push_back(std::visit(
        [&](const auto& h) -> std::unique_ptr<PolicyHead<T>> {
          return std::make_unique<decltype(kind_for<T>(h))>(h, at, layout);
        },
        head));
    at.action_begin += action_width(head);
    at.held_begin += heads.back()->held_numbers();
  }
  return heads;
}

template std::vector<std::unique_ptr<PolicyHead<float>>> make_policy_heads(const ActionSpace&,
                                                                           const HeadContext&,
                                                                           nn::ParameterLayout&);
template std::vector<std::unique_ptr<PolicyHead<double>>> make_policy_heads(const ActionSpace&,
                                                                            const HeadContext&,
                                                                            nn::ParameterLayout&);

}  // namespace saccade
